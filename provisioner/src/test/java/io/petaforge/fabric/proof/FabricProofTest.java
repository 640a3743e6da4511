package io.petaforge.fabric.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.network.dc.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What people read of a fabric that differs, word for word. */
class FabricProofTest {
    private static final Observation.Echo LOST = new Observation.Echo("no answer", "no answer");
    private static final Observation.Echo SMALL = new Observation.Echo("ok", "no answer");

    private final Simulated fabric = new Simulated(Plans.recorded());

    @Test
    void aFabricAsPlannedHasNoFindingAndSaysWhatWasProved() {
        Verdict verdict = fabric.verdict();
        assertEquals("", text(verdict));
        assertEquals(true, verdict.holds());
        assertEquals(new Summary.Part(9, 9), verdict.summary().devices());
        assertEquals(new Summary.Part(28, 28), verdict.summary().sessions());
        assertEquals(new Summary.Part(14, 14), verdict.summary().links());
        assertEquals(new Summary.Cables(14, 0, 14, 9), verdict.summary().cables());
        assertEquals(new Summary.Probes(3, 6, 6, 12, 0), verdict.summary().probes());
    }

    @Test
    void swappedCablesAreOneFindingWithAllThatFollows() {
        fabric.lldp("leaf-r1a", neighbors -> {
            PortRef one = neighbors.get("swp1");
            neighbors.put("swp1", neighbors.get("swp2"));
            neighbors.put("swp2", one);
            return neighbors;
        });
        fabric.lldp("storage-1", neighbors -> {
            neighbors.put("fab0", end("leaf-r1a", "swp2"));
            return neighbors;
        });
        fabric.lldp("compute-1", neighbors -> {
            neighbors.put("fab0", end("leaf-r1a", "swp1"));
            return neighbors;
        });
        String storage = address("storage-1");
        String compute = address("compute-1");
        for (String table : List.of("kernel4", "frr4")) {
            fabric.route("leaf-r1a", table, storage, "swp2");
            fabric.route("leaf-r1a", table, compute, "swp1");
        }
        fabric.session("leaf-r1a", "swp1", Optional.of(new Observation.Session("Established", 4200000069L, false)));
        assertEquals(
                """
                PF-FAB-011 leaf-r1a swp1: cables of leaf-r1a swp1 and swp2 are swapped
                  planned: swp1 to storage-1 fab0, swp2 to compute-1 fab0
                  found: swp1 to compute-1 fab0, swp2 to storage-1 fab0 (by LLDP, seen from both ends)
                  -> Exchange the two plugs at leaf-r1a.
                  with it: {BGP sessions=1, routes=2}
                """,
                text(fabric.verdict()));
    }

    @Test
    void aHostInAnotherRackIsNamedWithBothRacks() {
        PortRef[] there = {end("leaf-r2a", "swp7"), end("leaf-r2b", "swp7")};
        fabric.lldp("compute-1", neighbors -> {
            neighbors.put("fab0", there[0]);
            neighbors.put("fab1", there[1]);
            return neighbors;
        });
        for (String port : List.of("fab0", "fab1")) {
            fabric.session("compute-1", port, Optional.of(new Observation.Session("Active", 0, false)));
            fabric.near("compute-1", port, LOST);
        }
        for (String leaf : List.of("leaf-r1a", "leaf-r1b")) {
            fabric.cut(end(leaf, "swp2"), end(leaf, "swp2"));
            for (String table : List.of("kernel4", "frr4")) {
                fabric.route(leaf, table, address("compute-1"), "");
            }
        }
        assertEquals(
                """
                PF-FAB-010 compute-1: compute-1 is cabled into rack r2, planned in rack r1
                  planned: fab0 to leaf-r1a swp2, fab1 to leaf-r1b swp2
                  found: fab0 to leaf-r2a swp7, fab1 to leaf-r2b swp7
                  -> Move compute-1 to rack r1, or move it in the inventory and build again.
                  with it: {BGP sessions=4, links=2, ports=2, routes=2}
                """,
                text(fabric.verdict()));
    }

    @Test
    void aSpineThatIsOffIsNamedAndTheRestCompared() {
        fabric.seen.remove(new MachineId("spine-1"));
        fabric.silent.put(new MachineId("spine-1"), "no answer on port 22");
        for (Link link : fabric.plan.links()) {
            if (link.b().machine().value().equals("spine-1")) {
                fabric.cut(link.a(), link.a());
            }
        }
        Verdict verdict = fabric.verdict();
        assertEquals(
                """
                PF-FAB-001 spine-1: spine-1 is switched off: it cannot be reached, and the other ends of its cables have no signal
                  planned: running
                  found: no answer on port 22; signal on 0 of 4 cables
                  -> Switch spine-1 on, and look for the reason in its management log.
                  with it: {BGP sessions=4, links=4, ports=4}
                """,
                text(verdict));
        assertEquals(Map.of("spine-1", "no answer on port 22"), verdict.unreachable());
    }

