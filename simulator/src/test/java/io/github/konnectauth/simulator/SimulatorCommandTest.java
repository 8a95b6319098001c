package io.github.konnectauth.simulator;

import static io.github.konnectauth.simulator.ExampleKonnect.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.simulator.Client.Received;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void help_shows_every_flag_and_warns_of_tokens_in_flags() {
        assertThat(run(SimulatorCommandTest::stopAtOnce, "--help")).isZero();

        assertThat(out.toString())
                .contains("--port", "--proxy-port", "--bind", "--host-name", "--ca-out", "--organization")
                .contains("--token-file", "--token-env", "--token=", "--regions", "--latency", "--rate-limit")
                .contains("list of processes");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--tokn=kpat_a                 | unknown flag --tokn",
                "--verbose                     | unknown flag --verbose",
                "kpat_a                        | unexpected argument",
                "--port=many                   | 'many' is not an int",
                "--port=70000                  | the port must be from 0 to 65535",
                "--proxy-port=-1               | the proxy port must be from 0 to 65535",
                "--port                        | Missing required parameter for option '--port'",
                "--latency=80                  | --latency: a duration is a whole number and ms, s or m",
                "--rate-limit=-1               | the rate limit must not be negative",
                "--organization=Example        | --organization wants ID=NAME",
                "--token=kpat_a                | --token wants ID=TOKEN",
                "--token=x=kpat_a              | no organization has the id x",
                "--token-env=x=UNSET           | --token-env: the variable is not set or empty",
            })
    void a_wrong_command_line_is_one_line_and_exit_code_2(String argument, String complaint) {
        assertThat(run(SimulatorCommandTest::stopAtOnce, argument)).isEqualTo(2);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(complaint)
                .doesNotContain("kpat_");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_file_that_is_not_there_is_one_line_and_exit_code_1() {
        Path missing = directory.resolve("missing.json");

        assertThat(run(SimulatorCommandTest::stopAtOnce, "--token-file=" + missing))
                .isEqualTo(1);

        assertThat(err.toString().lines()).containsExactly("konnect-simulator: cannot read " + missing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kpat_a",
                "{\"organizations\": [{\"id\": \"x\", \"tokens\": [{\"token\": ",
                "{\"organizations\": [{\"name\": \"Example\"}]}",
                "{\"organizations\": [{\"id\": \"x\", \"tokens\": [{\"name\": \"kpat_a\"}]}]}",
                "{\"organizations\": [{\"id\": \"x\", \"state\": \"kpat_a\"}]}",
                "{\"kpat_a\": []}",
            })
    void a_file_that_is_not_valid_is_one_line_and_exit_code_1(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("tokens.json"), content);

        assertThat(run(SimulatorCommandTest::stopAtOnce, "--token-file=" + file))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("konnect-simulator: " + file + ": ")
                .doesNotContain("kpat_");
    }

    @Test
    void a_ca_that_cannot_be_written_is_one_line_and_exit_code_1() {
        Path nowhere = directory.resolve("missing/ca.pem");

        assertThat(run(SimulatorCommandTest::stopAtOnce, "--port=0", "--proxy-port=0", "--ca-out=" + nowhere))
                .isEqualTo(1);

        assertThat(err.toString().lines()).containsExactly("konnect-simulator: cannot write the CA to " + nowhere);
    }

    @Test
    void a_port_that_is_taken_is_one_line_and_exit_code_1() {
        try (KonnectSimulator other = KonnectSimulator.start()) {
            assertThat(run(SimulatorCommandTest::stopAtOnce, "--port=" + other.port(), "--proxy-port=0"))
                    .isEqualTo(1);

            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains("cannot listen on 127.0.0.1:" + other.port());
        }
    }

    @Test
    void tokens_come_from_files_the_environment_and_flags() throws IOException {
        Path file = Files.writeString(directory.resolve("tokens.json"), """
                {"organizations": [
                  {"id": "org-file", "name": "From a file", "state": "deleting", "tokens": [
                    {"token": "kpat_file", "name": "file", "rejectedBy": ["us"]},
                    {"token": "kpat_gone", "revoked": true}]}]}""");
        List<Integer> statuses = new ArrayList<>();

        int code = run(
                simulator -> {
                    for (String token : List.of("kpat_file", "kpat_gone", "kpat_variable", "kpat_flag", "kpat_no")) {
                        statuses.add(identity(simulator, token).status());
                    }
                },
                "--port=0",
                "--proxy-port=0",
                "--token-file=" + file,
                "--organization=" + ORGANIZATION + "=Example",
                "--token-env=" + ORGANIZATION + "=KONNECT_TOKEN",
                "--token=" + ORGANIZATION + "=kpat_flag");

        assertThat(code).isZero();
        assertThat(statuses).containsExactly(200, 401, 200, 200, 401);
        assertThat(out.toString()).doesNotContain("kpat_");
    }

    @Test
    void flags_reach_the_simulator() {
        List<Received> answers = new ArrayList<>();

        int code = run(
                simulator -> {
                    answers.add(identity(simulator, "kpat_flag"));
                    try (Client client = Client.direct(simulator)) {
                        answers.add(get(client, simulator.origin() + "/v3/available-regions"));
                        answers.add(get(client, simulator.origin() + "/simulator"));
                    }
                },
                "--port=0",
                "--proxy-port=0",
                "--organization=" + ORGANIZATION + "=Example = Co",
                "--token=" + ORGANIZATION + "=kpat_flag",
                "--rate-limit=3000",
                "--latency=10ms",
                "--regions=us,jp");

        assertThat(code).isZero();
        assertThat(answers.get(0).json().get("name").asText()).isEqualTo("Example = Co");
        assertThat(answers.get(0).header("ratelimit-limit")).isEqualTo("3000");
        assertThat(answers.get(1).json().at("/regions/stable")).hasToString("[\"us\",\"jp\"]");
        assertThat(answers.get(2).json().at("/latency").asText()).isEqualTo("10ms");
    }

    @Test
    void the_announcement_tells_how_to_use_it() throws IOException {
        Path ca = directory.resolve("ca.pem");
        List<String> expected = new ArrayList<>();

        run(
                simulator -> expected.addAll(List.of(simulator.origin(), simulator.proxyUrl(), simulator.caPem())),
                "--port=0",
                "--proxy-port=0",
                "--ca-out=" + ca);

        assertThat(out.toString())
                .contains(expected.get(0) + "/v3/organizations/me")
                .contains("HTTPS_PROXY=" + expected.get(1) + " curl --cacert " + ca);
        assertThat(ca).hasContent(expected.get(2));
    }

    @Test
    void without_a_ca_file_the_announcement_tells_where_to_fetch_it() {
        run(SimulatorCommandTest::stopAtOnce, "--port=0", "--proxy-port=0");

        assertThat(out.toString()).containsPattern("curl -sk -o ca.pem https://localhost:[0-9]+/simulator/ca.pem");
    }

    @Test
    void a_bind_address_of_its_own_is_announced_and_certified() {
        List<Integer> statuses = new ArrayList<>();

        int code = run(
                simulator -> statuses.add(identity(simulator, "kpat_flag").status()),
                "--bind=127.0.0.2",
                "--port=0",
                "--proxy-port=0",
                "--organization=x=Example",
                "--token=x=kpat_flag");

        assertThat(code).isZero();
        assertThat(statuses).containsExactly(200);
        assertThat(out.toString()).contains("https://127.0.0.2:").contains("http://127.0.0.2:");
    }

    @Test
    void a_host_name_of_ones_own_is_certified_and_reached_through_the_proxy() {
        List<Integer> statuses = new ArrayList<>();

        run(
                simulator -> {
                    try (Client client = Client.throughProxy(simulator)) {
                        statuses.add(get(client, "https://konnect.example/v3/available-regions")
                                .status());
                    }
                },
                "--host-name=konnect.example",
                "--port=0",
                "--proxy-port=0");

        assertThat(statuses).containsExactly(200);
    }

    private int run(SimulatorCommand.Lifetime lifetime, String... arguments) {
        return SimulatorCommand.run(
                List.of(arguments),
                Map.of("KONNECT_TOKEN", "kpat_variable\n"),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                lifetime);
    }

    private static void stopAtOnce(KonnectSimulator simulator) {
        assertThat(simulator.port()).isPositive();
    }

    private static Received identity(KonnectSimulator simulator, String token) {
        try (Client client = Client.direct(simulator)) {
            return client.get(simulator.origin() + "/v3/organizations/me", token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Received get(Client client, String url) {
        try {
            return client.get(url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
