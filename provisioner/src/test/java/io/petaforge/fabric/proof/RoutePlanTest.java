package io.petaforge.fabric.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Topology;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutePlanTest {
    @ParameterizedTest
    @CsvSource({
        "L3_HOST, 1, 3, 1, false, false",
        "L3_HOST, 3, 3, 2, true, false",
        "L3_HOST, 4, 2, 2, false, true",
        "L3_TOR, 3, 3, 1, false, false",
        "L3_TOR, 3, 3, 2, false, false",
        "L3_HOST, 70, 24, 1, false, false"
    })
    void theSumsAreThoseOfThePrefixesOneByOne(
            Design design, int racks, int hosts, int leaves, boolean ipv6, boolean numbered) {
        FabricProof proof = FabricProof.of(Plans.of(design, racks, hosts, leaves, ipv6, numbered));
        int compared = 0;
        for (Expectation expectation : proof.expected()) {
            for (String family : expectation.tables().keySet()) {
                Map<String, Sums> sums = new TreeMap<>();
                proof.routes(family)
                        .prefixes(expectation.device())
                        .forEach((prefix, ports) -> sums.merge(String.join(",", ports), Sums.of(prefix), Sums::plus));
                Map<String, String> texts = new TreeMap<>();
                sums.forEach((ports, sum) -> texts.put(ports, sum.text()));
                assertEquals(
                        texts,
                        expectation.tables().get(family),
                        expectation.device().id() + " " + family);
                compared++;
            }
            if (racks * hosts > 1000 && compared > 60 && expectation.device().role() == Role.HOST) {
                break;
            }
        }
        assertTrue(compared >= racks);
    }

    @Test
    void thePathsToHostsAreTheShortest() {
        DataCenterPlan plan = Plans.of(Design.L3_HOST, 4, 3, 2, false, false);
        Topology topology = Topology.of(plan);
        RoutePlan routes = FabricProof.of(plan).routes("4");
        for (var to : plan.tier(Role.HOST)) {
            Map<MachineId, List<String>> ports = topology.portsTowards(to.id());
            plan.devices().stream()
                    .filter(from -> !from.id().equals(to.id()))
                    .forEach(from -> assertEquals(
                            ports.getOrDefault(from.id(), List.of()).stream()
                                    .sorted()
                                    .toList(),
                            routes.ports(from, to),
                            from.id() + " to " + to.id()));
        }
    }

    @Test
    void setsThatDifferInOnePrefixHaveOtherSums() {
        Set<String> texts = new HashSet<>();
        for (String prefix :
                List.of("10.20.0.1/32", "10.20.0.1/31", "10.20.0.2/32", "11.20.0.1/32", "10.20.255.241/32")) {
            texts.add(Sums.of("10.20.0.7/32").plus(Sums.of(prefix)).text());
        }
        assertEquals(5, texts.size());
        assertEquals("1:169082944:1502647696:32", Sums.of("10.20.0.64/32").text());
        assertEquals(Sums.NONE, Sums.of("fd00:20::44/128").minus(Sums.of("fd00:20::44/128")));
    }

    @Test
    void everyHostIsProbedAndProbesGrowWithHosts() {
        for (int racks : new int[] {3, 20, 70}) {
            Fabric fabric = new Fabric(Plans.of(Design.L3_HOST, racks, 24, 1, false, false));
            FarTargets targets = new FarTargets(fabric);
            Set<MachineId> probed = new HashSet<>();
            Set<List<String>> rackPairs = new HashSet<>();
            int probes = 0;
            for (var host : fabric.plan().tier(Role.HOST)) {
                List<io.petaforge.network.dc.Device> mine = targets.of(host);
                assertTrue(mine.size() <= FarTargets.MOST);
                assertEquals(mine.size(), new HashSet<>(mine).size());
                for (var target : mine) {
                    assertTrue(!target.id().equals(host.id()));
                    probed.add(target.id());
                    rackPairs.add(List.of(host.rack(), target.rack()));
                }
                probes += mine.size();
            }
            assertEquals(racks * 24, probed.size());
            assertEquals(racks * racks, rackPairs.size());
            assertTrue(probes <= racks * 24 * FarTargets.MOST);
        }
    }
}
