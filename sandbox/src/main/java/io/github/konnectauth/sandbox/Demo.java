package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./demo}: an API server, a Konnect and the operator in one go. */
@Command(
        name = "./demo",
        description = {
            "Starts an API server, a Konnect simulator and the operator, applies examples/, and shows what becomes of them:"
                    + " a valid token, the same revoked, and restored. Needs no cluster, no account, no Docker and no root.",
            "It exits with 0 only when all of that happened."
        },
        footer = {
            "",
            "The API server is a real one if KUBE_API_TEST_DIR names a directory with k8s/<version>-<os>-<arch>/ and in it"
                    + " kube-apiserver, etcd and kubectl, or if one lies in ~/.kubeapitest or can be downloaded there; else"
                    + " fabric8's mock server."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class Demo implements Callable<Integer> {

    @Option(names = "--keep", description = "Leave everything running until Ctrl-C, and print the KUBECONFIG to use.")
    private boolean isKept;

    @Option(
            names = "--cluster",
            description =
                    "Use the cluster of the current kubeconfig context instead, after asking. The simulator and the"
                            + " operator run on this machine, the operator watches a namespace of the demo's own, and all that the"
                            + " demo created there is removed at the end.")
    private boolean isCluster;

    @Parameters(index = "0", hidden = true, description = "The repository.")
    private Path root = Path.of(".");

    private Demo() {}

    /** Exits with 0 if everything promised happened, 1 if not, 2 for a wrong flag. */
    public static void main(String[] arguments) {
        System.exit(Program.execute(new Demo(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        return Stage.set("demo", stage -> {
            var run = new DemoRun(root, isKept, stage);
            if (isCluster) {
                run.inCluster();
            } else {
                run.onThisMachine();
            }
        });
    }
}
