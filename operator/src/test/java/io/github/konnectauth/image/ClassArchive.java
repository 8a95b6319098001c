package io.github.konnectauth.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The operator's classes as the JVM keeps them in memory, so that it need not load them again at each start.
 *
 * <p>Which classes is the training record's business. Two training runs do not load quite the same ones (threads race), so
 * the record is kept in the repository, and the archive made from it is the same each time.
 *
 * @param java the runtime's directory
 * @param jar the operator's
 * @param archive where it goes
 * @param trainingRecord the classes to put in
 */
record ClassArchive(Path java, Path jar, Path archive, Path trainingRecord) {

    /** Classes that a run may load from elsewhere: old class files and what threads race for. */
    private static final double TOLERATED = 0.08;

    private static final int HEADER = 4096;

    /** Soft references in an archive; 270 have been seen. */
    private static final int MOST_TIMES = 1000;

    /** Renews the training record by a training run. */
    void record(Path directory) throws IOException, InterruptedException {
        var loaded = directory.resolve("loaded.classes");
        TrainingRun.of(directory, program(List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + loaded)));
        // What is resolved in a class comes after the classes.
        var classes = new TreeSet<String>(Comparator.<String, Boolean>comparing(line -> line.startsWith("@"))
                .thenComparing(line -> line));
        for (var line : Files.readAllLines(loaded)) {
            if (!line.startsWith("#")) {
                classes.add(line.replaceFirst(" id: .*", ""));
            }
        }
        Files.createDirectories(trainingRecord.getParent());
        Files.write(trainingRecord, classes);
    }

    /**
     * Makes the archive from the record. It is made twice: it holds the time of its making, in soft references, and what
     * differs is that time and its checksums, which become 0. The JVM does not look at them.
     */
    void dump(Path directory) throws IOException, InterruptedException {
        var again = directory.resolve("again.jsa");
        dumpInto(archive);
        dumpInto(again);
        var one = Files.readAllBytes(archive);
        var other = Files.readAllBytes(again);
        Files.delete(again);
        if (one.length != other.length || forgetDifferences(one, other) > MOST_TIMES) {
            throw new IllegalStateException("two class archives from one record differ in more than their time");
        }
        Files.write(archive, one);
    }

    /** Sets to 0 what differs, and tells how much does: checksums of 4 bytes in the header, then times of 8. */
    private static int forgetDifferences(byte[] one, byte[] other) {
        var differences = 0;
        for (var at = 0; at < one.length; ) {
            var end = Math.min(at + (at < HEADER ? Integer.BYTES : Long.BYTES), one.length);
            if (!Arrays.equals(one, at, end, other, at, end)) {
                Arrays.fill(one, at, end, (byte) 0);
                differences++;
            }
            at = end;
        }
        return differences;
    }

    private void dumpInto(Path file) throws IOException, InterruptedException {
        Command.run(program(List.of(
                "-Xshare:dump",
                "-Xlog:disable",
                "-XX:+AOTClassLinking",
                // A table that grows meanwhile gives the strings another order each time.
                "-XX:StringTableSize=65536",
                "-XX:SharedClassListFile=" + trainingRecord.toAbsolutePath(),
                "-XX:SharedArchiveFile=" + file)));
    }

    /**
     * Makes a training run with the archive, which proves both.
     *
     * @return what came out of it, in words
     * @throws IllegalStateException if the operator fails, or too many classes do not come from the archive
     */
    String prove(Path directory) throws IOException, InterruptedException {
        var log = directory.resolve("class-load.log");
        TrainingRun.of(
                directory,
                program(List.of(
                        "-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + log + ":none:filecount=0")));
        var loaded = Files.readAllLines(log);
        var elsewhere = loaded.stream()
                .filter(line -> !line.contains("source: shared objects file"))
                .count();
        if (elsewhere > loaded.size() * TOLERATED) {
            throw new IllegalStateException(elsewhere + " of " + loaded.size()
                    + " classes were not in the archive. Renew " + trainingRecord
                    + ": mvn -Pimage package -Dimage.training=record");
        }
        return "the training run went well, with " + (loaded.size() - elsewhere) + " of " + loaded.size()
                + " classes from the archive";
    }

    private List<String> program(List<String> options) {
        var command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }
}
