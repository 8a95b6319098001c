package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Events are a courtesy: whatever becomes of them, nobody waits and nothing else suffers. */
class TransitionsInTroubleTest {

    private static final int MOST_WAITING = 10_000;
    private static final KonnectAPIAuthConfiguration RESOURCE = Resources.read(Resources.inline("prod", "api"));
    private static final Subject SUBJECT = Subjects.inline("kpat_one");

    @AutoClose
    private final HesitantApi api = new HesitantApi();

    @AutoClose
    private final LogLines log = new LogLines(Transitions.class);

    private static void remark(Transitions transitions, int number) {
        transitions.remark(RESOURCE, SUBJECT, new Verdict.Valid("org-" + number, "closing"));
    }

    @Test
    void a_failing_api_is_logged_once_a_kind_of_failure_and_does_not_keep_later_events_from_being_sent() {
        try (var client = api.client();
                var transitions = new Transitions(client, new MovableClock(), "test", false)) {
            api.answersWith(413);
            api.answers(3);
            IntStream.range(0, 3).forEach(i -> remark(transitions, i));
            await().untilAsserted(() -> assertThat(log.lines()).hasSize(1));
            await().untilAsserted(() -> assertThat(api.organizations()).hasSize(3));

            api.answersWith(422);
            api.answers(2);
            IntStream.range(3, 5).forEach(i -> remark(transitions, i));
            await().untilAsserted(() -> assertThat(api.organizations()).hasSize(5));
        }

        assertThat(log.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("WARN An Event could not be written")
                        .contains("Statuses are not affected"));
        assertThat(log.lines().getFirst()).endsWith("status=413");
        assertThat(log.lines().getLast()).endsWith("status=422");
    }

    @Test
    void an_overflowing_queue_drops_the_oldest_and_blocks_nobody() {
        try (var client = api.client();
                var transitions = new Transitions(client, new MovableClock(), "test", false)) {
            remark(transitions, 0);
            await().untilAsserted(() -> assertThat(api.organizations()).containsExactly(0));

            // Returns although the API answers nothing.
            IntStream.rangeClosed(1, MOST_WAITING + 5).forEach(i -> remark(transitions, i));
            api.answers(2);

            await().untilAsserted(() -> assertThat(api.organizations()).hasSizeGreaterThanOrEqualTo(3));
            assertThat(api.organizations()).startsWith(0, 6, 7);
            api.answers(MOST_WAITING);
        }
    }

    /** An API server that takes Events, and answers when it is told to. */
    private static final class HesitantApi implements AutoCloseable {

        private static final Pattern ORGANIZATION = Pattern.compile("organization org-([0-9]+)");

        private final HttpServer server;
        private final Semaphore answers = new Semaphore(0);
        private final List<Integer> organizations = new CopyOnWriteArrayList<>();
        private volatile int code = 201;

        HesitantApi() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException("there is no free port", e);
            }
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                try (exchange) {
                    var body = exchange.getRequestBody().readAllBytes();
                    var matcher = ORGANIZATION.matcher(new String(body, StandardCharsets.UTF_8));
                    assertThat(matcher.find()).isTrue();
                    organizations.add(Integer.valueOf(matcher.group(1)));
                    answers.acquireUninterruptibly();
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(code, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
        }

        KubernetesClient client() {
            var config = new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build();
            return new KubernetesClientBuilder().withConfig(config).build();
        }

        void answersWith(int status) {
            code = status;
        }

        void answers(int times) {
            answers.release(times);
        }

        /** Those that Events have come about, in the order in which they came. */
        List<Integer> organizations() {
            return List.copyOf(organizations);
        }

        @Override
        public void close() {
            answers.release(MOST_WAITING);
            server.stop(0);
        }
    }
}
