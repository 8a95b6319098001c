package io.github.konnectauth.chart.monitoring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where there is no promtool, and says so once; with {@code CI=true} that is a failure. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPromtool.Availability.class)
@interface NeedsPromtool {

    /** Looks for it. */
    final class Availability implements ExecutionCondition {

        private static final String MISSING = "No promtool: tests of the alerts are skipped. Install Prometheus, or"
                + " Debian's package prometheus, and put promtool on PATH.";
        private static final AtomicBoolean SAID = new AtomicBoolean();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Promtool.path().isPresent()) {
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
