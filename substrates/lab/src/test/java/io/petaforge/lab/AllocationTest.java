package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final ClusterRequest REQUEST = LabMain.defaultTopology("one", MachineRequest.Image.PREPARED);
    private static final LabRecord EMPTY = Allocation.fresh("one", 7, "base", "prepared");

    @Test
    void addressesFollowTheOrderOfTheRequest() {
        LabRecord lab = Allocation.extend(EMPTY, REQUEST);
        assertEquals(11, lab.machines().size());
        assertEquals("10.99.7.10", lab.machines().get(0).address());
        assertEquals("10.99.7.20", lab.machines().get(10).address());
        assertEquals(REQUEST.cables(), lab.cables());
    }

    @Test
    void theSameRequestAgainChangesNothing() {
        LabRecord lab = Allocation.extend(EMPTY, REQUEST);
        assertEquals(lab, Allocation.extend(lab, REQUEST));
    }

    @Test
    void aMachineThatLeavesTakesItsCablesAlong() {
        LabRecord lab = Allocation.extend(EMPTY, REQUEST);
        MachineId leaving = REQUEST.machines().get(0).id();
        LabRecord rest = LabDeparture.without(lab, java.util.Set.of(leaving));
        assertEquals(10, rest.machines().size());
        assertTrue(rest.machine(leaving).isEmpty());
        assertEquals(
                REQUEST.cables().stream()
                        .filter(cable -> !cable.a().machine().equals(leaving)
                                && !cable.b().machine().equals(leaving))
                        .toList(),
                rest.cables());
        assertTrue(rest.cables().size() < lab.cables().size());
    }

    @Test
    void aGrowingClusterKeepsWhatItHas() {
        List<MachineRequest> fewer = new ArrayList<>(REQUEST.machines());
        fewer.remove(0);
        LabRecord small = Allocation.extend(EMPTY, new ClusterRequest("one", fewer, List.of()));
        LabRecord grown = Allocation.extend(small, REQUEST);
        assertEquals(small.machines(), grown.machines().subList(0, 10));
        assertEquals(
                "10.99.7.20",
                grown.machine(new MachineId("storage-1")).orElseThrow().address());
    }

    @Test
    void otherHardwareOfAnExistingMachineIsRefused() {
        LabRecord lab = Allocation.extend(EMPTY, REQUEST);
        MachineRequest first = REQUEST.machines().get(0);
        MachineRequest changed = new MachineRequest(
                first.id(),
                first.group(),
                first.kind(),
                first.rack(),
                first.threads(),
                ByteSize.ofGiB(64),
                first.disks(),
                first.ports(),
                first.packages());
        PetaforgeException refused = assertThrows(
                PetaforgeException.class,
                () -> Allocation.extend(lab, new ClusterRequest("one", List.of(changed), List.of())));
        assertTrue(refused.getMessage().startsWith("PF-LAB-009: The lab one already has storage-1"));
    }

    @Test
    void moreMachinesThanAddressesAreRefused() {
        MachineRequest first = REQUEST.machines().get(0);
        List<MachineRequest> many = new ArrayList<>();
        for (int i = 0; i <= Naming.MOST_MACHINES; i++) {
            many.add(new MachineRequest(
                    new MachineId("m" + i),
                    first.group(),
                    first.kind(),
                    first.rack(),
                    1,
                    first.memory(),
                    List.of(),
                    List.of(),
                    first.packages()));
        }
        assertThrows(
                PetaforgeException.class, () -> Allocation.extend(EMPTY, new ClusterRequest("one", many, List.of())));
        LabRecord full = Allocation.extend(EMPTY, new ClusterRequest("one", many.subList(1, many.size()), List.of()));
        assertEquals(
                "10.99.7.253", full.machines().get(Naming.MOST_MACHINES - 1).address());
    }
}
