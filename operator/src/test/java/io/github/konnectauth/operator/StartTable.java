package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.github.konnectauth.image.PodAccount;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** What each step from the JDK to the image buys; {@code operator/src/image/measure} runs it. Linux only. */
public final class StartTable {

    private static final Path IMAGE = Path.of("target/image/root").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final Duration LONG_IDLE = Duration.ofSeconds(15);

    private final Map<String, String> account;
    private final Path log;
    private final int runs;

    private StartTable(Path directory, String kubeconfig, int runs) throws IOException {
        var cluster = Config.fromKubeconfig(kubeconfig);
        this.account = PodAccount.of(
                URI.create(cluster.getMasterUrl()),
                Path.of(cluster.getCaCertFile()),
                Files.writeString(directory.resolve("token"), cluster.getAutoOAuthToken()));
        this.log = directory.resolve("log");
        this.runs = runs;
    }

    /** A step: what it is called, and the options that the steps before it have to do without. */
    private record Step(String name, List<String> undoing) {}

    /** Each undoes what the runtime of the image is linked with. */
    private static final List<Step> STEPS = List.of(
            new Step(
                    "heap by a limit of 256 MB",
                    List.of(
                            "-XX:InitialRAMPercentage=1.5625",
                            "-XX:MaxRAMPercentage=25",
                            "-XX:MinHeapFreeRatio=40",
                            "-XX:MaxHeapFreeRatio=70",
                            "-XX:+ShrinkHeapInSteps",
                            "-XX:SurvivorRatio=8")),
            new Step("Serial GC", List.of("-XX:-UseSerialGC", "-XX:+UseG1GC")),
            new Step("compact object headers", List.of("-XX:-UseCompactObjectHeaders")),
            new Step("first compiler only", List.of("-XX:TieredStopAtLevel=4")),
            new Step("class archive", List.of("-Xshare:off")),
            new Step("archive where it was made for", List.of("-XX:ArchiveRelocationMode=1")),
            new Step(
                    "a smaller table of strings, fewer shadow pages",
                    List.of("-XX:StringTableSize=65536", "-XX:StackShadowPages=20")));

    /** One start. Times in ms, memory in KiB. */
    private record Start(long ready, long processor, long resident, long unshared) {}

    /**
     * Prints the table.
     *
     * @param args the number of runs a step
     */
    public static void main(String[] args) throws Exception {
        // The API server's threads would keep a process that has failed.
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> {
            e.printStackTrace();
            System.exit(1);
        });
        var directory = Files.createTempDirectory("start-table");
        var table = new StartTable(directory, account().kubeconfig(), Integer.parseInt(args[0]));
        System.err.println(
                "Load before: " + Files.readString(Path.of("/proc/loadavg")).strip());
        table.print();
        System.exit(0);
    }

    private static TestAccount account() {
        var account = new TestAccount(ApiServer.with(ApiServer.Crd.OURS), "default", "start-table");
        account.server()
                .client()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(account.name())
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject("", "ServiceAccount", account.name(), account.namespace())
                        .build())
                .create();
        return account;
    }

    private void print() throws IOException, InterruptedException {
        System.out.println("| step | ready after | processor time until idle | resident | of that private |");
        System.out.println("|---|---|---|---|---|");
        row("the JDK's java, no options", jdk(), false, IDLE);
        var undone = new LinkedHashSet<Step>(STEPS);
        row("+ linked runtime", image(undone), false, IDLE);
        for (var step : STEPS) {
            undone.remove(step);
            row("+ " + step.name(), image(undone), false, IDLE);
        }
        row("+ two malloc arenas: the image", image(undone), true, IDLE);
        row("the image, idle for " + LONG_IDLE.toSeconds() + " s", image(undone), true, LONG_IDLE);
    }

    private static List<String> jdk() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    private static List<String> image(SequencedSet<Step> undone) {
        var command = new ArrayList<>(List.of(IMAGE.resolve("java/bin/java").toString()));
        command.add("-XX:SharedArchiveFile=" + IMAGE.resolve("app/classes.jsa"));
        undone.forEach(step -> command.addAll(step.undoing()));
        if (!undone.contains(STEPS.getFirst())) {
            command.add("-XX:MaxRAM=256m");
        }
        return command;
    }

    private void row(String name, List<String> java, boolean fewArenas, Duration idle)
            throws IOException, InterruptedException {
        var starts = new ArrayList<Start>();
        for (var run = 1; run <= runs; run++) {
            starts.add(start(java, fewArenas, idle));
            System.err.printf(Locale.ROOT, "%s, run %d of %d: %s%n", name, run, runs, starts.getLast());
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f s | %.1f s | %d MB | %d MB |%n",
                name,
                median(starts.stream().mapToLong(Start::ready)) / 1000.0,
                median(starts.stream().mapToLong(Start::processor)) / 1000.0,
                Math.round(median(starts.stream().mapToLong(Start::resident)) / 1024.0),
                Math.round(median(starts.stream().mapToLong(Start::unshared)) / 1024.0));
    }

    private static long median(LongStream values) {
        var sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private Start start(List<String> java, boolean fewArenas, Duration idle) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var command = new ArrayList<>(java);
        command.addAll(
                List.of("-jar", IMAGE.resolve("app/konnect-auth-operator.jar").toString()));
        command.addAll(List.of("run", "--management-port", String.valueOf(port), "--leader-election=false"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(account);
        if (fewArenas) {
            builder.environment().put("MALLOC_ARENA_MAX", "2");
        }
        var begun = System.nanoTime();
        var process = builder.start();
        try {
            while (!isReady(port)) {
                if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new IllegalStateException("not ready: " + Files.readString(log));
                }
                Thread.sleep(10);
            }
            var ready = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            Thread.sleep(idle);
            return new Start(
                    ready,
                    process.info().totalCpuDuration().orElseThrow().toMillis(),
                    memory(process, "VmRSS:"),
                    memory(process, "RssAnon:"));
        } finally {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean isReady(int port) {
        try {
            var connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/readyz").toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private static long memory(Process process, String line) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(text -> text.startsWith(line))
                .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
