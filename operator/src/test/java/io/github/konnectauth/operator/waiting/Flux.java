package io.github.konnectauth.operator.waiting;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The health check in {@code examples/gitops/flux-kustomization.yaml}, run as Flux runs it: in CEL, on the fields of the object.
 * An expression that meets a field which is not there fails; Flux goes on waiting then.
 */
public final class Flux {

    private final Map<?, ?> checks;
    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("metadata", SimpleType.DYN)
            .addVar("status", SimpleType.DYN)
            .build();
    private final CelRuntime runtime =
            CelRuntimeFactory.standardCelRuntimeBuilder().build();

    public Flux() {
        try {
            var file = Files.readString(Path.of("../examples/gitops/flux-kustomization.yaml"));
            var kustomization = Serialization.unmarshal(file, GenericKubernetesResource.class);
            var all = (List<?>) kustomization.get("spec", "healthCheckExprs");
            checks = (Map<?, ?>) all.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this expression, {@code inProgress}, {@code failed} or {@code current}, holds for the object. */
    public boolean holds(String expression, GenericKubernetesResource object) {
        try {
            var compiled =
                    compiler.compile(String.valueOf(checks.get(expression))).getAst();
            var fields = new ObjectMapper().convertValue(object, new TypeReference<Map<String, Object>>() {});
            // What is not there is neither true nor false.
            return Boolean.TRUE.equals(runtime.createProgram(compiled).eval(fields));
        } catch (CelEvaluationException e) {
            return false;
        } catch (CelValidationException e) {
            throw new AssertionError(expression, e);
        }
    }
}
