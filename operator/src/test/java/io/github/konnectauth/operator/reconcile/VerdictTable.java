package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.Subjects.IN_FOREIGN_SECRET;
import static io.github.konnectauth.operator.reconcile.Subjects.IN_RESOURCE;
import static io.github.konnectauth.operator.reconcile.Subjects.IN_SECRET;

import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.token.TokenResolution;
import io.github.konnectauth.operator.waiting.Kstatus;
import java.util.List;
import java.util.stream.Stream;

/** The table of verdicts: what happened, and what that means. */
final class VerdictTable {

    private static final String TOKEN = "kpat_SecretOfTheTable";

    private VerdictTable() {}

    /** @param says what the message of Ready has to hold: the cause, and what to do */
    record Row(String happened, Subject subject, WhoAmI answer, String reason, Kstatus kstatus, List<String> says) {
        @Override
        public String toString() {
            return happened;
        }

        boolean isAsked() {
            return answer.equals(KonnectSays.OFF_LIMITS)
                    || switch (reason) {
                        case "Valid",
                                "TokenRejected",
                                "PermissionDenied",
                                "UnknownRegion",
                                "RateLimited",
                                "KonnectUnreachable",
                                "UnexpectedResponse" -> true;
                        default -> false;
                    };
        }
    }

    private static Row valid(String happened, Subject subject, String says) {
        return new Row(happened, subject, KonnectSays.MEMBER, "Valid", Kstatus.CURRENT, List.of(says));
    }

    private static Row invalid(String happened, WhoAmI answer, String reason, String... says) {
        return new Row(happened, Subjects.inline(TOKEN), answer, reason, Kstatus.FAILED, List.of(says));
    }

    private static Row undetermined(String happened, WhoAmI answer, String reason, String... says) {
        return new Row(happened, Subjects.inline(TOKEN), answer, reason, Kstatus.IN_PROGRESS, List.of(says));
    }

    private static Row unasked(
            String happened, TokenResolution resolution, String reason, Kstatus kstatus, String... says) {
        return new Row(happened, Subjects.of(resolution), KonnectSays.MEMBER, reason, kstatus, List.of(says));
    }

    private static Row malformed(String happened, String text) {
        return unasked(
                happened,
                Subjects.held(IN_SECRET, text, "7"),
                "MalformedToken",
                Kstatus.FAILED,
                "The key token of Secret prod/konnect",
                "Put the token there");
    }

    private static Row server(String happened, String server, String reason, String... says) {
        return new Row(
                happened,
                Subjects.at(server, Subjects.held(IN_RESOURCE, TOKEN, "")),
                KonnectSays.MEMBER,
                reason,
                Kstatus.FAILED,
                List.of(says));
    }

