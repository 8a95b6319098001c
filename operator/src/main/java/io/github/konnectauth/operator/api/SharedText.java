package io.github.konnectauth.operator.api;

/**
 * One object for texts that say the same, however many resources say it. Most of what ten thousand of them hold in memory is
 * texts, and most of these are alike. What no resource holds any more is forgotten. Never for tokens.
 */
final class SharedText {

    private SharedText() {}

    /** The JVM's own table holds weakly, and is not slowed down by texts that were chosen to have the same hash. */
    static String of(String text) {
        return text.intern();
    }
}
