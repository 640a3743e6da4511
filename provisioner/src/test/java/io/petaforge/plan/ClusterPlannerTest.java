package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.api.PetaforgeException;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusterPlannerTest {
    private static final Path LAB = Path.of("../inventories/lab.yaml");

    private final ClusterSpec spec = InventoryReader.read(LAB);

    @Test
    void theSameInputGivesTheSameBytes() {
        assertEquals(plan().text(), plan().text());
        assertEquals(plan().id(), plan().id());
    }

    @Test
    void monsManagersAndGatewaysAreSpreadOverTheRacks() {
        ClusterPlan plan = plan().plan();
        assertEquals(3, racks(plan, plan.ceph().mons()));
        assertEquals(2, racks(plan, plan.ceph().mgrs()));
        assertEquals(2, racks(plan, plan.ceph().rgws()));
    }

    @Test
    void switchesAndCablesAreAskedForWithTheHosts() {
        ClusterRequest request = new ClusterPlanner(spec).request();
        assertEquals(
                5,
                request.machines().stream()
                        .filter(m -> m.kind() == MachineRequest.Kind.SWITCH)
                        .count());
        // Six hosts to their leaf, three leaves to two spines.
        assertEquals(12, request.cables().size());
    }

    @Test
    void noDriveServesTwoPurposesAndTheBootDriveServesNone() {
        ClusterPlan plan = plan().plan();
        List<String> used = new ArrayList<>();
        plan.storage().osds().forEach(osd -> used.add(osd.host() + "/" + osd.serial()));
        plan.spark().workers().forEach(worker -> {
            used.add(worker.machine() + "/" + worker.workspaceSerial());
            worker.cacheSerials().forEach(serial -> used.add(worker.machine() + "/" + serial));
        });
        assertEquals(12, used.size());
        assertEquals(used.size(), used.stream().distinct().count());
        assertTrue(used.stream().noneMatch(drive -> drive.endsWith("boot")), used.toString());
    }

    @Test
    void everyMissingDriveIsNamedAtOnce() {
        List<Machine> without = offer().stream()
                .map(machine -> new Machine(
                        machine.id(),
                        machine.group(),
                        machine.location(),
                        machine.threads(),
                        machine.memory(),
                        machine.disks().subList(0, 1),
                        machine.nics()))
                .toList();
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> new ClusterPlanner(spec).plan(without));
        assertEquals(
                List.of("PF-PLAN-001"),
                refused.problems().stream().map(p -> p.code()).distinct().toList());
        // Two OSD drives in each storage host; workspace and cache in each compute host.
        assertEquals(9, refused.problems().size());
    }

    private record Planned(ClusterPlan plan, String text, String id) {}

    private Planned plan() {
        ClusterPlan plan = new ClusterPlanner(spec).plan(offer());
        return new Planned(plan, PlanJson.text(plan), PlanJson.id(plan));
    }

    /** What a substrate would offer: exactly what was asked for, with serials made of the machine's name. */
    private List<Machine> offer() {
        return new ClusterPlanner(spec)
                .request().machines().stream()
                        .map(asked -> new Machine(
                                asked.id(),
                                asked.group(),
                                new Location(asked.rack()),
                                asked.threads(),
                                asked.memory(),
                                disks(asked),
                                asked.ports().stream()
                                        .map(port -> new Nic(port, BitRate.ofGbit(10)))
                                        .collect(Collectors.toList())))
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

    private static long racks(ClusterPlan plan, List<MachineId> hosts) {
        return plan.machines().stream()
                .filter(machine -> hosts.contains(machine.id()))
                .map(machine -> machine.location().rack())
                .distinct()
                .count();
    }
}
