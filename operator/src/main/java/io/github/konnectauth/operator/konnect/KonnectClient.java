package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.api.KonnectToken;

/** Asks Konnect about tokens. */
public interface KonnectClient {

    /**
     * Who a token belongs to, and whether the server's region takes it. Waits for the answer, at most as long as two calls
     * may take. A host that has asked to be left alone, or that keeps failing, is not asked: that is an answer at once.
     * Every failure is an answer; nothing is thrown.
     *
     * @param freshness how old a shared answer may be
     */
    WhoAmI whoAmI(KonnectServer server, KonnectToken token, Freshness freshness);
}
