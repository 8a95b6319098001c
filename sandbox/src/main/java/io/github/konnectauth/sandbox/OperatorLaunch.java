package io.github.konnectauth.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How an operator is started.
 *
 * @param program what runs
 * @param account the variables that lead to its API server and tell who it is there; none for those of the environment
 * @param konnectProxy what answers for Konnect's hosts
 * @param konnectCa the certificate to trust there
 * @param options for {@code run}
 * @param log the file that its lines go to
 */
record OperatorLaunch(
        OperatorProgram program,
        Map<String, String> account,
        String konnectProxy,
        Path konnectCa,
        List<String> options,
        Path log) {

    /** The variables that would lead its calls past the simulator. */
    private static final Set<String> PROXY_VARIABLES = Set.of("https_proxy", "all_proxy", "no_proxy", "http_proxy");

    /** With further options for {@code run}. */
    OperatorLaunch with(List<String> moreOptions) {
        var all = new ArrayList<>(options);
        all.addAll(moreOptions);
        return new OperatorLaunch(program, account, konnectProxy, konnectCa, all, log);
    }

    ProcessBuilder builder() {
        var command = new ArrayList<>(program.command());
        command.add("run");
        command.addAll(List.of("--management-port", "0", "--log-format", "json"));
        command.addAll(List.of("--ca-bundle", konnectCa.toString()));
        command.addAll(options);
        // Straight into the file: nobody's processor time goes into copying.
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        adapt(builder.environment());
        return builder;
    }

    private void adapt(Map<String, String> environment) {
        environment.keySet().removeIf(OperatorLaunch::isForAnotherOperator);
        environment.putAll(program.variables());
        environment.put("HTTPS_PROXY", konnectProxy);
        environment.putAll(account);
    }

    private static boolean isForAnotherOperator(String variable) {
        return variable.startsWith("KONNECT_AUTH_") || PROXY_VARIABLES.contains(variable.toLowerCase(Locale.ROOT));
    }
}
