package io.github.konnectauth.operator;

import java.util.Optional;

/** Which build of the operator this is. */
final class Version {

    private Version() {}

    /** The version in the jar's manifest; {@code dev} when there is no jar. */
    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    /** How the program introduces itself. */
    static String userAgent() {
        return "konnect-auth-operator/" + text();
    }
}
