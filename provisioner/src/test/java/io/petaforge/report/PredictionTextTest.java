package io.petaforge.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.plan.PlanJson;
import io.petaforge.spec.InventoryReader;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.Clients;
import io.petaforge.storage.hardware.DriveClass;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PredictionTextTest {
    @Test
    void theLab() throws IOException {
        same("prediction-lab.txt", PredictionText.render(lab()));
    }

    @Test
    void aPetabyteOnErasureCoding() throws IOException {
        HostType host = new HostType(
                "1U NVMe",
                64,
                ByteSize.ofGiB(256),
                List.of(new Drives(DriveClass.of(Media.NVME, ByteSize.parse("15.36TB")), 10)),
                BitRate.ofGbit(200),
                Optional.empty(),
                1,
                0,
                OptionalDouble.empty());
        Shape shape = Shape.of(
                        List.of(HostGroup.spread(host, 16, 8)),
                        8,
                        new Protection.Erasure(4, 2),
                        FailureDomain.RACK,
                        Gateways.onStorageHosts(32))
                .with(new Clients(40, 32, BitRate.ofGbit(50), false));
        same("prediction-petabyte.txt", PredictionText.render(shape));
    }

    @Test
    void thePlanEndsWithThePredictionAndItsIdDoesNotDependOnIt() {
        ClusterPlan plan = lab();
        assertTrue(PlanText.render(plan, "id").endsWith(PredictionText.render(plan)));
        assertTrue(!PlanJson.text(plan).contains("predicted"));
    }

    /** Compares with a file; {@code -Dgolden.update=true} rewrites it. */
    private static void same(String name, String actual) throws IOException {
        Path file = Path.of("src/test/resources/report", name);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual, name);
    }

    private static ClusterPlan lab() {
        ClusterPlanner planner = new ClusterPlanner(InventoryReader.read(Path.of("../inventories/lab.yaml")));
        return planner.plan(planner.request().machines().stream()
                .map(PredictionTextTest::machine)
                .toList());
    }

    private static Machine machine(MachineRequest asked) {
        List<Disk> disks = new ArrayList<>();
        disks.add(new Disk(asked.id() + "boot", "test", ByteSize.ofGiB(30), Media.SSD, true));
        for (DiskRequest request : asked.disks()) {
            for (int i = 0; i < request.count(); i++) {
                disks.add(new Disk(asked.id() + "-" + disks.size(), "test", request.atLeast(), request.media(), false));
            }
        }
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
