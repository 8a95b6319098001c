package io.github.konnectauth.chart.guard;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.github.konnectauth.chart.Chart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The policy on hosts as the chart renders it, evaluated as the API server does: one variable after the other, then the validation. */
final class HostRule {

    private static final Map<List<String>, HostRule> RENDERED = new ConcurrentHashMap<>();

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings())
            .addVar("object", SimpleType.DYN)
            .addVar("oldObject", SimpleType.DYN)
            .addVar("request", SimpleType.DYN)
            .addVar("variables", SimpleType.DYN)
            .build();
    private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
            .addLibraries(CelExtensions.strings())
            .build();

    private final Map<String, CelRuntime.Program> variables = new LinkedHashMap<>();
    private final List<CelRuntime.Program> validations = new ArrayList<>();

    /** The policy with this value of the chart. */
    static HostRule of(List<String> allowedHosts) {
        return RENDERED.computeIfAbsent(allowedHosts, HostRule::new);
    }

    private HostRule(List<String> allowedHosts) {
        var values = "hostGuard: {enabled: true}\nallowedHosts: [\"" + String.join("\", \"", allowedHosts) + "\"]";
        var policy = Chart.render(values).only("ValidatingAdmissionPolicy", ValidatingAdmissionPolicy.class);
        policy.getSpec()
                .getVariables()
                .forEach(variable -> variables.put(variable.getName(), program(variable.getExpression())));
        policy.getSpec().getValidations().forEach(validation -> validations.add(program(validation.getExpression())));
    }

    private CelRuntime.Program program(String expression) {
        try {
            return runtime.createProgram(compiler.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new AssertionError(expression, e);
        }
    }

    /** Whether a new resource with this {@code spec.serverURL} is let in. */
    boolean permits(String serverUrl) {
        var known = new LinkedHashMap<String, Object>();
        Map<String, Object> activation = Map.of(
                "object", Map.of("spec", Map.of("serverURL", serverUrl)),
                "oldObject", Map.of(),
                "request", Map.of("operation", "CREATE"),
                "variables", known);
        // The API server evaluates a variable when it is asked for, and so none of what is no server.
        for (var variable : variables.entrySet()) {
            if (Boolean.FALSE.equals(known.get("isServer"))) {
                break;
            }
            known.put(variable.getKey(), value(variable.getValue(), activation));
        }
        return validations.stream()
                .allMatch(validation -> value(validation, activation).equals(true));
    }

    private static Object value(CelRuntime.Program program, Map<String, Object> activation) {
        try {
            return program.eval(activation);
        } catch (CelEvaluationException e) {
            throw new AssertionError(activation.toString(), e);
        }
    }
}
