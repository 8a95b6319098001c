package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.api.TokenReading;
import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.konnect.KonnectServer;
import io.github.konnectauth.operator.token.TokenResolution;
import io.github.konnectauth.operator.token.TokenResolution.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is looked at, as the tests call it. Everything is of generation 2 and in us, unless a test says otherwise. */
final class Subjects {

    static final AllowedHosts ALLOWED = new AllowedHosts(List.of("*.api.konghq.com"));
    static final Place IN_RESOURCE = new Place.InResource();
    static final Place IN_SECRET = new Place.InSecret("prod", "konnect", false);
    static final Place IN_FOREIGN_SECRET = new Place.InSecret("vault", "konnect", true);

    private static final long GENERATION = 2;
    private static final String SERVER = "us.api.konghq.com";

    private Subjects() {}

    static Subject inline(String text) {
        return of(held(IN_RESOURCE, text, ""));
    }

    static Subject secret(String text, String version) {
        return of(held(IN_SECRET, text, version));
    }

    static Subject of(TokenResolution resolution) {
        return at(SERVER, resolution);
    }

    static Subject at(String server, TokenResolution resolution) {
        return new Subject(GENERATION, KonnectServer.parse(server), resolution);
    }

    static Subject ofGeneration(long generation, Subject subject) {
        return new Subject(generation, subject.server(), subject.token());
    }

    /** What a process knows of a subject that it has not looked at. */
    static History history(Subject subject, KonnectAPIAuthConfigurationStatus stored) {
        return History.begin(
                subject, stored, Instant.parse("2026-03-01T10:00:00Z"), new Schedule(Duration.ofMinutes(10)), () -> 0);
    }

    /** What resolving leads to when a place holds this text. */
    static TokenResolution held(Place place, String text, String version) {
        return switch (KonnectToken.read(text)) {
            case TokenReading.Usable usable ->
                new TokenResolution.Resolved(place, usable.token(), usable.trimmed(), version);
            case TokenReading.Malformed malformed -> new TokenResolution.Malformed(place, malformed, version);
        };
    }
}
