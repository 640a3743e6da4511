package io.petaforge.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.MachineId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void theLabsPathsToAHostInRackTwo() {
        Topology topology = Topology.of(FabricPlanner.plan(Requests.lab()));
        assertEquals(
                "{compute-1=[fab0], compute-2=[fab0], compute-3=[fab0], leaf-r1=[up0, up1], leaf-r2=[h0],"
                        + " leaf-r3=[up0, up1], spine-1=[leaf1], spine-2=[leaf1], storage-1=[fab0], storage-3=[fab0]}",
                topology.portsTowards(new MachineId("storage-2")).toString());
    }

    @Test
    void twoLeavesGiveAHostTwoPathsAndTheOtherRacksLeavesTheirSpines() {
        Topology topology = Topology.of(FabricPlanner.plan(
                Requests.of(3, 2, List.of(Requests.rack("r1", "a"), Requests.rack("r2", "b", "c")), List.of())));
        assertEquals(
                "{a=[fab0, fab1], c=[fab0, fab1], leaf-r1a=[up0, up1, up2], leaf-r1b=[up0, up1, up2], leaf-r2a=[h0],"
                        + " leaf-r2b=[h0], spine-1=[leaf2, leaf3], spine-2=[leaf2, leaf3], spine-3=[leaf2, leaf3]}",
                topology.portsTowards(new MachineId("b")).toString());
    }

    @Test
    void linksNameThePeersPort() {
        Topology topology = Topology.of(FabricPlanner.plan(Requests.lab()));
        assertEquals(
                "h0=storage-1:fab0 h1=compute-1:fab0 up0=spine-1:leaf0 up1=spine-2:leaf0",
                topology.links(new MachineId("leaf-r1")).stream()
                        .map(link -> link.port() + "=" + link.peer().id() + ":" + link.peerPort())
                        .collect(Collectors.joining(" ")));
        assertThrows(IllegalArgumentException.class, () -> topology.links(new MachineId("nobody")));
    }
}
