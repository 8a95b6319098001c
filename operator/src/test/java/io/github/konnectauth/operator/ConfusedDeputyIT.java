package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Request;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tenant learns of Secrets in other namespaces by naming them where nobody permits it: nothing. */
@NeedsApiServer
class ConfusedDeputyIT {

    /** What may lie in the other namespace, under the name that the tenant tries. */
    private enum There {
        NOTHING,
        A_SECRET_IN_USE,
        A_SECRET_THAT_NOBODY_USES,
        A_SECRET_WITHOUT_THE_LABEL,
        A_SECRET_WITHOUT_THE_KEY,
        A_SECRET_OF_ANOTHER_TYPE,
        A_SECRET_WITHOUT_A_TOKEN;

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The tenant's resource that tries it. */
        private String tried() {
            return "tries-" + text();
        }

        private static Stream<There> all() {
            return Arrays.stream(values());
        }
    }

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

    private final ApiServerFaults requests = new ApiServerFaults();
    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void whether_a_secret_is_elsewhere_shows_in_no_status_no_event_and_no_request() {
        var kong = new KongKindsInstalled(scene.client()).withGrants();
        each(there -> {
            kong.namespace(vault(there));
            lay(there);
        });
        var namespaces = Stream.concat(Stream.of(scene.namespace()), There.all().map(this::vault))
                .collect(Collectors.joining(","));
        scene.operator(
                scene.config("--watch-namespaces=" + namespaces), scene.server().kubeconfig(), requests);
        awaitWatchesOfGrants();
        own(There.A_SECRET_IN_USE);
        round();
        var before = requests.count(ApiServerFaults.ANYTHING);

        each(there -> scene.resource(there.tried(), naming(vault(there))));
        assertTheSameIsTold();
        each(there -> scene.raw(there.tried()).annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "now"));
        each(there -> scene.await(there.tried(), r -> "now".equals(r.status().lastHandledCheckRequest())));
        // For others, but whom it is for has to be thought over.
        each(there -> kong.grant(vault(there), "others"));
        each(there -> scene.raw(there.tried()).spec("secretRef", Map.of("name", "none")));
        each(there -> scene.awaitReason(there.tried(), "SecretNotFound"));
        each(there -> scene.raw(there.tried()).spec("secretRef", reference(vault(there))));
        assertTheSameIsTold();
        each(there -> scene.raw(there.tried()).handle().delete());
        round();
        round();

        var asked = requests.after(before);
        assertThat(There.all().map(there -> concerning(there, asked)).distinct())
                .singleElement(list(String.class))
                .filteredOn(request -> request.startsWith("PUT"))
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(asked)
                .noneMatch(request -> request.url().encodedPath().contains("-vault-")
                        && request.url().encodedPath().contains("/secrets/"));
    }

    /** Until then each look reads the grants of its Secret's namespace. */
    private void awaitWatchesOfGrants() {
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> There.all()
                        .map(there -> "/namespaces/" + vault(there) + "/kongreferencegrants")
                        .allMatch(path -> requests.count(ApiServerFaults.WATCH.and(
                                        request -> request.url().encodedPath().endsWith(path)))
                                > 0));
    }

    private static void each(Consumer<There> action) {
        There.all().forEach(action);
    }

    private String vault(There there) {
        return scene.namespace() + "-vault-" + there.text();
    }

    private void lay(There there) {
        var plain = scene.secretOf("konnect", scene.token())
                .editMetadata()
                .withNamespace(vault(there))
                .endMetadata();
        var laid = switch (there) {
            case NOTHING -> Optional.<SecretBuilder>empty();
            case A_SECRET_IN_USE, A_SECRET_THAT_NOBODY_USES -> Optional.of(plain);
            case A_SECRET_WITHOUT_THE_LABEL ->
                Optional.of(plain.editMetadata().withLabels(Map.of()).endMetadata());
            case A_SECRET_WITHOUT_THE_KEY -> Optional.of(plain.withStringData(Map.of("other", "x")));
            case A_SECRET_OF_ANOTHER_TYPE -> Optional.of(plain.withType("example.com/other"));
            case A_SECRET_WITHOUT_A_TOKEN -> Optional.of(plain.withStringData(Map.of("token", "hello")));
        };
        laid.ifPresent(secret -> scene.store(secret.build()));
    }

    /** The owners' resource uses it, so that it has the finalizer. */
    private void own(There there) {
        scene.resource(vault(there), "owner", naming(vault(there)));
        awaitHeld(vault(there), true);
        Awaitility.await("for the Event about the owners' resource, which is the last that is said of it")
                .atMost(Scene.PATIENCE)
                .until(() -> !scene.client()
                        .v1()
                        .events()
                        .inNamespace(vault(there))
                        .list()
                        .getItems()
                        .isEmpty());
    }

    private static Map<String, Object> naming(String namespace) {
        return Map.of("type", "secretRef", "secretRef", reference(namespace), "serverURL", "us.api.konghq.com");
    }

    private static Map<String, Object> reference(String namespace) {
        return Map.of("name", "konnect", "namespace", namespace);
    }

    /** All that the operator does about finalizers until now has been done when this has happened twice. */
    private void round() {
        scene.secret("konnect", scene.token());
        scene.referring("round", "konnect");
        awaitHeld(scene.namespace(), true);
        scene.raw("round").handle().delete();
        awaitHeld(scene.namespace(), false);
    }

    private void awaitHeld(String namespace, boolean isHeld) {
        var secret = scene.client().secrets().inNamespace(namespace).withName("konnect");
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> InUseFinalizer.SECRET.isOn(secret.require()), held -> held == isHeld);
    }

    private void assertTheSameIsTold() {
        each(there -> scene.awaitReason(there.tried(), "RefNotPermitted"));
        assertThat(There.all().map(this::status).distinct()).hasSize(1);
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(There.all().map(this::events).distinct())
                        .singleElement(list(String.class))
                        .isNotEmpty());
    }

    private String status(There there) {
        var status = Serialization.asJson(scene.raw(there.tried()).get().<Object>get("status"));
        return TIME.matcher(status.replace(vault(there), "vault")).replaceAll("then");
    }

    private List<String> events(There there) {
        return scene.client().v1().events().inNamespace(scene.namespace()).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(there.tried()))
                .map(event -> event.getType() + " " + event.getReason() + " "
                        + event.getMessage().replace(vault(there), "vault"))
                .sorted()
                .toList();
    }

    /** What was asked that has to do with this Secret, or with the resource that tries it. */
    private List<String> concerning(There there, List<Request> asked) {
        return asked.stream()
                .filter(ApiServerFaults.WATCH.negate())
                .map(request -> request.method() + " " + request.url().encodedPath() + "?"
                        + request.url().encodedQuery())
                .filter(line -> line.contains(there.tried()) || line.contains(vault(there)))
                .map(line -> line.replace(there.tried(), "tried").replace(vault(there), "vault"))
                .sorted()
                .toList();
    }
}
