package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.simulator.Fault;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A steady cluster is silent, on our CRD and on Kong's, which drops some of our fields. */
@NeedsApiServer
@ParameterizedClass
@EnumSource(
        value = ApiServer.Crd.class,
        names = {"OURS", "KONGS"})
class SteadyStateIT {

    private final Scene scene;

    SteadyStateIT(ApiServer.Crd crd) {
        scene = Scene.on(crd);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void checks_that_find_nothing_new_write_nothing() {
        var good = scene.token();
        var denied = scene.token();
        scene.konnect().fault(Fault.of(Fault.Kind.FORBIDDEN).forToken(denied));
        var operator = scene.operator("--revalidation-interval=1s");
        scene.inline("good", good);
        scene.inline("denied", denied);
        scene.secret("konnect", good);
        scene.referring("referring", "konnect");
        awaitAll();
        var versions = versions();

        // The trace of a denial differs every time.
        scene.awaitChecks(good, scene.checks(good) + 4);
        scene.awaitChecks(denied, scene.checks(denied) + 4);

        assertThat(versions()).isEqualTo(versions);
        assertThat(scene.metrics(operator)).contains("konnect_auth_status_writes_total 3.0");
    }

    @Test
    void a_restart_writes_nothing() {
        var good = scene.token();
        var denied = scene.token();
        scene.konnect().fault(Fault.of(Fault.Kind.FORBIDDEN).forToken(denied));
        var first = scene.operator();
        scene.inline("good", good);
        scene.inline("denied", denied);
        scene.secret("konnect", good);
        scene.referring("referring", "konnect");
        awaitAll();
        var versions = versions();

        scene.stop(first);
        var second = scene.operator("--revalidation-interval=2s");
        scene.awaitChecks(denied, scene.checks(denied) + 1);
        fence();

        assertThat(versions()).isEqualTo(versions);
        assertThat(scene.metrics(second)).as("of the fence only").contains("konnect_auth_status_writes_total 1.0");
    }

    @Test
    void a_change_of_the_secret_that_leaves_the_token_as_it_was_costs_nothing() {
        var token = scene.token();
        scene.operator();
        scene.secret("konnect", token);
        scene.referring("referring", "konnect");
        scene.awaitReason("referring", "Valid");
        var version = scene.raw("referring").version();

        scene.secret("konnect").edit(secret -> {
            secret.getMetadata().setAnnotations(Map.of("example.com/touched", "yes"));
            secret.getMetadata().getLabels().put("konghq.com/secret", "true");
            return secret;
        });
        fence();

        assertThat(scene.raw("referring").version()).isEqualTo(version);
        assertThat(scene.checks(token)).isEqualTo(1);
    }

    /** When a resource that came later is done, what came before it is done too. */
    private void fence() {
        scene.secret("fence", scene.token());
        scene.referring("fence", "fence");
        scene.awaitReason("fence", "Valid");
    }

    private void awaitAll() {
        scene.awaitReason("good", "Valid");
        scene.awaitReason("referring", "Valid");
        scene.awaitReason("denied", "PermissionDenied");
    }

    private Map<String, String> versions() {
        return Stream.of("good", "denied", "referring")
                .collect(Collectors.toMap(name -> name, name -> scene.raw(name).version()));
    }
}
