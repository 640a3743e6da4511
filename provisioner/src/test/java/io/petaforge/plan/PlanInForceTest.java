package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.network.dc.Device;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import io.petaforge.storage.OsdPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan keeps of the one before it, as that is read back from the state directory. */
class PlanInForceTest {
    private static final Path EC = Path.of("../inventories/lab-ec.yaml");

    @TempDir
    Path directory;

    @Test
    void aPlanIsReadBackAsItWas() throws IOException {
        for (String name : List.of("lab", "lab-ec")) {
            ClusterPlan plan =
                    plan(InventoryReader.read(Path.of("../inventories/" + name + ".yaml")), Optional.empty());
            JsonNode kept = new ObjectMapper().readTree(PlanJson.text(plan));
            assertEquals(PlanInForce.of(plan), PlanInForce.read(kept));
        }
    }

    @Test
    void theSameInventoryOnItsOwnPlanIsTheSamePlan() {
        ClusterSpec spec = InventoryReader.read(EC);
        ClusterPlan first = plan(spec, Optional.empty());
        assertEquals(PlanJson.id(first), PlanJson.id(plan(spec, Optional.of(PlanInForce.of(first)))));
    }

    @Test
    void nothingThatExistsMovesWhenTheFirstGroupGrows() throws IOException {
        ClusterPlan before = plan(InventoryReader.read(EC), Optional.empty());
        Path grown = directory.resolve("grown.yaml");
        Files.writeString(grown, Files.readString(EC).replaceFirst("count: 3", "count: 4"));
        ClusterSpec spec = InventoryReader.read(grown);
        PlanInForce inForce = PlanInForce.read(new ObjectMapper().readTree(PlanJson.text(before)));
        ClusterPlan after = plan(spec, Optional.of(inForce));

        assertEquals(before.storage().osds().size() + 2, after.storage().osds().size());
        for (OsdPlan osd : before.storage().osds()) {
            assertTrue(after.storage().osds().contains(osd), osd + " has changed");
        }
        for (Device node : before.fabric().devices()) {
            Device now = after.fabric().device(node.id()).orElseThrow();
            assertEquals(node.loopbacks(), now.loopbacks(), node.id().value());
            assertEquals(node.asn(), now.asn(), node.id().value());
        }
        assertEquals(before.ceph().s3().addresses(), after.ceph().s3().addresses());
        // Without it, positions decide, and the second group's hosts move up.
        assertNotEquals(
                before.fabric().devices().stream().map(Device::loopbacks).toList(),
                plan(spec, Optional.empty()).fabric().devices().stream()
                        .filter(node -> before.fabric().device(node.id()).isPresent())
                        .map(Device::loopbacks)
                        .toList());
    }

    @Test
    void whatLeavesIsCarriedFromPlanToPlanUntilItIsGone() throws IOException {
        ClusterPlan before = plan(grown(4), Optional.empty());
        ClusterSpec smaller = InventoryReader.read(EC);
        Reach all = new Reach(Set.copyOf(before.hosts()), Set.of());
        ClusterPlan leaving = plan(smaller, kept(before), all);

        MachineId host = new MachineId("storage-4");
        assertEquals(
                List.of(new Departures.Host(host, "storage", "r1", Departures.Contact.REACHED)),
                leaving.leaving().hosts());
        assertEquals(before.storage().osdsOf(host), leaving.leaving().osds());
        assertFalse(leaving.hosts().contains(host));
        assertEquals(before.address(host), leaving.address(host), "it is in the fabric until it is drained");
        // Daemons that can stay do.
        assertEquals(before.ceph().mons(), leaving.ceph().mons());
        assertEquals(before.ceph().rgws(), leaving.ceph().rgws());

        ClusterPlan again = plan(smaller, kept(leaving), all);
        assertEquals(PlanJson.id(leaving), PlanJson.id(again), "a run that was killed goes on with the same plan");
        ClusterPlan lost = plan(smaller, kept(leaving), new Reach(all.known(), Set.of(host)));
        assertEquals(Departures.Contact.LOST, lost.leaving().contact(host));
        assertTrue(lost.fabric().device(host).isEmpty(), "what is lost is not spoken to");
        assertEquals(
                Departures.Contact.LOST,
                plan(smaller, kept(lost), all).leaving().contact(host),
                "and need not be given up twice");

        // Grown again by another host meanwhile: the numbers of OSDs that are still there are not given away.
        ClusterPlan replaced = plan(
                InventoryReader.read(inventory(Files.readString(EC)
                        .replaceFirst(
                                "  storage:",
                                "  other:\n    count: 1\n    racks: [r1]\n    roles: [osd]\n"
                                        + "    constraints: {threads: \">= 2\", memory: \">= 3GiB\"}\n    volumes:\n"
                                        + "      osd: 2 x ssd >= 20GB\n  storage:"))),
                kept(leaving),
                all);
        assertTrue(replaced.storage().osdsOf(new MachineId("other-1")).stream()
                .noneMatch(osd -> leaving.leaving().osds().stream().anyMatch(gone -> gone.id() == osd.id())));

        ClusterPlan gone = plan(smaller, Optional.of(PlanInForce.of(leaving).withoutDepartures()), Reach.NOBODY);
        assertEquals(Departures.NONE, gone.leaving());
        assertTrue(gone.fabric().device(host).isEmpty());
        // And one that comes back while it is drained does not leave.
        ClusterPlan back = plan(grown(4), kept(leaving), all);
        assertEquals(List.of(), back.leaving().hosts());
        assertEquals(List.of(), back.leaving().osds());
        assertEquals(numbers(before), numbers(back));
    }

