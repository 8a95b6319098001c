package io.github.konnectauth.operator.konnect;

import static io.github.konnectauth.operator.konnect.ExampleKonnect.GLOBAL;
import static io.github.konnectauth.operator.konnect.ExampleKonnect.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.ExampleToken;
import io.github.konnectauth.operator.konnect.Asker.Urgency;
import io.github.konnectauth.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls are held to a pace, and who goes first, over real HTTP. */
class HostPaceTest {

    private static final Freshness FRESH = new Freshness.Within(Duration.ofSeconds(60));
    private static final WhoAmI MEMBER = new WhoAmI.Member(ORGANIZATION, "active");

    private final ExampleKonnect konnect = new ExampleKonnect();

    @AfterEach
    void close() {
        konnect.close();
    }

    @Test
    void calls_are_never_faster_than_the_pace() {
        var client = konnect.paced(50);
        var begin = System.nanoTime();

        all(ask(client, "a", Urgency.AWAITED, 100));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1850));
        assertThat(identities()).isEqualTo(100);
    }

    @Test
    void a_host_that_tells_its_limit_is_asked_at_nine_tenths_of_it_and_never_answers_429() {
        konnect.simulator().rateLimit(6000);
        var client = konnect.paced(25);
        var begin = System.nanoTime();

        var answers = all(ask(client, "a", Urgency.AWAITED, 300));

        // A hundred a second are allowed. At 25 it would take 12 s.
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(3100), Duration.ofMillis(11_500));
        assertThat(answers).containsOnly(MEMBER);
        assertThat(konnect.simulator().counts())
                .noneMatch(count -> count.outcome().equals("429"));
    }

    @Test
    void a_new_resource_does_not_wait_for_the_re_checks_that_are_due() {
        var client = konnect.paced(2);
        var due = ask(client, "a", Urgency.ROUTINE, 200);

        assertThat(all(ask(client, "a", Urgency.AWAITED, 1))).containsOnly(MEMBER);

        assertThat(due.stream().filter(CompletableFuture::isDone)).hasSizeLessThan(40);
    }

    @ParameterizedTest
    @EnumSource
    void a_namespace_full_of_resources_does_not_hold_up_another(Urgency urgency) {
        var client = konnect.paced(2);
        var full = ask(client, "full", urgency, 200);

        assertThat(all(ask(client, "other", urgency, 1))).containsOnly(MEMBER);

        assertThat(full.stream().filter(CompletableFuture::isDone)).hasSizeLessThan(40);
    }

    @Test
    void who_is_hurried_or_joined_by_somebody_in_a_hurry_overtakes() {
        var client = konnect.paced(2);
        var due = ask(client, "a", Urgency.ROUTINE, 200);
        konnect.simulator().token("kpat_late", ORGANIZATION);
        konnect.simulator().token("kpat_joined", ORGANIZATION);
        var late = ask(client, "kpat_late", Urgency.ROUTINE);
        var joined = ask(client, "kpat_joined", Urgency.ROUTINE);

        late.hurry().run();
        var joining = ask(client, "kpat_joined", Urgency.AWAITED);

        assertThat(all(List.of(late.answer(), joined.answer(), joining.answer())))
                .containsOnly(MEMBER);
        assertThat(due.stream().filter(CompletableFuture::isDone)).hasSizeLessThan(40);
        assertThat(konnect.simulator().requests(Operation.IDENTITY, "kpat_joined"))
                .isEqualTo(1);
    }

    private List<CompletableFuture<WhoAmI>> ask(KonnectClient client, String namespace, Urgency urgency, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var token = "kpat_" + namespace + "_" + urgency + "_" + i;
                    konnect.simulator().token(token, ORGANIZATION);
                    return client.whoAmI(
                                    ExampleKonnect.server(GLOBAL),
                                    ExampleToken.of(token),
                                    FRESH,
                                    new Asker(namespace, urgency))
                            .answer();
                })
                .toList();
    }

    private static Inquiry ask(KonnectClient client, String token, Urgency urgency) {
        return client.whoAmI(ExampleKonnect.server(GLOBAL), ExampleToken.of(token), FRESH, new Asker("a", urgency));
    }

    private static List<WhoAmI> all(List<CompletableFuture<WhoAmI>> answers) {
        return answers.stream()
                .map(answer -> answer.orTimeout(ExampleKonnect.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .toList();
    }

    private long identities() {
        return konnect.simulator().requests(Operation.IDENTITY);
    }
}