    static Stream<Row> rows() {
        return Stream.of(
                valid("inline token, 200", Subjects.inline(TOKEN), "Token is valid"),
                valid(
                        "token from a Secret, 200",
                        Subjects.secret(TOKEN, "7"),
                        "Token from Secret prod/konnect is valid"),
                invalid(
                        "identity 401",
                        KonnectSays.REJECTED,
                        "TokenRejected",
                        "global.api.konghq.com rejects",
                        "Create"),
                invalid("region 401", KonnectSays.REJECTED_BY_REGION, "TokenRejected", "us.api.konghq.com rejects"),
                invalid("identity 403", KonnectSays.DENIED, "PermissionDenied", "(403)", "a role", "spec.token"),
                malformed("token without prefix", "pat_SecretOfTheTable"),
                malformed("token that is a prefix only", "kpat_"),
                malformed("empty token", ""),
                malformed("token with inner white space", "kpat_Secret OfTheTable"),
                malformed("token with control characters", "kpat_Secret\u0007OfTheTable"),
                unasked(
                        "malformed inline token",
                        Subjects.held(IN_RESOURCE, "nonsense", ""),
                        "MalformedToken",
                        Kstatus.FAILED,
                        "spec.token holds no token"),
                unasked(
                        "Secret absent",
                        new TokenResolution.Missing(IN_SECRET),
                        "SecretNotFound",
                        Kstatus.IN_PROGRESS,
                        "Secret prod/konnect does not exist",
                        "Create it with the type Opaque, the label konghq.com/credential: konnect and the key token"),
                unasked(
                        "reference without a name",
                        new TokenResolution.Unnamed(new TokenResolution.Place.InSecret("prod", "", false)),
                        "SecretNotFound",
                        Kstatus.IN_PROGRESS,
                        "spec.secretRef names no Secret",
                        "Set spec.secretRef.name"),
                unasked(
                        "Secret of another type",
                        new TokenResolution.NotOpaque(IN_SECRET, "kubernetes.io/tls", "7"),
                        "SecretNotOpaque",
                        Kstatus.FAILED,
                        "Secret prod/konnect is not of the type Opaque",
                        "delete it and create it"),
                unasked(
                        "Secret without the label",
                        new TokenResolution.NotLabelled(IN_SECRET),
                        "SecretNotLabelled",
                        Kstatus.FAILED,
                        "Secret prod/konnect lacks the label konghq.com/credential: konnect",
                        "Add the label"),
                unasked(
                        "Secret without the key",
                        new TokenResolution.KeyMissing(IN_SECRET, "7"),
                        "TokenKeyMissing",
                        Kstatus.FAILED,
                        "Secret prod/konnect has no key token",
                        "Store the token under that key"),
                unasked(
                        "Secret in another namespace, no grant",
                        new TokenResolution.NotPermitted(IN_FOREIGN_SECRET),
                        "RefNotPermitted",
                        Kstatus.IN_PROGRESS,
                        "Secret vault/konnect is in another namespace",
                        "no KongReferenceGrant",
                        "Create one beside the Secret"),
                valid(
                        "Secret in another namespace, granted",
                        Subjects.of(Subjects.held(IN_FOREIGN_SECRET, TOKEN, "7")),
                        "Token from Secret vault/konnect is valid"),
                unasked(
                        "Secret in another namespace, granted and absent",
                        new TokenResolution.Missing(IN_FOREIGN_SECRET),
                        "SecretNotFound",
                        Kstatus.IN_PROGRESS,
                        "Secret vault/konnect does not exist"),
                unasked(
                        "Secret in a namespace that is not watched",
                        new TokenResolution.NotWatched(IN_FOREIGN_SECRET),
                        "RefNotPermitted",
                        Kstatus.IN_PROGRESS,
                        "Secret vault/konnect is in a namespace that this operator does not watch",
                        "--watch-namespaces"),
                server(
                        "server cannot be parsed",
                        "http://us.api.konghq.com",
                        "InvalidServerURL",
                        "its scheme is not https",
                        "delete the resource and create it"),
                server(
                        "host is not allowed",
                        "konnect.example.com",
                        "ServerNotAllowed",
                        "konnect.example.com",
                        "--allowed-hosts"),
                invalid(
                        "host's name leads into a network",
                        KonnectSays.OFF_LIMITS,
                        "ServerNotAllowed",
                        "no token to us.api.konghq.com, whose name does not lead to the public internet",
                        "--allowed-hosts"),
                invalid(
                        "region is not in Konnect's list",
                        KonnectSays.NO_SUCH_REGION,
                        "UnknownRegion",
                        "Konnect has no region us. It has au, eu",
                        "delete the resource"),
                undetermined("429", KonnectSays.THROTTLED, "RateLimited", "takes no more requests", "nothing needs"),
                undetermined("no answer", KonnectSays.UNREACHABLE, "KonnectUnreachable", "cannot be reached", "proxy"),
                undetermined(
                        "anything else",
                        KonnectSays.UNEXPECTED,
                        "UnexpectedResponse",
                        "us.api.konghq.com does not answer as Konnect does (it sent something else than Konnect's JSON)",
                        "look at spec.serverURL"));
    }
}
