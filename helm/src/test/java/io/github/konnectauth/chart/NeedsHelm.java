package io.github.konnectauth.chart;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where there is no program {@code helm} on the path, and says so; with {@code CI=true} that is a failure. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsHelm.Availability.class)
@interface NeedsHelm {

    /** Looks for it. */
    final class Availability implements ExecutionCondition {

        private static final String MISSING = "No helm on the path: tests that need it are skipped. Where Go is:"
                + " go install helm.sh/helm/v4/cmd/helm@v4.3.1";

        /** Where it is. */
        static Optional<Path> program() {
            return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                    .map(directory -> Path.of(directory, "helm"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (program().isPresent()) {
                return ConditionEvaluationResult.enabled("there is one");
            }
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(MISSING);
            }
            System.err.println(MISSING);
            return ConditionEvaluationResult.disabled(MISSING);
        }
    }
}