    @Test
    void aDriveThatIsNotThereAnyMoreLeavesAlone() throws IOException {
        ClusterSpec spec = InventoryReader.read(EC);
        ClusterPlan before = plan(spec, Optional.empty());
        OsdPlan broken = before.storage().osds().get(0);
        ClusterPlanner planner = new ClusterPlanner(spec, kept(before), Reach.NOBODY);
        ClusterPlan after = planner.plan(machines(planner).stream()
                .map(machine -> exchanged(machine, broken.serial()))
                .toList());
        assertEquals(List.of(broken), after.leaving().osds());
        assertEquals(List.of(), after.leaving().hosts());
        assertEquals(List.of(), after.leaving().daemons());
        assertEquals(List.of(broken.host()), after.leaving().reached());
        assertTrue(after.storage().osds().stream().noneMatch(osd -> osd.id() == broken.id()));
    }

    @Test
    void aPlanOfAVersionWithoutDeparturesIsRead() throws IOException {
        ClusterPlan plan = plan(InventoryReader.read(EC), Optional.empty());
        ObjectNode kept = (ObjectNode) new ObjectMapper().readTree(PlanJson.text(plan));
        kept.remove("leaving");
        assertEquals(PlanInForce.of(plan), PlanInForce.read(kept));
    }

    private static Machine exchanged(Machine machine, String serial) {
        return new Machine(
                machine.id(),
                machine.group(),
                machine.location(),
                machine.threads(),
                machine.memory(),
                machine.disks().stream()
                        .map(disk -> disk.serial().equals(serial)
                                ? new Disk(serial + "-new", disk.model(), disk.size(), disk.media(), disk.boot())
                                : disk)
                        .toList(),
                machine.nics());
    }

    private static List<String> numbers(ClusterPlan plan) {
        return plan.storage().osds().stream()
                .map(osd -> osd.id() + " " + osd.uuid())
                .toList();
    }

    private ClusterSpec grown(int hosts) throws IOException {
        return InventoryReader.read(inventory(Files.readString(EC).replaceFirst("count: 3", "count: " + hosts)));
    }

    private Path inventory(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "inventory", ".yaml"), text);
    }

    private static Optional<PlanInForce> kept(ClusterPlan plan) throws IOException {
        return Optional.of(PlanInForce.read(new ObjectMapper().readTree(PlanJson.text(plan))));
    }

    @Test
    void whatIsNoPlanIsSaidToBeNone() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode kept = (ObjectNode) json.readTree(PlanJson.text(plan(InventoryReader.read(EC), Optional.empty())));
        ObjectNode without = kept.deepCopy();
        ((ObjectNode) without.at("/storage/osds/0")).remove("id");
        assertThrows(IllegalArgumentException.class, () -> PlanInForce.read(without));
        ObjectNode wrong = kept.deepCopy();
        ((ObjectNode) wrong.at("/fabric/devices/0")).put("asn", "x");
        assertThrows(IllegalArgumentException.class, () -> PlanInForce.read(wrong));
        assertThrows(IllegalArgumentException.class, () -> PlanInForce.read(json.readTree("{}")));
    }

    private static ClusterPlan plan(ClusterSpec spec, Optional<PlanInForce> inForce) {
        return plan(spec, inForce, Reach.NOBODY);
    }

    private static ClusterPlan plan(ClusterSpec spec, Optional<PlanInForce> inForce, Reach reach) {
        ClusterPlanner planner = new ClusterPlanner(spec, inForce, reach);
        return planner.plan(machines(planner));
    }

    private static List<Machine> machines(ClusterPlanner planner) {
        return planner.request().machines().stream()
                .map(asked -> new Machine(
                        asked.id(),
                        asked.group(),
                        new Location(asked.rack()),
                        asked.threads(),
                        asked.memory(),
                        disks(asked),
                        asked.ports().stream()
                                .map(port -> new Nic(port, BitRate.ofGbit(10)))
                                .toList()))
                .toList();
    }

    private static List<Disk> disks(MachineRequest asked) {
        List<Disk> disks = new ArrayList<>();
        disks.add(new Disk(asked.id() + "boot", "test", ByteSize.ofGiB(30), Media.SSD, true));
        for (DiskRequest request : asked.disks()) {
            for (int i = 0; i < request.count(); i++) {
                disks.add(new Disk(asked.id() + "-" + disks.size(), "test", request.atLeast(), request.media(), false));
            }
        }
        return disks;
    }
}
