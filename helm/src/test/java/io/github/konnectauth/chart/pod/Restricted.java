package io.github.konnectauth.chart.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The level {@code restricted} of the <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>,
 * stricter where pods of ours need nothing: each container says everything itself or inherits it from the pod, and nothing is added.
 */
final class Restricted {

    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    private final PodSpec pod;
    private final List<String> faults = new ArrayList<>();

    private Restricted(PodSpec pod) {
        this.pod = pod;
    }

    /** What is not as it should be, each with its field; nothing if the pod is restricted. */
    static List<String> faults(PodSpec pod) {
        var restricted = new Restricted(pod);
        restricted.judgePod();
        Stream.of(pod.getContainers(), pod.getInitContainers())
                .flatMap(List::stream)
                .forEach(restricted::judge);
        return List.copyOf(restricted.faults);
    }

    private void expect(boolean holds, String field) {
        if (!holds) {
            faults.add(field);
        }
    }

    private void judgePod() {
        expect(!Boolean.TRUE.equals(pod.getHostNetwork()), "hostNetwork");
        expect(!Boolean.TRUE.equals(pod.getHostPID()), "hostPID");
        expect(!Boolean.TRUE.equals(pod.getHostIPC()), "hostIPC");
        expect(pod.getEphemeralContainers().isEmpty(), "ephemeralContainers");
        pod.getVolumes().forEach(volume -> expect(VOLUMES.containsAll(kinds(volume)), "volumes " + volume.getName()));
        var context = pod.getSecurityContext();
        expect(context != null, "securityContext");
        if (context != null) {
            expect(!Long.valueOf(0).equals(context.getRunAsUser()), "runAsUser");
            expect(context.getSysctls().isEmpty(), "sysctls");
            expect(context.getSeLinuxOptions() == null, "seLinuxOptions");
            expect(context.getAppArmorProfile() == null, "appArmorProfile");
            expect(context.getWindowsOptions() == null, "windowsOptions");
        }
    }

    private static Set<Object> kinds(Volume volume) {
        Map<?, ?> fields = Serialization.unmarshal(Serialization.asJson(volume), Map.class);
        return fields.keySet().stream().filter(field -> !field.equals("name")).collect(Collectors.toSet());
    }

    private void judge(Container container) {
        var at = container.getName() + " ";
        container.getPorts().forEach(port -> expect(port.getHostPort() == null, at + "hostPort"));
        var context = container.getSecurityContext();
        expect(context != null, at + "securityContext");
        if (context != null) {
            judge(context, at);
        }
    }

    private void judge(SecurityContext context, String at) {
        expect(!Boolean.TRUE.equals(context.getPrivileged()), at + "privileged");
        expect(Boolean.FALSE.equals(context.getAllowPrivilegeEscalation()), at + "allowPrivilegeEscalation");
        expect(Boolean.TRUE.equals(context.getReadOnlyRootFilesystem()), at + "readOnlyRootFilesystem");
        expect(context.getProcMount() == null, at + "procMount");
        expect(context.getSeLinuxOptions() == null, at + "seLinuxOptions");
        expect(context.getAppArmorProfile() == null, at + "appArmorProfile");
        expect(context.getWindowsOptions() == null, at + "windowsOptions");
        expect(!Long.valueOf(0).equals(context.getRunAsUser()), at + "runAsUser");
        var capabilities = context.getCapabilities();
        expect(capabilities != null && capabilities.getDrop().contains("ALL"), at + "capabilities.drop");
        expect(capabilities != null && capabilities.getAdd().isEmpty(), at + "capabilities.add");
        var all = pod.getSecurityContext();
        var nonRoot = Objects.requireNonNullElseGet(
                context.getRunAsNonRoot(), () -> all != null && Boolean.TRUE.equals(all.getRunAsNonRoot()));
        expect(nonRoot, at + "runAsNonRoot");
        var seccomp = context.getSeccompProfile() != null || all == null
                ? context.getSeccompProfile()
                : all.getSeccompProfile();
        expect(seccomp != null && Objects.equals(seccomp.getType(), "RuntimeDefault"), at + "seccompProfile");
    }
}
