package io.github.konnectauth.operator;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program. */
public final class OperatorMain {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

    private OperatorMain() {}

    /** Runs the program; ends with 1 when it cannot work, 2 for a wrong flag, and as signals end a process. */
    public static void main(String[] args) {
        var environment = System.getenv();
        System.exit(code(Order.of(List.of(args), environment), environment));
    }

    private static int code(Order order, Map<String, String> environment) {
        return switch (order) {
            case Order.Tell(var text) -> said(System.out, text, DONE);
            case Order.Refuse(var complaint) -> said(System.err, complaint, MISUSED);
            case Order.Run(var config, var log, var shown) -> {
                log.configure();
                var line = LOG.atInfo().addKeyValue("version", Version.text());
                for (var flag : shown.entrySet()) {
                    line = line.addKeyValue(flag.getKey(), flag.getValue());
                }
                line.log("Starting");
                yield code(new OperatorRun(config, environment)::untilItEnds);
            }
            case Order.TakeBack(var run, var log) -> {
                log.configure();
                yield code(() -> run.take(environment));
            }
        };
    }

    private static int said(PrintStream stream, String text, int code) {
        stream.println(text);
        return code;
    }

    /** Work that says whether all went well. */
    private interface Work {
        boolean isWell() throws InterruptedException;
    }

    private static int code(Work work) {
        try {
            return work.isWell() ? DONE : FAILED;
        } catch (InterruptedException | RuntimeException e) {
            // A bug, or an API server that fails in a way that nobody foresaw.
            LOG.error("The operator ends because of something that it was not prepared for", e);
            return FAILED;
        }
    }
}
