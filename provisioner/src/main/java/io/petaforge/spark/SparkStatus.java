package io.petaforge.spark;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.step.Probe;
import java.util.List;

/** What can be asked of a running Spark cluster, for the steps and for the status command. */
public final class SparkStatus {
    private SparkStatus() {}

    /** The master's view of the cluster. */
    public static Probe<MasterState> master(ClusterPlan plan) {
        return new Probe<>(
                plan.spark().master(),
                "spark/master",
                Scripts.bash(
                        "http-get.sh",
                        List.of(
                                plan.address(plan.spark().master()),
                                Integer.toString(SparkLayout.MASTER_WEB_PORT),
                                "/json/")),
                MasterState::parse);
    }

    /** Whether the history server answers. */
    public static Probe<Boolean> history(ClusterPlan plan) {
        return new Probe<>(
                plan.spark().history(),
                "spark/history",
                Scripts.bash("await-http.sh", historyRequest(plan)),
                Output::ok);
    }

    static List<String> historyRequest(ClusterPlan plan) {
        return List.of(
                plan.address(plan.spark().history()),
                Integer.toString(SparkLayout.HISTORY_PORT),
                "/api/v1/applications");
    }
}
