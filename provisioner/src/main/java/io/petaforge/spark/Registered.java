package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits until daemons that were started know each other; each fails when they do not within a minute and a half. */
final class Registered {
    /** A master that recovers gives its workers 60 s to answer; a worker asks again after 15 s at most. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Duration PERIOD = Duration.ofMillis(100);

    private Registered() {}

    /** Until the master is alive and so are all workers. */
    static Action all(ClusterPlan plan) {
        List<String> workers = plan.spark().workers().stream()
                .map(WorkerPlan::machine)
                .map(plan::address)
                .toList();
        return workers(plan, "wait for " + workers.size() + " workers", workers);
    }

    /** Until the master is alive, whoever works for it. */
    static Action master(ClusterPlan plan) {
        return workers(plan, "wait for the master", List.of());
    }

    /** Until the process that runs on a worker's host now is the one that the master knows. */
    static Action worker(ClusterPlan plan, MachineId host) {
        return await(
                host,
                "wait for the worker to register",
                Scripts.bash(
                        "await-worker.sh",
                        List.of(
                                plan.address(plan.spark().master()),
                                Integer.toString(SparkLayout.MASTER_WEB_PORT),
                                plan.address(host),
                                Integer.toString(SparkLayout.WORKER_WEB_PORT))));
    }

    /** Until the history server answers. */
    static Action history(ClusterPlan plan) {
        return await(
                plan.spark().history(),
                "wait for the history server",
                Scripts.bash("await-http.sh", SparkStatus.historyRequest(plan)));
    }

    private static Action workers(ClusterPlan plan, String title, List<String> workers) {
        List<String> parameters = new ArrayList<>(
                List.of(plan.address(plan.spark().master()), Integer.toString(SparkLayout.MASTER_WEB_PORT)));
        parameters.addAll(workers);
        return await(plan.spark().master(), title, Scripts.bash("await-workers.sh", parameters));
    }

    private static Action await(MachineId host, String title, Command command) {
        return new Action(host, title, new Operation.Await(command, PERIOD, LIMIT), Effect.WAIT);
    }
}
