package io.github.konnectauth.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an operator is started.
 *
 * @param jar the operator's jar, with its {@code lib} beside it
 * @param kubeconfig of its API server; empty for that of the environment
 * @param konnectProxy what answers for Konnect's hosts
 * @param konnectCa the certificate to trust there
 * @param javaOptions for its JVM
 * @param options for {@code run}
 * @param log the file that its lines go to
 */
record OperatorLaunch(
        Path jar,
        Optional<Path> kubeconfig,
        String konnectProxy,
        Path konnectCa,
        List<String> javaOptions,
        List<String> options,
        Path log) {

    /** The variables that would lead its calls past the simulator. */
    private static final Set<String> PROXY_VARIABLES = Set.of("https_proxy", "all_proxy", "no_proxy", "http_proxy");

    /** With further options for {@code run}. */
    OperatorLaunch with(List<String> moreOptions) {
        var all = new ArrayList<>(options);
        all.addAll(moreOptions);
        return new OperatorLaunch(jar, kubeconfig, konnectProxy, konnectCa, javaOptions, all, log);
    }

    ProcessBuilder builder() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar.toString(), "run"));
        command.addAll(List.of("--management-port", "0", "--log-format", "json"));
        command.addAll(List.of("--ca-bundle", konnectCa.toString()));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        adapt(builder.environment());
        return builder;
    }

    private void adapt(Map<String, String> environment) {
        environment.keySet().removeIf(OperatorLaunch::isForAnotherOperator);
        environment.put("HTTPS_PROXY", konnectProxy);
        kubeconfig.ifPresent(file -> environment.put("KUBECONFIG", file.toString()));
    }

    private static boolean isForAnotherOperator(String variable) {
        return variable.startsWith("KONNECT_AUTH_") || PROXY_VARIABLES.contains(variable.toLowerCase(Locale.ROOT));
    }
}
