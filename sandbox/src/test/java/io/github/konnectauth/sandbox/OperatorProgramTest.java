package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorProgramTest {

    private static final Path REPOSITORY = Path.of("..");

    @TempDir
    private Path root = Path.of(".");

    @Test
    void withoutAnImageTheJarRunsOnThisJavaWithTheImagesOptions() throws IOException {
        jar("new");

        var program = OperatorProgram.likeTheImage(root, List.of("-Xmx96m"), true);

        assertThat(program.java()).isEqualTo(Path.of(System.getProperty("java.home"), "bin", "java"));
        assertThat(program.options())
                .contains("-XX:+UseSerialGC", "-XX:MaxRAM=256m")
                .endsWith("-Xmx96m");
        assertThat(program.variables()).containsEntry("MALLOC_ARENA_MAX", "2");
    }

    @Test
    void anImageOfTheSameJarIsUsed() throws IOException {
        jar("new");
        image("new");

        var program = OperatorProgram.likeTheImage(root, List.of(), true);

        assertThat(program.java()).isEqualTo(root.resolve("operator/target/image/root/java/bin/java"));
        assertThat(program.tellingOptions()).containsExactly("-XX:SharedArchiveFile=classes.jsa", "-XX:MaxRAM=256m");
    }

    @Test
    void anImageOfAnEarlierJarIsNotUsed() throws IOException {
        jar("new");
        image("old");

        assertThat(OperatorProgram.likeTheImage(root, List.of(), true).jar())
                .isEqualTo(root.resolve("operator/target/konnect-auth-operator.jar"));
    }

    @Test
    void anImageCanBeLeftAlone() throws IOException {
        jar("new");
        image("new");

        assertThat(OperatorProgram.likeTheImage(root, List.of(), false).jar())
                .isEqualTo(root.resolve("operator/target/konnect-auth-operator.jar"));
    }

    @Test
    void theOptionsAreThoseThatTheImageIsBuiltWith() throws IOException {
        var source = Files.readString(
                REPOSITORY.resolve("operator/src/test/java/io/github/konnectauth/image/JavaRuntime.java"));

        assertThat(OperatorProgram.IMAGE_OPTIONS)
                .allSatisfy(option -> assertThat(source).contains('"' + option + '"'));
    }

    @Test
    void theLimitIsThatOfTheChart() throws IOException {
        var values = Files.readString(REPOSITORY.resolve("helm/konnect-auth-operator/values.yaml"));

        assertThat(OperatorProgram.LIMIT_OF_THE_CHART).isEqualTo("-XX:MaxRAM=256m");
        assertThat(values).containsPattern("limits:\\s+memory: 256Mi");
    }

    private void jar(String content) throws IOException {
        write("operator/target/konnect-auth-operator.jar", content);
    }

    private void image(String content) throws IOException {
        write("operator/target/image/root/app/konnect-auth-operator.jar", content);
        write("operator/target/image/root/app/classes.jsa", "archive");
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), content);
    }
}
