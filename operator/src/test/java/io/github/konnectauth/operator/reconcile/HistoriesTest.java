package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.reconcile.Histories.Entry;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class HistoriesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final History HISTORY =
            Subjects.history(Subjects.inline("kpat_one"), KonnectAPIAuthConfigurationStatus.EMPTY);

    private final Histories histories = new Histories();
    private final KonnectAPIAuthConfiguration resource = Resources.read(Resources.inline("prod", "api"));
    private final Entry entry = Entry.begin("uid-of-api", HISTORY, "Pending");

    @Test
    void what_is_remembered_of_a_resource_is_found_again() {
        histories.put(resource, entry);

        assertThat(histories.of(resource)).contains(entry);
        assertThat(histories.of(Resources.read(Resources.inline("prod", "other"))))
                .isEmpty();
        assertThat(histories.of(Resources.read(Resources.inline("test", "api"))))
                .isEmpty();
    }

    @Test
    void a_new_resource_inherits_nothing_from_one_that_had_its_name() {
        histories.put(resource, entry);
        var successor = Resources.read(Resources.inline("prod", "api").replace("uid-of-api", "another-uid"));

        assertThat(histories.of(successor)).isEmpty();
    }

    @Test
    void a_forgotten_resource_leaves_nothing_behind() {
        histories.put(resource, entry);
        histories.forget(resource);

        var left = new ArrayList<ResourceID>();
        histories.forEach((id, _) -> left.add(id));
        assertThat(left).isEmpty();
    }

    @Test
    void all_that_is_remembered_is_shown() {
        histories.put(resource, entry);

        var shown = new ArrayList<ResourceID>();
        histories.forEach((id, _) -> shown.add(id));

        assertThat(shown).containsExactly(new ResourceID("api", "prod"));
    }

    @Test
    void a_status_may_be_corrected_at_once_and_then_once_a_minute() {
        assertThat(entry.correctable()).isBefore(NOW);

        var corrected = entry.asCorrected("42", NOW);

        assertThat(corrected.correctable()).isEqualTo(NOW.plusSeconds(60));
        assertThat(corrected
                        .seen(HISTORY, 1, "Valid")
                        .asWritten("43")
                        .asStored()
                        .correctable())
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void an_entry_knows_whether_the_status_is_stored_and_in_which_version_we_wrote_it() {
        assertThat(entry.isStored()).isFalse();
        assertThat(entry.storedVersion()).isEmpty();

        var written = entry.asWritten("42");

        assertThat(written.isStored()).isTrue();
        assertThat(written.storedVersion()).isEqualTo("42");
        assertThat(written.asUnstored().isStored()).isFalse();
        assertThat(written.asUnstored().asStored().isStored()).isTrue();
        assertThat(written.seen(HISTORY, 1, "TokenRejected").shownReason()).isEqualTo("TokenRejected");
    }
}
