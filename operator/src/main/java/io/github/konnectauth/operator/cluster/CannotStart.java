package io.github.konnectauth.operator.cluster;

/** It makes no sense to start. The message is one line that says why, and what to do. */
public final class CannotStart extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message for people */
    public CannotStart(String message) {
        super(message);
    }
}
