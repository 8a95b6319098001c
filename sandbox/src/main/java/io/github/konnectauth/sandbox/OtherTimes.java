package io.github.konnectauth.sandbox;

import java.time.Duration;

/**
 * Processor time of those that share the machine with the operator.
 *
 * @param generator the load generator and, in the same process, the simulator
 * @param apiServer kube-apiserver and etcd
 */
record OtherTimes(Duration generator, Duration apiServer) {

    /** Used so far, as the kernel counts it. */
    static OtherTimes now() {
        var own = ProcessHandle.current();
        return new OtherTimes(
                used(own),
                own.descendants()
                        .filter(OtherTimes::isApiServer)
                        .map(OtherTimes::used)
                        .reduce(Duration.ZERO, Duration::plus));
    }

    private static boolean isApiServer(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/kube-apiserver") || command.endsWith("/etcd"))
                .isPresent();
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Used since then. */
    OtherTimes since(OtherTimes earlier) {
        return new OtherTimes(generator.minus(earlier.generator), apiServer.minus(earlier.apiServer));
    }

    /** For people. */
    String text() {
        return String.format(
                "Processor time: load generator and simulator %.2f s, API server and etcd %.2f s.",
                BenchCase.seconds(generator), BenchCase.seconds(apiServer));
    }
}
