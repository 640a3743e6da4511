package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan;
import io.petaforge.step.Remains;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Spark's services by the names of the inventory's roles: where each runs, and what of it can be made anew. */
public final class SparkServices {
    private SparkServices() {}

    /** The hosts that a service runs on with what it left there; empty for a name that is none of Spark's. */
    public static Map<MachineId, Remains> remains(ClusterPlan plan, String service) {
        SparkPlan spark = plan.spark();
        Map<MachineId, Remains> all = new TreeMap<>();
        switch (service) {
            case "spark-master" -> all.put(spark.master(), of(SparkUnits.MASTER));
            case "spark-history" -> all.put(spark.history(), of(SparkUnits.HISTORY));
            case "spark-worker" ->
                spark.workers()
                        .forEach(worker ->
                                all.put(worker.machine(), of(SparkUnits.WORKER, SparkFiles.WORKER_ENVIRONMENT)));
            default -> {}
        }
        return all;
    }

    private static Remains of(String unit, String... more) {
        List<String> paths = new ArrayList<>(List.of("/etc/systemd/system/" + unit));
        paths.addAll(List.of(more));
        return new Remains(List.of(unit), paths);
    }

    /** All that the whole of Spark left on each host but what is on the workers' drives: for the end of the cluster. */
    public static Map<MachineId, Remains> everything(ClusterPlan plan) {
        Map<MachineId, Remains> all = new TreeMap<>();
        names().forEach(service -> remains(plan, service).forEach((host, left) -> all.merge(host, left, Remains::and)));
        plan.spark().workers().forEach(worker -> all.merge(worker.machine(), of(SparkUnits.VOLUMES), Remains::and));
        Remains common = new Remains(
                List.of(),
                List.of(SparkLayout.CONFIG, SparkLayout.STATE, SparkLayout.DISTRIBUTIONS, SparkLayout.LAUNCHER));
        all.replaceAll((host, left) -> left.and(common));
        return all;
    }

    /** The workers' drives hold nothing any more; only those that bear the filesystem of the plan are touched. */
    public static List<Step> eraseVolumes() {
        return List.of(new VolumeEraseStep());
    }

    /** All names. */
    public static Set<String> names() {
        return Set.of("spark-master", "spark-worker", "spark-history");
    }
}
