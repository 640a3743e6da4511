package io.petaforge.spark;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.plan.SparkPlan;
import io.petaforge.spark.dist.AlignedSet;
import io.petaforge.spark.dist.Coordinates;
import io.petaforge.spark.dist.LockFile;
import io.petaforge.spark.dist.SparkResource;
import io.petaforge.spec.InventoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The plan of the default lab, on machines that have exactly what it asks for, and inputs for the steps. */
public final class LabPlan {
    static final Path RESOURCES = Path.of("src/test/resources/io/petaforge/spark");

    private LabPlan() {}

    public static ClusterPlan plan() {
        ClusterPlanner planner = new ClusterPlanner(InventoryReader.read(Path.of("../inventories/lab.yaml")));
        return planner.plan(
                planner.request().machines().stream().map(LabPlan::machine).toList());
    }

    /** The same cluster with other machines, workers or settings of Spark. */
    static ClusterPlan with(List<Machine> machines, List<SparkPlan.WorkerPlan> workers, Map<String, String> settings) {
        ClusterPlan plan = plan();
        SparkPlan spark = plan.spark();
        return new ClusterPlan(
                plan.cluster(),
                machines,
                plan.bare(),
                plan.fabric(),
                plan.makesSwitches(),
                plan.storage(),
                plan.ceph(),
                new SparkPlan(
                        spark.distribution(), spark.master(), spark.history(), workers, spark.executor(), settings),
                plan.verify());
    }

    static SparkInputs inputs(Map<String, String> s3a) throws IOException {
        LockFile lock = new LockFile(
                AlignedSet.DEFAULT.versions(),
                AlignedSet.DEFAULT.sdk(),
                Optional.empty(),
                List.of(new LockFile.Entry(Coordinates.parse("g:a:1"), "a".repeat(64), 1)));
        return new SparkInputs(
                new SparkResource(
                        "f".repeat(64), lock, Path.of("/cache/spark.tar"), 1 << 20, "b".repeat(64), "c".repeat(64)),
                new Secret("the-shared-secret"),
                new Secret("the-access-key"),
                new Secret("the<secret>&key"),
                Files.readString(RESOURCES.resolve("ca.pem")),
                "s3a://spark-logs/",
                s3a,
                Set.of(),
                Set.of("fabric/paths"),
                Set.of("ceph/s3"));
    }

    private static Machine machine(MachineRequest asked) {
        List<Disk> disks = new ArrayList<>();
        for (DiskRequest request : asked.disks()) {
            for (int i = 0; i < request.count(); i++) {
                disks.add(new Disk(asked.id() + "-" + disks.size(), "test", request.atLeast(), request.media(), false));
            }
        }
        disks.add(new Disk(asked.id() + "-boot", "test", ByteSize.ofGiB(30), Media.SSD, true));
        return new Machine(
                asked.id(),
                asked.group(),
                new Location(asked.rack()),
                asked.threads(),
                asked.memory(),
                disks,
                asked.ports().stream()
                        .map(port -> new Nic(port, BitRate.ofGbit(10)))
                        .toList());
    }
}
