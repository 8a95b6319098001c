package io.github.konnectauth.chart;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Plays a node and the controller of Jobs: each new Job ends as soon as it is there. */
final class Node implements AutoCloseable {

    private final KubernetesClient client;
    private final List<Job> jobs = new CopyOnWriteArrayList<>();
    private final SharedIndexInformer<Job> watch;
    private volatile Predicate<Job> program = _ -> true;

    /** @param namespaces whose Jobs are run */
    Node(KubernetesClient client, Set<String> namespaces) {
        this.client = client;
        this.watch = client.batch().v1().jobs().inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Job job) {
                if (namespaces.contains(job.getMetadata().getNamespace())) {
                    jobs.add(job);
                    Thread.ofVirtual().start(() -> run(job));
                }
            }

            @Override
            public void onUpdate(Job before, Job now) {}

            @Override
            public void onDelete(Job job, boolean isUnknown) {}
        });
    }

    /** What Jobs do from now on: says whether they succeed. */
    void runs(Predicate<Job> other) {
        program = other;
    }

    /** All Jobs so far. */
    List<Job> jobs() {
        return List.copyOf(jobs);
    }

    private void run(Job job) {
        var running = client.batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName());
        running.editStatus(begun -> new JobBuilder(begun)
                .withNewStatus()
                .withStartTime(Instant.now().toString())
                .endStatus()
                .build());
        var succeeds = program.test(job);
        running.editStatus(begun -> ended(begun, succeeds));
    }

    private static Job ended(Job job, boolean succeeds) {
        var now = Instant.now().toString();
        var status = new JobBuilder(job).editStatus();
        for (var type : succeeds ? List.of("SuccessCriteriaMet", "Complete") : List.of("FailureTarget", "Failed")) {
            status.addNewCondition()
                    .withType(type)
                    .withStatus("True")
                    .withReason(succeeds ? "CompletionsReached" : "BackoffLimitExceeded")
                    .withLastTransitionTime(now)
                    .endCondition();
        }
        if (succeeds) {
            status.withSucceeded(1).withCompletionTime(now);
        } else {
            status.withFailed(1);
        }
        return status.endStatus().build();
    }

    @Override
    public void close() {
        watch.close();
    }
}
