package io.petaforge.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.DriveSpeed;
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
import java.util.stream.Stream;
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

    /** What is bought sets the limit, and where the instance type shares its bandwidth among volumes, that is said. */
    @Test
    void volumesOfACloud() throws IOException {
        DriveSpeed bought = new DriveSpeed(ByteRate.ofMB(524), 6000, false);
        DriveSpeed shared = new DriveSpeed(ByteRate.ofMB(20.3), 900, true);
        same(
                "prediction-volumes.txt",
                "as they were bought:\n" + PredictionText.render(plan("aws.yaml", Optional.of(bought)))
                        + "\non a type that lets less through:\n"
                        + PredictionText.render(plan("aws.yaml", Optional.of(shared))));
    }

    @Test
    void aPlanKeepsWhatIsPromisedOfDrivesAndIsWhatItWasWithoutIt() {
        ClusterPlan promised = plan("aws.yaml", Optional.of(new DriveSpeed(ByteRate.ofMB(524), 6000, true)));
        JsonNode written = PlanJson.tree(promised);
        assertEquals(written, PlanJson.tree(PlanJson.read(written, ClusterPlan.class)));
        assertTrue(written.toString().contains("\"operations\":6000"));
        JsonNode plain = PlanJson.tree(plan("aws.yaml", Optional.empty()));
        assertTrue(!plain.toString().contains("\"speed\":{"));
        assertEquals(plain, PlanJson.tree(PlanJson.read(plain, ClusterPlan.class)));
        assertEquals(
                List.of("boot", "media", "model", "serial", "size"),
                Stream.of(plain.at("/machines/0/disks/0"))
                        .flatMap(disk -> {
                            List<String> names = new ArrayList<>();
                            disk.fieldNames().forEachRemaining(names::add);
                            return names.stream().sorted();
                        })
                        .toList());
        ((ObjectNode) plain.at("/machines/0/disks/0")).remove("size");
        assertEquals(
                "a drive without 'size'",
                assertThrows(IllegalArgumentException.class, () -> PlanJson.read(plain, ClusterPlan.class))
                        .getMessage());
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
        return plan("lab.yaml", Optional.empty());
    }

    private static ClusterPlan plan(String inventory, Optional<DriveSpeed> speed) {
        ClusterPlanner planner = new ClusterPlanner(InventoryReader.read(Path.of("../inventories", inventory)));
        return planner.plan(planner.request().machines().stream()
                .map(asked -> machine(asked, speed))
                .toList());
    }

    private static Machine machine(MachineRequest asked, Optional<DriveSpeed> speed) {
        List<Disk> disks = new ArrayList<>();
        disks.add(new Disk(asked.id() + "boot", "test", ByteSize.ofGiB(30), Media.SSD, true));
        for (DiskRequest request : asked.disks()) {
            for (int i = 0; i < request.count(); i++) {
                disks.add(new Disk(
                        asked.id() + "-" + disks.size(), "test", request.atLeast(), request.media(), false, speed));
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
