package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PortRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkBatchTest {
    private static final LabRecord LAB = lab();

    @Test
    void aNewLabIsMadeWhole() {
        assertEquals(
                """
                link add name pf7 address 02:70:66:00:07:01 type bridge stp_state 0 forward_delay 0 mcast_snooping 0
                address replace 10.99.7.1/24 dev pf7
                link set dev pf7 up
                netns add pf.one.h
                netns add pf.one.s
                link add name pf7v0 type veth peer name oob0 address 02:70:66:01:07:00 netns pf.one.h
                link set dev pf7v0 master pf7
                link set dev pf7v0 up
                link add name pf7v1 type veth peer name oob0 address 02:70:66:01:07:01 netns pf.one.s
                link set dev pf7v1 master pf7
                link set dev pf7v1 up
                link add name fab0 netns pf.one.h type veth peer name h0 netns pf.one.s
                link add name fab1 netns pf.one.h type veth peer name h1 netns pf.one.s
                """,
                FileWriting.lines(NetworkBatch.creation(LAB, new NetworkBatch.Existing(Set.of(), Set.of()))));
    }

    @Test
    void anInterruptedLabGetsWhatIsMissing() {
        NetworkBatch.Existing existing = new NetworkBatch.Existing(
                Set.of("pf.one.h", "pf.one.s"),
                Set.of("/pf7", "/pf7v0", "pf.one.h/lo", "pf.one.h/oob0", "pf.one.h/fab0", "pf.one.s/h0"));
        assertEquals(
                """
                address replace 10.99.7.1/24 dev pf7
                link set dev pf7 up
                link set dev pf7v0 master pf7
                link set dev pf7v0 up
                link add name pf7v1 type veth peer name oob0 address 02:70:66:01:07:01 netns pf.one.s
                link set dev pf7v1 master pf7
                link set dev pf7v1 up
                link add name fab1 netns pf.one.h type veth peer name h1 netns pf.one.s
                """,
                FileWriting.lines(NetworkBatch.creation(LAB, existing)));
    }

    @Test
    void aCableWhoseOtherEndIsInNoNamespaceIsLoose() {
        assertEquals(
                Map.of("pf.one.s", List.of("h0")),
                NetworkBatch.loose(
                        LAB,
                        new NetworkBatch.Existing(
                                Set.of("pf.one.h", "pf.one.s"),
                                Set.of("pf.one.h/fab1", "pf.one.s/h0", "pf.one.s/h1"))));
    }

    @Test
    void losingPowerTakesLinksAndAddresses() {
        assertEquals(
                """
                link set dev fab0 down
                link set dev fab1 down
                link set dev oob0 down
                link set dev lo down
                address flush dev fab0
                address flush dev fab1
                address flush dev oob0
                address flush dev lo
                """,
                FileWriting.lines(NetworkBatch.down(LAB, LAB.machines().get(0))));
        assertEquals(
                """
                link set dev lo up
                address replace 10.99.7.11/24 dev oob0
                link set dev oob0 up
                link set dev h0 up
                link set dev h1 up
                """,
                FileWriting.lines(NetworkBatch.up(LAB, LAB.machines().get(1))));
    }

    @Test
    void onlyCablesBelowTheSpeedOfAPlainPairAreShaped() {
        assertEquals(
                List.of("qdisc replace dev fab0 root tbf rate 200000000bit burst 250000 latency 50ms"),
                NetworkBatch.shaping(LAB, LAB.machines().get(0)));
        assertEquals(
                List.of("qdisc replace dev h0 root tbf rate 200000000bit burst 250000 latency 50ms"),
                NetworkBatch.shaping(LAB, LAB.machines().get(1)));
    }

    @Test
    void namespacesOfALabAreNeverAnothers() {
        String mine = Naming.namespacePrefix("a");
        assertEquals("pf.a.b-c", Naming.namespace("a", new MachineId("b-c")));
        assertEquals(false, Naming.namespace("a-b", new MachineId("c")).startsWith(mine));
    }

    private static LabRecord lab() {
        MachineRequest host = machine("h", MachineRequest.Kind.HOST, List.of("fab0", "fab1"));
        MachineRequest networkSwitch = machine("s", MachineRequest.Kind.SWITCH, List.of("h0", "h1"));
        return Allocation.extend(
                Allocation.fresh("one", 7, "base", "prepared"),
                new ClusterRequest(
                        "one",
                        List.of(host, networkSwitch),
                        List.of(
                                cable("fab0", "h0", BitRate.parse("200Mbit/s")),
                                cable("fab1", "h1", BitRate.ofGbit(25)))));
    }

    private static MachineRequest machine(String name, MachineRequest.Kind kind, List<String> ports) {
        return new MachineRequest(
                new MachineId(name),
                "group",
                kind,
                "r1",
                1,
                ByteSize.ofGiB(1),
                List.of(),
                ports,
                MachineRequest.Image.BARE);
    }

    private static Cable cable(String hostPort, String switchPort, BitRate rate) {
        return new Cable(new PortRef(new MachineId("h"), hostPort), new PortRef(new MachineId("s"), switchPort), rate);
    }
}
