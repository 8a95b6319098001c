package io.github.konnectauth.operator;

/** It makes no sense to start. The message is one line that says why, and what to do. */
final class CannotStart extends Exception {

    private static final long serialVersionUID = 1L;

    CannotStart(String message) {
        super(message);
    }
}
