package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerBinariesTest {

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void theHighestVersionIsChosenNumberByNumber() {
        assertThat(ApiServerBinaries.newest(List.of("1.9.9", "1.36.3", "1.36.10", "1.4.0")))
                .contains("1.36.10");
    }

    @Test
    void whatIsNoVersionIsLeftOut() {
        assertThat(ApiServerBinaries.newest(List.of(".build", "1.37.0-rc.1", "next", "1.35.0")))
                .contains("1.35.0");
        assertThat(ApiServerBinaries.newest(List.of())).isEmpty();
    }

    @Test
    void aDirectoryWithoutAllThreeProgramsDoesNotCount() throws IOException {
        install("1.35.0-linux-amd64", "kube-apiserver", "etcd", "kubectl");
        install("1.36.0-linux-amd64", "kube-apiserver", "etcd");

        assertThat(ApiServerBinaries.in(directory, "linux-amd64"))
                .contains(new ApiServerBinaries(directory, "1.35.0", "linux-amd64"));
    }

    @Test
    void programsForAnotherMachineDoNotCount() throws IOException {
        install("1.36.0-linux-arm64", "kube-apiserver", "etcd", "kubectl");

        assertThat(ApiServerBinaries.in(directory, "linux-amd64")).isEmpty();
    }

    @Test
    void aDirectoryThatIsNotThereHoldsNothing() {
        assertThat(ApiServerBinaries.in(directory.resolve("absent"), "linux-amd64"))
                .isEmpty();
    }

    @Test
    void anEmptyVariableNamesNoDirectory() {
        assertThat(ApiServerBinaries.namedDirectory(Map.of("KUBE_API_TEST_DIR", " ")))
                .isEmpty();
        assertThat(ApiServerBinaries.namedDirectory(Map.of("KUBE_API_TEST_DIR", "/opt/kube")))
                .contains(Path.of("/opt/kube"));
    }

    private void install(String name, String... programs) throws IOException {
        var home = Files.createDirectories(directory.resolve("k8s").resolve(name));
        for (var program : programs) {
            assertThat(Files.createFile(home.resolve(program)).toFile().setExecutable(true))
                    .isTrue();
        }
    }
}
