package io.github.konnectauth.simulator;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the simulator as a program, until SIGTERM or SIGINT. */
public final class SimulatorMain {
    /** Held here because the logging library forgets the level of a logger that nobody holds. */
    private static final List<Logger> LIBRARIES = List.of(Logger.getLogger("io.vertx"), Logger.getLogger("io.netty"));

    private SimulatorMain() {}

    public static void main(String[] arguments) {
        LIBRARIES.forEach(logger -> logger.setLevel(Level.OFF));
        // Netty's use of Unsafe draws a warning from current JVMs.
        System.setProperty("io.netty.noUnsafe", "true");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = SimulatorCommand.run(List.of(arguments), System.getenv(), out, err, new UntilSignal(out));
        System.exit(code);
    }

    /** Lasts until a signal ends the process, and then closes the simulator. */
    private record UntilSignal(PrintWriter out) implements SimulatorCommand.Lifetime {
        @Override
        public void begins(KonnectSimulator simulator) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                simulator.close();
                out.println("The Konnect simulator has stopped.");
            }));
        }

        @Override
        public void lasts(KonnectSimulator simulator) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
