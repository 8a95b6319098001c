package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.konnect.WhoAmI.Member;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.Call;
import okhttp3.EventListener;
import org.junit.jupiter.api.Test;

/** Many resources, a token each, that appear at once. */
class BurstTest {

    private static final int TOKENS = 300;

    @Test
    void a_burst_opens_one_connection_a_host() {
        try (var konnect = new ExampleKonnect()) {
            var opened = new CopyOnWriteArrayList<String>();
            IntStream.range(0, TOKENS)
                    .forEach(i -> konnect.simulator().token("kpat_" + i, ExampleKonnect.ORGANIZATION));
            var client = konnect.client(http -> http.eventListener(new EventListener() {
                @Override
                public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
                    opened.add(call.request().url().host());
                }
            }));

            var asked = IntStream.range(0, TOKENS)
                    .mapToObj(i -> ExampleKonnect.inquire(
                            client, "us.api.konghq.com", "kpat_" + i, new Freshness.Within(Duration.ofSeconds(60))))
                    .toList();

            assertThat(asked)
                    .allSatisfy(inquiry -> assertThat(inquiry.answer()
                                    .orTimeout(ExampleKonnect.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                    .join())
                            .isInstanceOf(Member.class));
            assertThat(opened).containsExactlyInAnyOrderElementsOf(List.of("us.api.konghq.com", ExampleKonnect.GLOBAL));
        }
    }
}
