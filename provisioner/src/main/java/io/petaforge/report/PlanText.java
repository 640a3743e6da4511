package io.petaforge.report;

import io.petaforge.api.Disk;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.network.FabricNode;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.PoolPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The plan for people: racks and hosts with their services and drives, the fabric, the pools. */
public final class PlanText {
    private PlanText() {}

    /** Renders the plan under its id. */
    public static String render(ClusterPlan plan, String id) {
        StringBuilder text = new StringBuilder();
        List<String> racks = plan.machines().stream()
                .map(machine -> machine.location().rack())
                .distinct()
                .sorted()
                .toList();
        line(
                text,
                "cluster %s, plan %s: %d hosts in %d racks, %d OSDs with %s raw",
                plan.cluster(),
                id,
                plan.machines().size(),
                racks.size(),
                plan.storage().osds().size(),
                plan.storage().osds().stream()
                        .map(OsdPlan::size)
                        .reduce(new io.petaforge.api.ByteSize(0), io.petaforge.api.ByteSize::plus)
                        .decimal());
        for (String rack : racks) {
            text.append('\n');
            line(text, "rack %s", rack);
            plan.machines().stream()
                    .filter(machine -> machine.location().rack().equals(rack))
                    .forEach(machine -> host(text, plan, machine));
        }
        fabric(text, plan);
        pools(text, plan);
        line(
                text,
                "S3     %s at %s (anycast from %s), user %s, bucket %s",
                plan.ceph().s3().url(),
                plan.ceph().s3().address(),
                names(plan.ceph().rgws()),
                plan.ceph().s3().user(),
                plan.ceph().s3().bucket());
        line(
                text,
                "Spark  %s, Scala %s, Hadoop %s; executors of %d cores and %s",
                plan.spark().distribution().spark(),
                plan.spark().distribution().scala(),
                plan.spark().distribution().hadoop(),
                plan.spark().executor().cores(),
                plan.spark().executor().memory());
        return text.toString();
    }

    private static void host(StringBuilder text, ClusterPlan plan, Machine machine) {
        line(
                text,
                "  %-14s %-15s %2d threads  %8s  %s",
                machine.id(),
                plan.address(machine.id()),
                machine.threads(),
                machine.memory(),
                String.join(" ", services(plan, machine.id())));
        for (Disk disk : machine.disks()) {
            String use = use(plan, machine.id(), disk);
            if (!use.isEmpty()) {
                line(
                        text,
                        "    %-24s %9s %-5s %s",
                        disk.serial(),
                        disk.size().decimal(),
                        disk.media().deviceClass(),
                        use);
            }
        }
    }

    private static List<String> services(ClusterPlan plan, MachineId host) {
        List<String> services = new ArrayList<>();
        add(services, "mon", plan.ceph().mons().contains(host));
        add(services, "mgr", plan.ceph().mgrs().contains(host));
        add(services, "rgw", plan.ceph().rgws().contains(host));
        add(services, "spark-master", plan.spark().master().equals(host));
        add(services, "spark-history", plan.spark().history().equals(host));
        plan.spark().workers().stream()
                .filter(worker -> worker.machine().equals(host))
                .forEach(
                        worker -> services.add("spark-worker (" + worker.cores() + " cores, " + worker.memory() + ")"));
        return services;
    }

    private static void add(List<String> services, String name, boolean here) {
        if (here) {
            services.add(name);
        }
    }

    private static String use(ClusterPlan plan, MachineId host, Disk disk) {
        for (OsdPlan osd : plan.storage().osdsOf(host)) {
            if (osd.serial().equals(disk.serial())) {
                return "osd." + osd.id() + ", memory target " + osd.memoryTarget();
            }
        }
        for (SparkPlan.WorkerPlan worker : plan.spark().workers()) {
            if (worker.machine().equals(host) && worker.workspaceSerial().equals(disk.serial())) {
                return "Spark workspace";
            }
            if (worker.machine().equals(host) && worker.cacheSerials().contains(disk.serial())) {
                return "Spark cache";
            }
        }
        return "";
    }

    private static void fabric(StringBuilder text, ClusterPlan plan) {
        text.append('\n');
        line(
                text,
                "fabric %s: %d spines, %d leaves, %d cables, MTU %d",
                plan.fabric().design(),
                plan.fabric().tier(FabricNode.Tier.SPINE).size(),
                plan.fabric().tier(FabricNode.Tier.LEAF).size(),
                plan.fabric().cables().size(),
                plan.fabric().mtu());
        plan.fabric().nodes().stream()
                .filter(node -> node.tier() != FabricNode.Tier.HOST)
                .forEach(node -> line(
                        text,
                        "  %-14s %-15s AS %s, ports %s",
                        node.id(),
                        node.loopback(),
                        node.asn(),
                        String.join(" ", node.ports())));
    }

    private static void pools(StringBuilder text, ClusterPlan plan) {
        text.append('\n');
        line(text, "%-32s %5s  %-18s %s", "pool", "PGs", "rule", "protection");
        for (PoolPlan pool : plan.storage().pools()) {
            line(
                    text,
                    "%-32s %5d  %-18s %s",
                    pool.name(),
                    pool.placementGroups(),
                    pool.rule(),
                    protection(pool.protection()));
        }
        text.append('\n');
    }

    private static String protection(io.petaforge.storage.Protection protection) {
        if (protection instanceof io.petaforge.storage.Protection.Erasure code) {
            return "ec " + code.k() + "+" + code.m();
        }
        return "replica " + protection.width();
    }

    private static String names(List<MachineId> machines) {
        return machines.stream().map(MachineId::value).collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
