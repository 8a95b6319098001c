package io.github.konnectauth.operator.konnect;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One reply of every kind. */
final class Replies {

    static final Optional<Trace> TRACE = Trace.of("konnect:trace:952172606039454040");

    static final Reply ORGANIZATION = new Reply.Organization("5ca26716-02f7-4430-9117-1d1a7a2695e7", "active");
    static final Reply ACCEPTED = new Reply.Accepted();
    static final Reply UNAUTHORIZED = new Reply.Unauthorized(TRACE);
    static final Reply FORBIDDEN = new Reply.Forbidden(TRACE);
    static final Reply TOO_MANY = new Reply.TooManyRequests();
    static final Reply NO_ANSWER = new Reply.NoAnswer();
    static final Reply UNTRUSTED = new Reply.Untrusted();
    static final Reply OFF_LIMITS = new Reply.OffLimits();
    static final Reply PAUSED = new Reply.NotAsked(Refusal.PAUSED);
    static final Reply OUT_OF_ORDER = new Reply.NotAsked(Refusal.OUT_OF_ORDER);
    static final Reply ODD = new Reply.Odd("a redirect");

    /** Those that leave the question open. */
    static final List<Reply> UNDETERMINED =
            List.of(TOO_MANY, NO_ANSWER, UNTRUSTED, OFF_LIMITS, PAUSED, OUT_OF_ORDER, ODD);

    /** Those that the identity endpoint's answer can be read as. */
    static final List<Reply> OF_IDENTITY = Stream.concat(
                    Stream.of(ORGANIZATION, UNAUTHORIZED, FORBIDDEN), UNDETERMINED.stream())
            .toList();

    /** Those that a region's answer can be read as. */
    static final List<Reply> OF_REGION = Stream.concat(Stream.of(ACCEPTED, UNAUTHORIZED), UNDETERMINED.stream())
            .toList();

    private Replies() {}
}
