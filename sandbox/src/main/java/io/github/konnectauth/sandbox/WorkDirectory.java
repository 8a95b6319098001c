package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** The files of a run: kubeconfig, CA, logs. Nobody else can read them, and they go with the run unless it failed. */
final class WorkDirectory {

    private final Path path;
    private volatile boolean isKept;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    /** Makes one under the system's directory for temporary files, and sends what libraries log there. */
    static WorkDirectory create() throws IOException {
        var work = new WorkDirectory(Files.createTempDirectory("konnect-auth-sandbox-"));
        LibraryLogs.sendTo(work.libraryLog());
        return work;
    }

    Path path() {
        return path;
    }

    /** What the libraries log, the API server's output with it. */
    Path libraryLog() {
        return path.resolve("libraries.log");
    }

    /** What the operator logs. */
    Path operatorLog() {
        return path.resolve("operator.log");
    }

    /** Writes a file that only this user can read. */
    Path write(String name, String text) throws IOException {
        var file = path.resolve(name);
        Files.writeString(file, text);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    /** Keeps the files beyond the run, if there are logs among them. @return whether there are */
    boolean keepIfLogged() {
        isKept = Files.exists(operatorLog()) || isWritten(libraryLog());
        return isKept;
    }

    private static boolean isWritten(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes it with everything in it, unless it is kept. */
    void deleteUnlessKept() throws IOException {
        if (isKept) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            for (var each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