    @Test
    void silentLossOfIpv4NamesTheCable() {
        fabric.near("storage-1", "fab0", LOST);
        fabric.near("leaf-r1a", "swp1", LOST);
        fabric.far("storage-1", List.of(new Observation.Lost("storage-2", "fab0", "no answer")));
        fabric.far("storage-2", List.of(new Observation.Lost("storage-1", "fab1", "no answer")));
        assertEquals(
                """
                PF-FAB-030 storage-1 fab0: IPv4 is lost on the cable storage-1 fab0 - leaf-r1a swp1 while IPv6 passes, so that BGP stays up and does not notice
                  planned: 1500 bytes both ways, IPv4 and IPv6
                  found: from storage-1 fab0 IPv4: no answer; from leaf-r1a swp1 IPv4: no answer
                  -> Look for a filter, rp_filter or an ASIC fault at both ends; until then set the port down: BGP goes around.
                  with it: {probes=2}
                """,
                text(fabric.verdict()));
    }

    @Test
    void aWrongMtuNamesThePort() {
        fabric.port("leaf-r1b", "swp128", old -> new Observation.PortState(true, true, 1400, old.mbits(), "", ""));
        fabric.near("leaf-r1b", "swp128", new Observation.Echo("ok", "Message too long"));
        fabric.near("spine-1", "swp2", SMALL);
        assertEquals(
                """
                PF-FAB-024 leaf-r1b swp128: leaf-r1b swp128 has an MTU of 1400 bytes instead of 1500
                  planned: 1500
                  found: 1400
                  -> Set it: ip link set swp128 mtu 1500, and look what set it to 1400 (build writes the planned one).
                  with it: {links=1}
                """,
                text(fabric.verdict()));
    }

    @Test
    void aCableThatIsDownIsOneFinding() {
        fabric.cut(end("leaf-r1a", "swp128"), end("spine-1", "swp1"));
        for (String table : List.of("kernel4", "frr4")) {
            fabric.route("leaf-r1a", table, address("storage-2"), "swp127");
            fabric.route("spine-1", table, address("storage-1"), "swp2");
            fabric.route("spine-1", table, address("leaf-r1a"), "");
        }
        assertEquals(
                """
                PF-FAB-023 leaf-r1a swp128: the cable leaf-r1a swp128 - spine-1 swp1 is down: unplugged, broken, or one of its ports failed
                  planned: signal at both ends
                  found: no signal at leaf-r1a swp128, no signal at spine-1 swp1
                  -> Look at the cable and its two ports.
                  with it: {BGP sessions=2, links=1, routes=3}
                """,
                text(fabric.verdict()));
    }

    @Test
    void aPrefixThatNobodyHasIsLookedForWhereItComesFrom() {
        for (String device : List.of("leaf-r1a", "leaf-r1b", "spine-1", "spine-2", "storage-1")) {
            for (String table : List.of("kernel4", "frr4")) {
                fabric.route(device, table, address("compute-1"), "");
            }
        }
        assertEquals(
                """
                PF-FAB-051 compute-1: %s of compute-1 is missing on 5 devices: compute-1 does not announce it
                  planned: swp1,swp2 (%s on spine-1)
                  found: none (%s on spine-1)
                  -> Look at the network statements of compute-1 in /etc/frr/frr.conf.
                  with it: {}
                """
                        .formatted(address("compute-1"), address("compute-1"), address("compute-1")),
                text(fabric.verdict()));
    }

    @Test
    void aNeighbourThatLldpStillRemembersIsNotOneThatIsThere() {
        fabric.change("leaf-r1a", old -> {
            List<Observation.Lldp> neighbors = new ArrayList<>(old.lldp().orElseThrow());
            neighbors.add(new Observation.Lldp("swp1", "compute-1", "fab0", 75));
            return Simulated.withLldp(old, Optional.of(neighbors));
        });
        assertEquals("", text(fabric.verdict()));
    }

    @Test
    void whatLldpDidNotSeeIsNotCounted() {
        fabric.seen.replaceAll((id, observation) -> Simulated.withLldp(observation, Optional.empty()));
        Verdict verdict = fabric.verdict();
        assertEquals(List.of(), verdict.findings());
        assertEquals(new Summary.Cables(0, 0, 14, 0), verdict.summary().cables());
    }

    private String address(String device) {
        return fabric.plan.address(new MachineId(device)) + "/32";
    }

    private static PortRef end(String device, String port) {
        return new PortRef(new MachineId(device), port);
    }

    static String text(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : verdict.findings()) {
            text.append(finding.code()).append(' ').append(finding.device());
            text.append(finding.port().isEmpty() ? "" : " " + finding.port()).append(": ");
            text.append(finding.what()).append("\n  planned: ").append(finding.planned());
            text.append("\n  found: ").append(finding.found()).append("\n  -> ").append(finding.fix());
            text.append("\n  with it: ")
                    .append(new TreeMap<>(finding.consequences()))
                    .append('\n');
        }
        return text.toString();
    }
}
