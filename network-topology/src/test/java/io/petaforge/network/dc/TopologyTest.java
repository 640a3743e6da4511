package io.petaforge.network.dc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.MachineId;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void theLabsPathsToAHostInRackTwo() {
        Topology topology = Topology.of(DataCenterPlanner.plan(DcRequests.lab(2)));
        assertEquals(
                "{compute-1=[fab0], compute-2=[fab0], compute-3=[fab0], leaf-r1=[swp127, swp128], leaf-r2=[swp1],"
                        + " leaf-r3=[swp127, swp128], spine-1=[swp2], spine-2=[swp2], storage-1=[fab0],"
                        + " storage-3=[fab0]}",
                topology.portsTowards(new MachineId("storage-2")).toString());
    }

    @Test
    void twoLeavesGiveAHostTwoPathsAndTheOtherRacksLeavesTheirSpines() {
        Topology topology = Topology.of(DataCenterPlanner.plan(DcRequests.of(Design.L3_HOST, 2, 1, 2)));
        assertEquals(
                "{leaf-r1a=[Ethernet48, Ethernet52], leaf-r1b=[Ethernet48, Ethernet52], leaf-r2a=[Ethernet0],"
                        + " leaf-r2b=[Ethernet0], node-r1-1=[ens1f0np0, ens1f1np1], spine-1=[Ethernet8, Ethernet12],"
                        + " spine-2=[Ethernet8, Ethernet12]}",
                topology.portsTowards(new MachineId("node-r2-1")).toString());
    }

    @Test
    void linksNameThePeersPort() {
        Topology topology = Topology.of(DataCenterPlanner.plan(DcRequests.lab(2)));
        assertEquals(
                "swp1=storage-1:fab0 swp2=compute-1:fab0 swp127=spine-2:swp1 swp128=spine-1:swp1",
                topology.links(new MachineId("leaf-r1")).stream()
                        .map(link -> link.port() + "=" + link.peer().id() + ":" + link.peerPort())
                        .collect(Collectors.joining(" ")));
        assertThrows(IllegalArgumentException.class, () -> topology.links(new MachineId("nobody")));
    }
}
