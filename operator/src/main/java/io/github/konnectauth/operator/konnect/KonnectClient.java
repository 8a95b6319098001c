package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.api.KonnectToken;
import java.time.Instant;

/** Asks Konnect about tokens. */
public interface KonnectClient {

    /**
     * Who a token belongs to, and whether the server's region takes it. Nobody waits here: the calls stand in line for their
     * hosts, which are asked at the pace that they allow. A host that has asked to be left alone, or that keeps failing, is
     * not asked: that is an answer too. Every failure is an answer; nothing is thrown.
     *
     * @param freshness how old a shared answer may be
     */
    Inquiry whoAmI(KonnectServer server, KonnectToken token, Freshness freshness, Asker asker);

    /**
     * Tells somebody when a host may be asked again that is paused or keeps failing, so that nobody has to try by chance. One
     * of those who wait is told once a second while the host keeps failing, to try it; all are told when it is in order or
     * its pause is over, though not twice in half a minute, where one a second is told instead. Who asked a host that is in
     * order is told nothing.
     *
     * @param host its name
     * @param asked when it was asked in vain
     * @param who of the same one only the last action counts
     * @param action run once, by a thread that must not be held up
     */
    void whenUsable(String host, Instant asked, Object who, Runnable action);

    /** Tells this one nothing any more. */
    void forget(Object who);
}
