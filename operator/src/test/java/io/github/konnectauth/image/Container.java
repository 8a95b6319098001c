package io.github.konnectauth.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that sees nothing but an image, read-only, and what a kubelet adds: four devices, {@code /proc},
 * {@code /etc/hosts}, {@code /etc/resolv.conf} and one directory of mounted files. Linux only.
 */
public final class Container {

    /** Where the mounted files are. */
    public static final String MOUNTED = "/mounted";

    private static final List<String> DEVICES = List.of("null", "zero", "random", "urandom");

    private static final String ENTER = """
            set -e
            root=$1; mounted=$2; change=$3; shift 3
            mount --bind "$root" "$root"
            for device in null zero random urandom; do mount --bind "/dev/$device" "$root/dev/$device"; done
            mount --rbind /proc "$root/proc"
            mount --bind "$mounted" "$root/mounted"
            mount --bind "$mounted/hosts" "$root/etc/hosts"
            mount --bind "$mounted/resolv.conf" "$root/etc/resolv.conf"
            mount -o remount,bind,ro "$root"
            exec chroot $change "$root" "$@"
            """;

    private Container() {}

    /** Why no container can be made here; empty if one can. */
    public static Optional<String> obstacle() throws IOException, InterruptedException {
        try {
            var probe = new ArrayList<>(namespace());
            probe.add("true");
            Command.run(probe);
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of("neither root nor unprivileged user namespaces: " + e.getMessage());
        }
    }

    private static List<String> namespace() throws IOException {
        return isRoot() ? List.of("unshare", "--mount") : List.of("unshare", "--user", "--map-root-user", "--mount");
    }

    /** Root becomes user 65532 as Kubernetes does; anybody else has no second user to become. */
    public static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    /**
     * Prepares a process.
     *
     * @param root the unpacked image; the places to mount at are made in it
     * @param mounted the files to mount, with {@code hosts} and {@code resolv.conf} among them
     */
    public static ProcessBuilder process(Path root, Path mounted, List<String> command, Map<String, String> environment)
            throws IOException {
        for (var directory : List.of("dev", "proc", "mounted")) {
            Files.createDirectories(root.resolve(directory));
        }
        for (var device : DEVICES) {
            Files.createFile(root.resolve("dev").resolve(device));
        }
        Files.createFile(root.resolve("etc/hosts"));
        Files.createFile(root.resolve("etc/resolv.conf"));
        var all = new ArrayList<>(namespace());
        all.addAll(List.of("sh", "-c", ENTER, "container", root.toString(), mounted.toString()));
        all.add(isRoot() ? "--userspec=65532:65532" : "--");
        all.addAll(command);
        var builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        return builder;
    }
}
