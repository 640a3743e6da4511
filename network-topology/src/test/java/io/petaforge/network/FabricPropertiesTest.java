package io.petaforge.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Asn;
import io.petaforge.api.Cable;
import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.network.FabricNode.Tier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class FabricPropertiesTest {
    @Property(tries = 200)
    void addressesAreUniqueAndWithinTheRange(@ForAll("requests") FabricRequest request) {
        FabricPlan plan = FabricPlanner.plan(request);
        List<String> addresses = Stream.concat(
                        plan.nodes().stream().map(FabricNode::loopback),
                        plan.services().stream().map(AnycastService::address))
                .toList();
        assertEquals(addresses.size(), new HashSet<>(addresses).size());
        addresses.forEach(address -> assertTrue(request.loopbacks().contains(address), address));
        assertTrue(!addresses.contains(request.loopbacks().address(0)), "the network address is given away");
    }

    @Property(tries = 200)
    void asnsArePrivateAndSharedOnlyBySpinesAndByTheLeavesOfARack(@ForAll("requests") FabricRequest request) {
        FabricPlan plan = FabricPlanner.plan(request);
        Map<Asn, Set<String>> owners = plan.nodes().stream()
                .collect(Collectors.groupingBy(
                        FabricNode::asn,
                        Collectors.mapping(
                                node -> node.tier() == Tier.HOST ? node.id().value() : node.tier() + node.rack(),
                                Collectors.toSet())));
        owners.forEach((asn, who) -> {
            assertTrue(asn.isPrivate(), asn.toString());
            assertEquals(1, who.size(), asn + " " + who);
        });
        assertEquals(
                1,
                plan.tier(Tier.SPINE).stream().map(FabricNode::asn).distinct().count());
    }

    @Property(tries = 200)
    void everyPortIsCabledOnceAndNamedForLinux(@ForAll("requests") FabricRequest request) {
        FabricPlan plan = FabricPlanner.plan(request);
        List<PortRef> ends = plan.cables().stream()
                .flatMap(cable -> Stream.of(cable.a(), cable.b()))
                .toList();
        Set<PortRef> ports = plan.nodes().stream()
                .flatMap(node -> node.ports().stream().map(port -> new PortRef(node.id(), port)))
                .collect(Collectors.toSet());
        assertEquals(ports, new HashSet<>(ends));
        assertEquals(ports.size(), ends.size());
        ends.forEach(end -> assertTrue(end.port().matches("[a-z][a-z0-9]{0,14}"), end.toString()));
    }

    @Property(tries = 200)
    void everyHostReachesEveryLeafOfItsRackAndEveryLeafEverySpine(@ForAll("requests") FabricRequest request) {
        FabricPlan plan = FabricPlanner.plan(request);
        for (FabricNode host : plan.tier(Tier.HOST)) {
            assertEquals(
                    plan.tier(Tier.LEAF).stream()
                            .filter(leaf -> leaf.rack().equals(host.rack()))
                            .map(FabricNode::id)
                            .collect(Collectors.toSet()),
                    neighbours(plan, host.id()));
        }
        Set<MachineId> spines =
                plan.tier(Tier.SPINE).stream().map(FabricNode::id).collect(Collectors.toSet());
        for (FabricNode leaf : plan.tier(Tier.LEAF)) {
            assertTrue(neighbours(plan, leaf.id()).containsAll(spines), leaf.toString());
        }
    }

    @Property(tries = 200)
    void growthAtTheEndChangesNothingThatExists(
            @ForAll("requests") FabricRequest request,
            @ForAll @IntRange(min = 0, max = 3) int moreRacks,
            @ForAll @IntRange(min = 0, max = 3) int moreHosts,
            @ForAll @IntRange(min = 0, max = 2) int moreSpines) {
        List<FabricRequest.Rack> racks = new ArrayList<>();
        for (FabricRequest.Rack rack : request.racks()) {
            List<MachineId> hosts = new ArrayList<>(rack.hosts());
            for (int i = 0; i < moreHosts; i++) {
                hosts.add(new MachineId("new-" + rack.name() + "-" + i));
            }
            racks.add(new FabricRequest.Rack(rack.name(), hosts));
        }
        for (int i = 0; i < moreRacks; i++) {
            racks.add(Requests.rack("new" + i, "host-in-new" + i));
        }
        List<FabricRequest.Service> services = new ArrayList<>(request.services());
        services.add(new FabricRequest.Service("new", List.of()));
        FabricPlan before = FabricPlanner.plan(request);
        assertKept(
                before,
                FabricPlanner.plan(
                        Requests.of(request.spines() + moreSpines, request.leavesPerRack(), racks, services)));
    }

    @Property(tries = 200)
    void aPlanInForceIsKeptWhateverComesBeforeOrGoes(@ForAll("requests") FabricRequest request) {
        FabricPlan before = FabricPlanner.plan(request);
        List<FabricRequest.Rack> racks = new ArrayList<>();
        racks.add(Requests.rack("aa", "in-front"));
        for (FabricRequest.Rack rack : request.racks()) {
            List<MachineId> hosts = new ArrayList<>(rack.hosts());
            hosts.remove(0);
            hosts.add(0, new MachineId("front-" + rack.name()));
            racks.add(new FabricRequest.Rack(rack.name(), hosts));
        }
        FabricRequest grown = Requests.of(
                request.spines(),
                request.leavesPerRack(),
                racks,
                List.of(
                        new FabricRequest.Service("front", List.of()),
                        new FabricRequest.Service("s3", racks.get(1).hosts())));
        FabricPlan after = FabricPlanner.plan(new FabricRequest(
                grown.design(),
                grown.spines(),
                grown.leavesPerRack(),
                grown.racks(),
                grown.services(),
                grown.loopbacks(),
                grown.asns(),
                grown.linkRate(),
                grown.mtu(),
                Optional.of(before)));
        Set<MachineId> gone = before.nodes().stream().map(FabricNode::id).collect(Collectors.toSet());
        gone.removeAll(after.nodes().stream().map(FabricNode::id).collect(Collectors.toSet()));
        assertEquals(request.racks().size(), gone.size());
        for (FabricNode node : before.nodes()) {
            if (!gone.contains(node.id())) {
                FabricNode kept = after.node(node.id()).orElseThrow();
                assertEquals(node.loopback(), kept.loopback());
                assertEquals(node.asn(), kept.asn());
            }
        }
        Set<Cable> cables = new HashSet<>(after.cables());
        for (Cable cable : before.cables()) {
            assertTrue(gone.contains(cable.a().machine()) || cables.contains(cable), cable.toString());
        }
    }

    @Property(tries = 50)
    void theSameRequestGivesTheSamePlan(@ForAll("requests") FabricRequest request) {
        assertEquals(FabricPlanner.plan(request), FabricPlanner.plan(request));
    }

    @Provide
    Arbitrary<FabricRequest> requests() {
        Arbitrary<List<Integer>> hosts =
                Arbitraries.integers().between(1, 20).list().ofMinSize(1).ofMaxSize(8);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(1, 4),
                        hosts)
                .as((spines, leaves, counts) -> {
                    List<FabricRequest.Rack> racks = Requests.racks(counts);
                    return Requests.of(
                            spines,
                            leaves,
                            racks,
                            List.of(
                                    new FabricRequest.Service("s3", racks.get(0).hosts()),
                                    new FabricRequest.Service("dns", List.of())));
                });
    }

    private static void assertKept(FabricPlan before, FabricPlan after) {
        for (FabricNode node : before.nodes()) {
            FabricNode kept = after.node(node.id()).orElseThrow();
            assertEquals(node.loopback(), kept.loopback());
            assertEquals(node.asn(), kept.asn());
            assertEquals(node.anycast(), kept.anycast());
            assertTrue(kept.ports().containsAll(node.ports()), kept.toString());
        }
        assertTrue(after.cables().containsAll(before.cables()));
        assertTrue(after.services().containsAll(before.services()));
    }

    private static Set<MachineId> neighbours(FabricPlan plan, MachineId node) {
        return plan.cables().stream()
                .filter(cable ->
                        cable.a().machine().equals(node) || cable.b().machine().equals(node))
                .map(cable -> cable.a().machine().equals(node)
                        ? cable.b().machine()
                        : cable.a().machine())
                .collect(Collectors.toSet());
    }
}
