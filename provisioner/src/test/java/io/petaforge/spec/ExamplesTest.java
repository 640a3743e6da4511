package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.MachineRequest.Image;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the inventories that we ship say. */
class ExamplesTest {
    private static final Path INVENTORIES = Path.of("..", "inventories");

    @Test
    void theLabIsTheOneThatEverythingIsSizedFor() {
        ClusterSpec lab = InventoryReader.read(INVENTORIES.resolve("lab.yaml"));

        assertEquals("lab", lab.name());
        assertEquals(new SubstrateSpec.Lab(), lab.substrate());
        assertEquals(List.of("r1", "r2", "r3"), lab.racks());
        assertEquals(
                List.of("storage-1@r1", "storage-2@r2", "storage-3@r3"),
                lab.members(Role.OSD).stream().map(m -> m.id() + "@" + m.rack()).toList());
        assertEquals(
                List.of("compute-1@r1", "compute-2@r2", "compute-3@r3"),
                lab.members(Role.SPARK_WORKER).stream()
                        .map(m -> m.id() + "@" + m.rack())
                        .toList());
        assertEquals(3, lab.ceph().mons());
        assertEquals(2, lab.ceph().mgrs());
        assertEquals(2, lab.ceph().rgws());
        assertEquals(CephSpec.Profile.LAB, lab.ceph().profile());
        assertEquals("s3.lab.internal", lab.ceph().s3().endpoint());
        assertEquals(2, lab.network().spines());
        assertEquals(new Protection.Replica(3), lab.storage().protection());
        assertEquals("4.1.2", lab.spark().version());
        assertEquals("2.13", lab.spark().scala());
        assertEquals("3.4.2", lab.spark().hadoop());
    }

    @Test
    void theInstallingLabHasOneBareHost() {
        ClusterSpec lab = InventoryReader.read(INVENTORIES.resolve("lab-install.yaml"));

        assertEquals(
                List.of("storage-bare"),
                lab.machines().stream()
                        .filter(g -> g.image() == Image.BARE)
                        .map(MachineGroup::name)
                        .toList());
        assertEquals(1, lab.group("storage-bare").orElseThrow().count());
        assertEquals(3, lab.members(Role.MON).size());
    }
}
