package io.github.konnectauth.operator.waiting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The health check in {@code examples/gitops/flux-kustomization.yaml}, run as Flux runs it: in CEL, on the fields of the object.
 * An expression that meets a field which is not there fails; Flux goes on waiting then.
 */
public final class Flux {

    /** In the order in which Flux asks. */
    private static final List<String> EXPRESSIONS = List.of("inProgress", "failed", "current");

    // A number of JSON is an int of CEL, which has 64 bits.
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

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

    /**
     * What Flux comes to, by the name of the expression that says so: by itself if the object says that its status is of another
     * generation, then by the first expression that holds, and if there is none it waits as if the first one did.
     */
    public String of(GenericKubernetesResource object) {
        if (object.get("status", "observedGeneration") instanceof Number observed
                && !Objects.equals(observed.longValue(), object.getMetadata().getGeneration())) {
            return EXPRESSIONS.getFirst();
        }
        return holding(object).findFirst().orElse(EXPRESSIONS.getFirst());
    }

    /** The expressions that hold for the object. */
    public Stream<String> holding(GenericKubernetesResource object) {
        return EXPRESSIONS.stream().filter(expression -> holds(expression, object));
    }

    /** Whether this expression, {@code inProgress}, {@code failed} or {@code current}, holds for the object. */
    public boolean holds(String expression, GenericKubernetesResource object) {
        try {
            var compiled =
                    compiler.compile(String.valueOf(checks.get(expression))).getAst();
            // What is not there is neither true nor false.
            return Boolean.TRUE.equals(runtime.createProgram(compiled).eval(fields(object)));
        } catch (CelEvaluationException e) {
            return false;
        } catch (CelValidationException e) {
            throw new AssertionError(expression, e);
        }
    }

    private static Map<String, Object> fields(GenericKubernetesResource object) {
        try {
            return JSON.readValue(Serialization.asJson(object), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
