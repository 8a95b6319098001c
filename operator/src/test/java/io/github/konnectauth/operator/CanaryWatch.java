package io.github.konnectauth.operator;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each test, of whatever class: no token was logged or printed, and none is in the name of a thread. All is logged that
 * {@code --log-level trace} logs.
 */
public final class CanaryWatch implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext test) {
        Canary.assertUntold();
    }
}
