package io.github.konnectauth.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that control endpoints take. A field that is not written is null in a form; no method answers null, and
 * each throws {@link IllegalArgumentException} with one line if a field is missing or wrong.
 */
final class ControlForms {
    private ControlForms() {}

    record NewToken(
            @Nullable String token,
            @Nullable String organization,
            @Nullable String name,
            @Nullable Boolean revoked,
            @Nullable Boolean listsControlPlanes,
            @Nullable Set<String> rejectedBy) {
        Credential credential() {
            return new AccountsFile.TokenEntry(token, name, revoked, listsControlPlanes, rejectedBy)
                    .credential(required(organization, "organization"));
        }

        @Override
        public String toString() {
            return "NewToken[]";
        }
    }

    /** A token that is there already. */
    record KnownToken(@Nullable String token) {
        Fingerprint fingerprint() {
            return Fingerprint.of(required(token, "token"));
        }

        @Override
        public String toString() {
            return "KnownToken[]";
        }
    }

    record Latency(@Nullable String latency) {
        Duration duration() {
            return DurationText.parse(required(latency, "latency"));
        }
    }

    record Limit(@Nullable Integer perMinute) {
        int requests() {
            return SimulatorSettings.rateLimit(required(perMinute, "perMinute"));
        }
    }

    record RegionGroups(
            @Nullable List<String> stable,
            @Nullable List<String> stableOptIn,
            @Nullable List<String> beta) {
        Regions regions() {
            return new Regions(names(stable), names(stableOptIn), names(beta));
        }

        private static List<String> names(@Nullable List<String> group) {
            return Optional.ofNullable(group).orElse(List.of());
        }
    }

    record NewFault(
            Fault.@Nullable Kind kind,
            @Nullable Operation operation,
            @Nullable String host,
            @Nullable String token,
            @Nullable Integer times,
            @Nullable String retryAfter) {
        Fault fault() {
            Fault plain = Fault.of(required(kind, "kind"));
            return new Fault(
                    plain.kind(),
                    Optional.ofNullable(operation),
                    Optional.ofNullable(host),
                    Optional.ofNullable(token).map(Fingerprint::of).map(Fingerprint::text),
                    times == null ? OptionalInt.empty() : OptionalInt.of(times),
                    Optional.ofNullable(retryAfter).map(DurationText::parse).orElse(plain.retryAfter()));
        }

        @Override
        public String toString() {
            return "NewFault[" + kind + "]";
        }
    }

    static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("the field " + field + " is missing");
        }
        return value;
    }
}
