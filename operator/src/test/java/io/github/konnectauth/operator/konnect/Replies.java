package io.github.konnectauth.operator.konnect;

import java.util.List;
import java.util.Optional;

/** One reply of every kind. */
final class Replies {

    static final Optional<Trace> TRACE = Trace.of("konnect:trace:952172606039454040");

    static final Reply ORGANIZATION = new Reply.Organization("5ca26716-02f7-4430-9117-1d1a7a2695e7", "active");
    static final Reply ACCEPTED = new Reply.Accepted();
    static final Reply UNAUTHORIZED = new Reply.Unauthorized(TRACE);
    static final Reply FORBIDDEN = new Reply.Forbidden(TRACE);
    static final Reply TOO_MANY = new Reply.TooManyRequests();
    static final Reply NO_ANSWER = new Reply.NoAnswer();
    static final Reply ODD = new Reply.Odd("a redirect");

    /** Those that leave the question open. */
    static final List<Reply> UNDETERMINED = List.of(TOO_MANY, NO_ANSWER, ODD);

    /** Those that the identity endpoint's answer can be read as. */
    static final List<Reply> OF_IDENTITY = List.of(ORGANIZATION, UNAUTHORIZED, FORBIDDEN, TOO_MANY, NO_ANSWER, ODD);

    /** Those that a region's answer can be read as. */
    static final List<Reply> OF_REGION = List.of(ACCEPTED, UNAUTHORIZED, TOO_MANY, NO_ANSWER, ODD);

    private Replies() {}
}
