package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.konnect.HttpAnswer.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {

    private static final HttpAnswer EU_AND_US = list("\"us\", \"eu\"");

    private final MovableClock clock = new MovableClock();
    private final List<String> fetched = new ArrayList<>();
    private CompletableFuture<HttpAnswer> answer = CompletableFuture.completedFuture(EU_AND_US);
    private final Regions regions = new Regions(
            url -> {
                fetched.add(url.toString());
                return answer;
            },
            clock);

    @Test
    void a_region_in_the_list_is_not_missing() {
        assertThat(missing("us")).isEmpty();
        assertThat(fetched).containsExactly("https://global.api.konghq.com/v3/available-regions");
    }

    @Test
    void a_region_that_is_in_a_new_list_neither_is_missing_and_those_that_there_are_get_told() {
        assertThat(missing("pl")).contains(new WhoAmI.NoSuchRegion("pl", List.of("eu", "us")));
        assertThat(fetched).hasSize(1);
    }

    @Test
    void a_list_is_kept_for_an_hour() {
        missing("us");

        clock.move(Duration.ofMinutes(60).minusMillis(1));
        missing("us");
        assertThat(fetched).hasSize(1);

        clock.move(Duration.ofMillis(1));
        missing("us");
        assertThat(fetched).hasSize(2);
    }

    @Test
    void the_age_of_a_list_counts_from_when_it_came_and_not_from_the_place_in_line_for_it() {
        answer = new CompletableFuture<>();
        var waiting = regions.missing(new KonnectServer.Regional("pl", "api.konghq.com"));
        clock.move(Duration.ofMinutes(2));
        answer.complete(EU_AND_US);

        assertThat(waiting).isCompletedWithValue(Optional.of(new WhoAmI.NoSuchRegion("pl", List.of("eu", "us"))));
        assertThat(fetched).hasSize(1);
    }

    @Test
    void a_region_is_looked_for_once_more_in_a_new_list_before_it_is_called_missing() {
        missing("us");
        clock.move(Duration.ofSeconds(60));
        answer = CompletableFuture.completedFuture(list("\"us\", \"pl\""));

        assertThat(missing("pl")).isEmpty();
        assertThat(fetched).hasSize(2);
    }

    @Test
    void a_list_of_the_last_minute_is_new_enough_to_call_a_region_missing() {
        missing("us");
        clock.move(Duration.ofSeconds(59));

        assertThat(missing("pl")).isPresent();
        assertThat(fetched).hasSize(1);
    }

    @Test
    void a_failed_fetch_makes_nothing_missing_and_is_not_kept() {
        answer = CompletableFuture.completedFuture(new HttpAnswer.None());
        assertThat(missing("pl")).isEmpty();

        answer = CompletableFuture.completedFuture(EU_AND_US);
        assertThat(missing("pl")).isPresent();
    }

    @Test
    void a_second_fetch_that_fails_makes_nothing_missing_either() {
        missing("us");
        clock.move(Duration.ofMinutes(5));
        answer = CompletableFuture.completedFuture(new HttpAnswer.None());

        assertThat(missing("pl")).isEmpty();
    }

    @Test
    void who_asks_while_the_list_is_fetched_waits_for_it() {
        answer = new CompletableFuture<>();
        var first = regions.missing(server("pl", "api.konghq.com"));
        var second = regions.missing(server("us", "api.konghq.com"));

        assertThat(fetched).hasSize(1);
        assertThat(first).isNotDone();
        answer.complete(EU_AND_US);
        assertThat(first.join()).isPresent();
        assertThat(second.join()).isEmpty();
    }

    @Test
    void each_domain_has_a_list_of_its_own() {
        missing("us");
        answer = CompletableFuture.completedFuture(list("\"staging\""));

        assertThat(regions.missing(server("us", "api.konghq.tech")).join()).isPresent();
        assertThat(fetched).last().isEqualTo("https://global.api.konghq.tech/v3/available-regions");
        assertThat(missing("us")).isEmpty();
    }

    @Test
    void the_regions_are_those_of_all_stages() {
        var body =
                "{\"regions\": {\"stable\": [\"us\", \"eu\"], \"stable_opt_in\": [\"me\"], \"beta\": [\"sg\", \"us\"]}}";

        assertThat(Regions.read(received(200, body, true))).containsExactly("eu", "me", "sg", "us");
    }

    @Test
    void what_cannot_be_a_region_is_passed_over() {
        var body = "{\"regions\": {\"stable\": [\"us\", 5, null, {}, \"<b>\", \"\", \"" + "a".repeat(33)
                + "\"], \"other\": \"x\"}}";

        assertThat(Regions.read(received(200, body, true))).containsExactly("us");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "null",
                "[]",
                "{}",
                "{\"regions\": null}",
                "{\"regions\": \"us\"}",
                "{\"regions\": {\"stable\": []}}"
            })
    void a_body_that_is_no_list_has_no_regions(String body) {
        assertThat(Regions.read(received(200, body, true))).isEmpty();
    }

    @Test
    void an_answer_other_than_a_whole_200_has_no_regions() {
        var body = "{\"regions\": {\"stable\": [\"us\"]}}";

        assertThat(Regions.read(received(200, body, false))).isEmpty();
        assertThat(Regions.read(received(404, body, true))).isEmpty();
        assertThat(Regions.read(received(500, body, true))).isEmpty();
        assertThat(Regions.read(new HttpAnswer.None())).isEmpty();
    }

    private Optional<WhoAmI.NoSuchRegion> missing(String region) {
        return regions.missing(server(region, "api.konghq.com")).join();
    }

    private static KonnectServer.Regional server(String region, String domain) {
        return new KonnectServer.Regional(region, domain);
    }

    private static HttpAnswer list(String regions) {
        return received(200, "{\"regions\": {\"stable\": [" + regions + "]}}", true);
    }

    private static Received received(int status, String body, boolean isComplete) {
        return new Received(status, "application/json", "", Optional.empty(), body, isComplete);
    }
}
