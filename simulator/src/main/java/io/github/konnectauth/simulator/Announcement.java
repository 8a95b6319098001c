package io.github.konnectauth.simulator;

import java.nio.file.Path;
import java.util.Optional;

/** What the command line prints once the simulator listens: where it is, and commands to paste. */
final class Announcement {
    private Announcement() {}

    static String of(KonnectSimulator simulator, Optional<Path> caFile) {
        String origin = simulator.origin();
        String ca = caFile.map(Path::toString).orElse("ca.pem");
        String fetch = caFile.isPresent() ? "" : "  curl -sk -o ca.pem %s/simulator/ca.pem%n".formatted(origin);
        return """
                The Konnect simulator listens. Stop it with Ctrl-C.
                  origin   %1$s
                  proxy    %2$s  (answers for *.api.konghq.com)
                  CA       %3$s
                  control  %1$s/simulator
                Try, with a token in $TOKEN:
                %4$s  curl --cacert %5$s -H "Authorization: Bearer $TOKEN" %1$s/v3/organizations/me
                  HTTPS_PROXY=%2$s curl --cacert %5$s https://global.api.konghq.com/v3/available-regions
                """.formatted(
                        origin,
                        simulator.proxyUrl(),
                        caFile.map(Path::toString).orElse(origin + "/simulator/ca.pem"),
                        fetch,
                        ca);
    }
}
