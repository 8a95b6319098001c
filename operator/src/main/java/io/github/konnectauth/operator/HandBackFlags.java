package io.github.konnectauth.operator;

import io.github.konnectauth.operator.handback.HandBack;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.ParseException;

/** The flags of {@code konnect-auth-operator hand-back}. */
final class HandBackFlags {

    private static final Flag<Set<HandBack.Part>> WHAT = new Flag<>(
            "what",
            "part",
            "secret-finalizers,in-use-finalizers,statuses",
            Flag.Form.LIST,
            HandBackFlags::parts,
            "What to take back, separated by commas: secret-finalizers, in-use-finalizers, and statuses (the conditions and fields that Kong Operator does not know).");

    static final Command COMMAND = new Command(
            "hand-back",
            """
            Takes back what the operator has put on resources and Secrets, so that Kong Operator, or nobody, can go on from \
            there. Tokens and verdicts stay as they are. Stop the operator first, or give the lease that it works under: \
            then this waits for it.""",
            List.of(
                    WHAT,
                    ScopeFlags.WATCH_NAMESPACES,
                    ScopeFlags.LABEL_SELECTOR,
                    LeaseFlags.LEADER_ELECTION,
                    LeaseFlags.LEASE_NAME,
                    LeaseFlags.LEASE_NAMESPACE,
                    LogFlags.FORMAT,
                    LogFlags.LEVEL),
            HandBackFlags::order);

    private HandBackFlags() {}

    private static Order order(Arguments arguments, Map<String, String> environment) throws ParseException {
        return new Order.TakeBack(
                new HandBackRun(
                        arguments.get(WHAT),
                        ScopeFlags.namespaces(arguments),
                        arguments.get(ScopeFlags.LABEL_SELECTOR),
                        LeaseFlags.name(arguments, environment)),
                LogFlags.of(arguments));
    }

    private static Set<HandBack.Part> parts(String text) throws ParseException {
        var parts = EnumSet.noneOf(HandBack.Part.class);
        for (var part : text.split(",", 0)) {
            parts.add(Flag.constant(HandBack.Part.class, part));
        }
        if (parts.isEmpty()) {
            throw new ParseException("'" + text + "' names no part");
        }
        return Set.copyOf(parts);
    }
}
