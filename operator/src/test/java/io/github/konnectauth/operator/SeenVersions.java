package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.waiting.Kstatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Every version of one resource from its creation on, as a bystander sees them. */
final class SeenVersions implements AutoCloseable {

    /** A while in which the resource was taken for the same. */
    record Stretch(long generation, Kstatus kstatus) {
        static Stretch of(GenericKubernetesResource version) {
            return new Stretch(version.getMetadata().getGeneration(), Kstatus.of(version));
        }

        @Override
        public String toString() {
            return generation + " " + kstatus;
        }
    }

    private final List<GenericKubernetesResource> versions = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final KubernetesClient client;
    private final Watch watch;

    /** Watches from now on. */
    SeenVersions(Scene scene, String name) {
        // Not the tests' own, which has learned to read the kind as the operator's class.
        client = ApiServer.clientOf(scene.server().kubeconfig());
        watch = client.genericKubernetesResources("konnect.konghq.com/v1alpha1", KonnectAPIAuthConfiguration.KIND)
                .inNamespace(scene.namespace())
                .withName(name)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, GenericKubernetesResource version) {
                        versions.add(version);
                    }

                    @Override
                    public void onClose() {
                        // As it was told to.
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        troubles.add("the watch ended: " + cause);
                    }
                });
    }

    /** Waits for one that is taken for this in this generation. */
    void await(long generation, Kstatus kstatus) {
        var expected = new Stretch(generation, kstatus);
        Awaitility.await("for " + expected)
                .atMost(Scene.PATIENCE)
                .until(() -> versions.stream().map(Stretch::of).anyMatch(expected::equals));
    }

    /** What every version so far was taken for; neighbours that were taken for the same are told once. */
    List<Stretch> course() {
        assertThat(troubles).isEmpty();
        var course = new ArrayList<Stretch>();
        for (var version : versions) {
            var stretch = Stretch.of(version);
            if (course.isEmpty() || !course.getLast().equals(stretch)) {
                course.add(stretch);
            }
        }
        return course;
    }

    @Override
    public void close() {
        watch.close();
        client.close();
    }
}
