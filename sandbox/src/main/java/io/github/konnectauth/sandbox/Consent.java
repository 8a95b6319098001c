package io.github.konnectauth.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Asks before a cluster that is somebody's is touched. */
final class Consent {

    private static final Set<String> YES = Set.of("y", "yes");

    private Consent() {}

    /** Whether the next line says yes; no answer is a no. */
    static boolean isGiven(BufferedReader answers) throws IOException {
        var line = answers.readLine();
        return line != null && YES.contains(line.strip().toLowerCase(Locale.ROOT));
    }
}
