package io.github.konnectauth.operator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where there is no real kube-apiserver, and says so once; with {@code CI=true} that is a failure. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsApiServer.Availability.class)
public @interface NeedsApiServer {

    /** Looks for one. */
    final class Availability implements ExecutionCondition {

        private static final String MISSING = "No real kube-apiserver: tests that need one are skipped. Set"
                + " KUBE_API_TEST_DIR to a directory that holds k8s/<version>-linux-amd64/{etcd,kube-apiserver,kubectl}.";
        private static final AtomicBoolean SAID = new AtomicBoolean();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (ApiServer.isAvailable()) {
                return ConditionEvaluationResult.enabled("there is one");
            }
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(MISSING);
            }
            if (!SAID.getAndSet(true)) {
                System.err.println(MISSING);
            }
            return ConditionEvaluationResult.disabled(MISSING);
        }
    }
}
