package io.github.konnectauth.operator.api;

import com.github.benmanes.caffeine.cache.Interner;

/**
 * One object for texts that say the same, however many resources say it. Most of what ten thousand of them hold in memory is
 * texts, and most of these are alike. What no resource holds any more is forgotten. Never for tokens.
 */
final class SharedText {

    private static final Interner<String> ALL = Interner.newWeakInterner();

    private SharedText() {}

    static String of(String text) {
        return ALL.intern(text);
    }
}
