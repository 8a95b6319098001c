package io.github.konnectauth.sandbox;

/** Something promised did not happen. The message says what, where, and what to do next; it stands on its own. */
public final class SandboxFailure extends Exception {

    SandboxFailure(String message) {
        super(message);
    }

    SandboxFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
