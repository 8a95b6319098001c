package io.github.konnectauth.operator;

import static io.github.konnectauth.operator.Told.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.simulator.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A resource that is deleted: while somebody's finalizer holds it, Kong's clean-up needs its status. */
@NeedsApiServer
class DeletionIT {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        scene.operator();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_deletion_asks_nobody_and_in_an_outage_takes_nothing_away() {
        var token = scene.token();
        heldAndValid("auth", token);

        scene.konnect().fault(Fault.of(Fault.Kind.SERVER_ERROR));
        scene.raw("auth").handle().delete();
        var status = scene.await(
                "auth",
                resource -> resource.isMarkedForDeletion()
                        && Long.valueOf(resource.generation())
                                .equals(resource.status().observedGeneration()));

        assertThat(status.organizationId()).isEqualTo(Scene.ORGANIZATION);
        assertThat(state(status, Condition.API_AUTH_VALID)).isEqualTo("True");
        assertThat(scene.checks(token)).isEqualTo(1);
        release("auth");
    }

    @Test
    void while_it_is_held_it_is_checked_and_written_as_before() {
        heldAndValid("auth", scene.token());
        scene.raw("auth").handle().delete();

        scene.raw("auth").spec("token", Canary.token());

        assertThat(scene.awaitReason("auth", "TokenRejected").organizationId()).isNull();
        release("auth");
    }

    /** The framework forgets some of them with their predecessors, if nobody tells it of them again. */
    @Test
    void those_that_are_made_anew_at_once_under_their_names_have_their_verdicts() {
        var token = scene.token();
        var names = IntStream.range(0, 100).mapToObj(number -> "auth-" + number).toList();

        names.forEach(name -> {
            scene.inline(name, token);
            scene.raw(name).handle().delete();
            scene.inline(name, token);
        });

        names.forEach(name -> scene.awaitReason(name, "Valid"));
    }

    private void heldAndValid(String name, String token) {
        scene.inline(name, token);
        scene.raw(name).edit(resource -> {
            resource.getMetadata().setFinalizers(List.of("example.com/held"));
            return resource;
        });
        scene.awaitReason(name, "Valid");
    }

    private void release(String name) {
        scene.raw(name).edit(resource -> {
            resource.getMetadata().setFinalizers(List.of());
            return resource;
        });
    }
}
