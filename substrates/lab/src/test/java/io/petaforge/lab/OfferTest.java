package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PortRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OfferTest {
    private final LabSubstrate lab = LabSubstrate.ofThisMachine();

    @Test
    void theSameRequestIsOfferedTheSameMachines() {
        ClusterRequest request = LabMain.defaultTopology("one", MachineRequest.Image.PREPARED);
        assertEquals(lab.offer(request), lab.offer(request));
    }

    @Test
    void everyDiskHasASerialOfItsOwnAndOneIsTheBootDisk() {
        Set<String> serials = new HashSet<>();
        int disks = 0;
        for (String cluster : List.of("one", "two")) {
            for (Machine machine : lab.offer(LabMain.defaultTopology(cluster, MachineRequest.Image.PREPARED))) {
                assertEquals(
                        1,
                        machine.disks().stream().filter(Disk::boot).count(),
                        machine.id().value());
                machine.disks().forEach(disk -> serials.add(disk.serial()));
                disks += machine.disks().size();
            }
        }
        assertEquals(disks, serials.size());
    }

    @Test
    void serialsStayWhatTheyAre() {
        // SHA-256 of "lab/storage-1/0". Plans of existing clusters name them: a change here takes every lab's disks
        // away from it.
        Disk disk = Naming.dataDisk(
                "lab", new MachineId("storage-1"), 0, io.petaforge.api.Media.SSD, ByteSize.parse("20GB"));
        assertEquals("LAB82AACBBDC7F3", disk.serial());
    }

    @Test
    void machinesAreWhatWasAskedForWithTheCablesRates() {
        Machine storage = lab.offer(LabMain.defaultTopology("one", MachineRequest.Image.PREPARED))
                .get(0);
        assertEquals("storage-1", storage.id().value());
        assertEquals("r1", storage.location().rack());
        assertEquals(2, storage.threads());
        assertEquals(ByteSize.ofGiB(3), storage.memory());
        assertEquals(
                List.of(ByteSize.parse("20GB"), ByteSize.parse("20GB")),
                storage.disks().stream()
                        .filter(disk -> !disk.boot())
                        .map(Disk::size)
                        .toList());
        assertEquals(BitRate.ofGbit(25), storage.nics().get(0).speed());
    }

    @Test
    void everythingWrongWithARequestIsSaidAtOnce() {
        ClusterRequest good = LabMain.defaultTopology("one", MachineRequest.Image.PREPARED);
        List<MachineRequest> machines = new ArrayList<>(good.machines());
        MachineRequest first = machines.get(0);
        machines.add(first);
        machines.add(new MachineRequest(
                new MachineId("odd"),
                first.group(),
                first.kind(),
                first.rack(),
                1,
                first.memory(),
                List.of(),
                List.of("a-port-name-too-long", "oob0", "9x"),
                first.packages()));
        List<Cable> cables = new ArrayList<>(good.cables());
        cables.add(new Cable(
                new PortRef(first.id(), "fab0"), new PortRef(new MachineId("nobody"), "x"), BitRate.ofGbit(1)));
        PetaforgeException refused = assertThrows(
                PetaforgeException.class, () -> lab.offer(new ClusterRequest("Not A Label", machines, cables)));
        assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
        String text = refused.getMessage();
        for (String expected : List.of(
                "'Not A Label' cannot name a lab",
                "Two machines are named storage-1",
                "odd:a-port-name-too-long cannot be a Linux interface",
                "odd:oob0 is a name that the lab uses itself",
                "odd:9x cannot be a Linux interface",
                "ends in nobody:x, and there is no such port",
                "Two cables end in storage-1:fab0")) {
            assertTrue(text.contains(expected), () -> "no '" + expected + "' in:\n" + text);
        }
        assertEquals(7, refused.problems().size());
    }
}
