package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.StatusAssert.assertThatStatus;
import static io.github.konnectauth.operator.reconcile.Subjects.IN_FOREIGN_SECRET;
import static io.github.konnectauth.operator.reconcile.Subjects.IN_RESOURCE;
import static io.github.konnectauth.operator.reconcile.Subjects.IN_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.konnect.KonnectServer;
import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.token.TokenResolution;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {

    private static final String BROKEN_SERVER = "us.api.konghq.com/path";
    private static final String FORBIDDEN_SERVER = "konnect.example.com";

    private static CheckedResource looked(Subject subject, WhoAmI answer) {
        var resource = CheckedResource.under(subject, new MovableClock());
        resource.look(answer);
        return resource;
    }

    private static String message(WhoAmI answer, TokenResolution.Place place) {
        return switch (Judge.ofAnswer(answer, place)) {
            case Verdict.Valid _ -> "";
            case Verdict.Invalid invalid -> invalid.message();
            case Verdict.Undetermined undetermined -> undetermined.message();
        };
    }

    @ParameterizedTest
    @CsvSource({BROKEN_SERVER + ",InvalidServerURL", FORBIDDEN_SERVER + ",ServerNotAllowed"})
    void a_bad_server_decides_before_a_bad_reference_and_a_bad_token(String server, String reason) {
        for (var found : List.of(
                new TokenResolution.Missing(IN_SECRET),
                Subjects.held(IN_RESOURCE, "nonsense", ""),
                Subjects.held(IN_RESOURCE, "kpat_one", ""))) {
            var status =
                    looked(Subjects.at(server, found), KonnectSays.REJECTED).status();

            assertThatStatus(status).isInvalid(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {BROKEN_SERVER, FORBIDDEN_SERVER})
    void a_reference_is_told_of_even_where_the_server_has_decided(String server) {
        var subject = Subjects.at(server, new TokenResolution.NotPermitted(IN_FOREIGN_SECRET));

        var status = looked(subject, KonnectSays.MEMBER).status();

        assertThatStatus(status).says(Condition.RESOLVED_REFS, "False", "RefNotPermitted");
        assertThat(status.condition(Condition.RESOLVED_REFS).orElseThrow().message())
                .contains("Secret vault/konnect");
        assertThat(status.condition(Condition.READY).orElseThrow().message()).doesNotContain("Secret vault/konnect");
    }

    @Test
    void a_bad_reference_and_a_bad_token_decide_before_konnect() {
        assertThatStatus(looked(Subjects.of(new TokenResolution.Missing(IN_SECRET)), KonnectSays.REJECTED)
                        .status())
                .isInvalid("SecretNotFound");
        assertThatStatus(looked(Subjects.inline("nonsense"), KonnectSays.REJECTED)
                        .status())
                .isInvalid("MalformedToken");
    }

    @Test
    void a_good_server_and_a_token_have_no_verdict_before_konnect_is_asked() {
        var subject = Subjects.inline("kpat_one");

        assertThat(Judge.ofServer(subject.server(), Subjects.ALLOWED)).isEmpty();
        assertThat(Judge.ofToken(subject.token())).isEmpty();
    }

    @Test
    void the_list_of_allowed_hosts_decides_and_not_the_kind_of_host() {
        var parsed = KonnectServer.parse("https://konnect.example.com:8443");

        assertThat(Judge.ofServer(parsed, new AllowedHosts(List.of("konnect.example.com:8443"))))
                .isEmpty();
        assertThat(Judge.ofServer(parsed, Subjects.ALLOWED).orElseThrow().message())
                .contains("konnect.example.com:8443");
    }

    @Test
    void people_are_told_where_to_put_another_token() {
        for (var answer : List.of(KonnectSays.REJECTED, KonnectSays.DENIED)) {
            assertThat(message(answer, IN_RESOURCE)).endsWith(" into spec.token.");
            assertThat(message(answer, IN_SECRET)).endsWith(" into the key token of Secret prod/konnect.");
        }
    }

    @Test
    void a_malformed_token_is_looked_for_where_it_is() {
        assertThat(Judge.ofToken(Subjects.held(IN_RESOURCE, "", ""))
                        .orElseThrow()
                        .message())
                .startsWith("spec.token holds no token of Konnect: it is empty.");
        assertThat(Judge.ofToken(Subjects.held(IN_SECRET, "", "7"))
                        .orElseThrow()
                        .message())
                .startsWith("The key token of Secret prod/konnect holds no token of Konnect: it is empty.");
    }

    @Test
    void konnects_trace_is_kept_apart_from_the_message() {
        var verdict = (Verdict.Invalid) Judge.ofAnswer(KonnectSays.rejectedWithTrace("17"), IN_RESOURCE);

        assertThat(verdict.trace()).isPresent();
        assertThat(verdict.message()).isEqualTo(message(KonnectSays.REJECTED, IN_RESOURCE));
    }

    @Test
    void an_organization_in_any_state_makes_a_valid_token() {
        for (var state : List.of("active", "scheduled-for-deletion", "")) {
            assertThat(Judge.ofAnswer(new WhoAmI.Member("org-1", state), IN_RESOURCE))
                    .isEqualTo(new Verdict.Valid("org-1", state));
        }
    }
}
