package io.github.konnectauth.chart.pod;

import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfileBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One thing that no restricted pod may have. */
enum Loosening {
    PRIVILEGED("privileged", pod -> {
        var context = container(pod).getSecurityContext();
        context.setAllowPrivilegeEscalation(true);
        context.setPrivileged(true);
    }),
    ESCALATION(
            "allowPrivilegeEscalation",
            pod -> container(pod).getSecurityContext().setAllowPrivilegeEscalation(true)),
    ESCALATION_UNSAID(
            "allowPrivilegeEscalation",
            pod -> container(pod).getSecurityContext().setAllowPrivilegeEscalation(null)),
    ROOT("runAsUser", pod -> pod.getSecurityContext().setRunAsUser(0L)),
    PERHAPS_ROOT("runAsNonRoot", pod -> pod.getSecurityContext().setRunAsNonRoot(null)),
    ROOT_IN_A_CONTAINER(
            "runAsNonRoot", pod -> container(pod).getSecurityContext().setRunAsNonRoot(false)),
    CAPABILITIES_KEPT(
            "capabilities.drop", pod -> container(pod).getSecurityContext().setCapabilities(null)),
    CAPABILITY_ADDED(
            "capabilities.add",
            pod -> container(pod)
                    .getSecurityContext()
                    .setCapabilities(new CapabilitiesBuilder()
                            .withDrop("ALL")
                            .withAdd("SYS_ADMIN")
                            .build())),
    NO_SECCOMP("seccompProfile", pod -> pod.getSecurityContext().setSeccompProfile(null)),
    SECCOMP_UNCONFINED(
            "seccompProfile",
            pod -> container(pod)
                    .getSecurityContext()
                    .setSeccompProfile(
                            new SeccompProfileBuilder().withType("Unconfined").build())),
    HOST_NETWORK("hostNetwork", pod -> {
        pod.setHostNetwork(true);
        container(pod).getPorts().forEach(port -> port.setHostPort(port.getContainerPort()));
    }),
    HOST_PROCESSES("hostPID", pod -> pod.setHostPID(true)),
    HOST_MEMORY("hostIPC", pod -> pod.setHostIPC(true)),
    HOST_PORT(
            "hostPort",
            pod -> container(pod)
                    .setPorts(List.of(new ContainerPortBuilder()
                            .withContainerPort(9999)
                            .withHostPort(9999)
                            .build()))),
    HOST_FILES(
            "volumes root",
            pod -> volume(
                    pod,
                    new VolumeBuilder()
                            .withName("root")
                            .withNewHostPath()
                            .withPath("/")
                            .endHostPath()
                            .build())),
    A_CONTAINER_THAT_SAYS_NOTHING("securityContext", pod -> container(pod).setSecurityContext(null));

    private final String field;

    @SuppressWarnings("ImmutableEnumChecker") // None of the lambdas above has a state.
    private final Consumer<PodSpec> change;

    Loosening(String field, Consumer<PodSpec> change) {
        this.field = field;
        this.change = change;
    }

    /** Where it is told. */
    String field() {
        return field;
    }

    /** The pod with it. */
    PodSpec of(PodSpec pod) {
        var loosened = new PodSpecBuilder(pod).build();
        change.accept(loosened);
        return loosened;
    }

    private static Container container(PodSpec pod) {
        return pod.getContainers().getFirst();
    }

    private static void volume(PodSpec pod, Volume volume) {
        var volumes = new ArrayList<>(pod.getVolumes());
        volumes.add(volume);
        pod.setVolumes(volumes);
    }
}
