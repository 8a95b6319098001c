package io.github.konnectauth.sandbox.report;

import java.util.List;

/**
 * What was measured on and with.
 *
 * @param processor its model
 * @param processors how many, shared by API server, simulator, load generator and operator
 * @param memoryMegabytes of the machine
 * @param kubernetes version of kube-apiserver
 * @param java version of the operator's runtime
 * @param runtime where the operator's Java comes from
 * @param javaOptions of the operator
 * @param latencyMillis of every answer of Konnect
 * @param callers how many calls to the API server the load generator has under way at once
 */
public record Machine(
        String processor,
        int processors,
        long memoryMegabytes,
        String kubernetes,
        String java,
        String runtime,
        List<String> javaOptions,
        long latencyMillis,
        int callers) {

    public Machine {
        javaOptions = List.copyOf(javaOptions);
    }

    /** In a sentence or two. */
    public String text() {
        return processor + ", " + processors + " processors, " + Math.round(memoryMegabytes / 1024.0)
                + " GB. kube-apiserver " + kubernetes + ". Konnect answers after " + latencyMillis + " ms. " + callers
                + " callers create resources. Operator: " + runtime + ", Java " + java
                + (javaOptions.isEmpty() ? "" : ", `" + String.join(" ", javaOptions) + "`") + ".";
    }
}
