package io.github.konnectauth.operator.api;

/** Why a resource is as it is: the reason of its {@code Ready} condition, and what kstatus makes of it. */
public enum Reason {
    PENDING("Pending", Progress.RECONCILING),
    VALID("Valid", Progress.DONE),
    TOKEN_REJECTED("TokenRejected", Progress.STALLED),
    PERMISSION_DENIED("PermissionDenied", Progress.STALLED),
    MALFORMED_TOKEN("MalformedToken", Progress.STALLED),
    SECRET_NOT_FOUND("SecretNotFound", Progress.RECONCILING),
    SECRET_NOT_OPAQUE("SecretNotOpaque", Progress.STALLED),
    SECRET_NOT_LABELLED("SecretNotLabelled", Progress.STALLED),
    TOKEN_KEY_MISSING("TokenKeyMissing", Progress.STALLED),
    REF_NOT_PERMITTED("RefNotPermitted", Progress.RECONCILING),
    INVALID_SERVER_URL("InvalidServerURL", Progress.STALLED),
    SERVER_NOT_ALLOWED("ServerNotAllowed", Progress.STALLED),
    UNKNOWN_REGION("UnknownRegion", Progress.STALLED),
    RATE_LIMITED("RateLimited", Progress.RECONCILING),
    KONNECT_UNREACHABLE("KonnectUnreachable", Progress.RECONCILING),
    UNEXPECTED_RESPONSE("UnexpectedResponse", Progress.RECONCILING);

    private final String text;
    private final Progress progress;

    Reason(String text, Progress progress) {
        this.text = text;
        this.progress = progress;
    }

    /** The word in the condition. */
    public String text() {
        return text;
    }

    /** What is to be expected. */
    public Progress progress() {
        return progress;
    }

    /** What a tool that waits for the resource has to expect. */
    public enum Progress {
        /** Nothing more. */
        DONE,
        /** It may come right by itself. */
        RECONCILING,
        /** Somebody has to change something. */
        STALLED
    }
}
