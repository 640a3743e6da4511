package io.petaforge.report;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which daemons each host runs, for people. */
final class Services {
    private Services() {}

    /** The services of the hosts that have any but OSDs, in a fixed order. */
    static Map<MachineId, List<String>> of(ClusterPlan plan) {
        Map<MachineId, List<String>> services = new HashMap<>();
        plan.ceph().mons().forEach(host -> add(services, host, "mon"));
        plan.ceph().mgrs().forEach(host -> add(services, host, "mgr"));
        plan.ceph().rgws().forEach(host -> add(services, host, "rgw"));
        add(services, plan.spark().master(), "spark-master");
        add(services, plan.spark().history(), "spark-history");
        plan.spark()
                .workers()
                .forEach(worker -> add(
                        services,
                        worker.machine(),
                        "spark-worker (" + worker.cores() + " cores, " + worker.memory() + ")"));
        return services;
    }

    private static void add(Map<MachineId, List<String>> services, MachineId host, String service) {
        services.computeIfAbsent(host, id -> new ArrayList<>()).add(service);
    }
}
