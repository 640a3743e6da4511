package io.petaforge.network.dc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.network.FabricRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DataCenterPropertiesTest {
    @Property(tries = 60)
    void everyPortIsCabledOnceAndBothEndsAgree(@ForAll("requests") DataCenterRequest request) {
        DataCenterPlan plan = DataCenterPlanner.plan(request);
        Map<PortRef, Port> ports = new HashMap<>();
        for (Device device : plan.devices()) {
            Map<Integer, Integer> splits = new HashMap<>();
            for (Port port : device.ports()) {
                assertTrue(ports.put(new PortRef(device.id(), port.name()), port) == null, port.toString());
                assertEquals(port.parts(), splits.computeIfAbsent(port.cage(), cage -> port.parts()));
            }
        }
        assertEquals(2 * plan.links().size(), ports.size());
        for (Link link : plan.links()) {
            assertEquals(link.b(), ports.get(link.a()).peer());
            assertEquals(link.a(), ports.get(link.b()).peer());
            assertEquals(link.rate(), ports.get(link.a()).rate());
            assertEquals(link.rate(), ports.get(link.b()).rate());
            assertTrue(link.metres() <= link.medium().metres());
        }
    }

    @Property(tries = 60)
    void addressesAreUniqueAndInTheirRanges(@ForAll("requests") DataCenterRequest request) {
        DataCenterPlan plan = DataCenterPlanner.plan(request);
        Set<String> seen = new HashSet<>();
        for (RackPlan rack : plan.racks()) {
            if (!request.design().spansRacks() || rack.equals(plan.racks().get(0))) {
                rack.subnets().forEach(subnet -> assertTrue(seen.add(subnet.gateway())));
            }
            assertTrue(seen.add(rack.outOfBand().orElseThrow().gateway()));
        }
        for (Device device : plan.devices()) {
            Stream.of(
                            device.loopbacks().stream(),
                            device.segments().values().stream(),
                            device.outOfBand().stream(),
                            device.ports().stream().flatMap(port -> port.address().stream()))
                    .flatMap(addresses -> addresses)
                    .forEach(address -> assertTrue(seen.add(address.split("/")[0]), address));
            device.segments()
                    .forEach((purpose, address) -> assertTrue(plan.racks().stream()
                            .filter(rack -> rack.name().equals(device.rack()))
                            .flatMap(rack -> rack.subnet(purpose).stream())
                            .allMatch(subnet -> subnet.range().contains(address.split("/")[0]))));
        }
        plan.services().forEach(service -> assertTrue(seen.add(service.address())));
        if (request.design().spansRacks()) {
            Set<Integer> numbers = new HashSet<>();
            plan.racks()
                    .get(0)
                    .subnets()
                    .forEach(subnet -> assertTrue(
                            numbers.add(subnet.overlay().orElseThrow().vni()), subnet.purpose()));
            plan.racks().forEach(rack -> assertEquals(plan.racks().get(0).subnets(), rack.subnets()));
        }
    }

    @Property(tries = 60)
    void theTargetIsMetAndNoUplinkIsTooMany(@ForAll("requests") DataCenterRequest request) {
        Shape shape = DataCenterPlanner.plan(request).shape();
        if (request.design() != Design.FLAT_L2) {
            double down = (double) request.sizing().hostsPerRack()
                    * shape.hostLinks()
                    * request.host().effectiveRate();
            double up = (double) shape.uplinks() * shape.uplinkRate().bitsPerSecond();
            assertTrue(down / up <= request.sizing().oversubscription() + 1e-6);
            assertTrue(shape.spines() >= 2);
            assertTrue(shape.mostRacks() >= request.racks().size());
        }
    }

    @Property(tries = 60)
    void growthChangesNoAddressNumberOrPortThatExists(
            @ForAll("requests") DataCenterRequest request, @ForAll @IntRange(min = 1, max = 3) int more) {
        DataCenterPlan before = DataCenterPlanner.plan(request);
        int free = before.shape().mostRacks() - request.racks().size();
        List<FabricRequest.Rack> racks = new ArrayList<>();
        for (int i = 0; i < Math.min(more, free); i++) {
            racks.add(new FabricRequest.Rack("a-new-" + i, List.of(new MachineId("a-host-in-new-" + i))));
        }
        racks.addAll(request.racks());
        DataCenterRequest.Sizing old = request.sizing();
        DataCenterPlan after = DataCenterPlanner.plan(DcRequests.sized(
                        request.withRacks(racks),
                        new DataCenterRequest.Sizing(
                                old.leavesPerRack(),
                                old.oversubscription(),
                                old.spineOversubscription(),
                                old.spines(),
                                old.hostsPerRack(),
                                Math.max(old.growTo(), racks.size())))
                .after(before));
        assertEquals(before.shape(), after.shape());
        Map<MachineId, Device> now = new HashMap<>();
        after.devices().forEach(device -> now.put(device.id(), device));
        for (Device device : before.devices()) {
            Device kept = now.get(device.id());
            assertEquals(device.asn(), kept.asn());
            assertEquals(device.loopbacks(), kept.loopbacks());
            assertEquals(device.segments(), kept.segments());
            assertEquals(device.outOfBand(), kept.outOfBand());
            assertTrue(kept.ports().containsAll(device.ports()), device.id().value());
        }
        assertTrue(new HashSet<>(after.links()).containsAll(before.links()));
    }

    @Property(tries = 20)
    void theSameRequestGivesTheSamePlan(@ForAll("requests") DataCenterRequest request) {
        DataCenterPlan plan = DataCenterPlanner.plan(request);
        assertEquals(plan, DataCenterPlanner.plan(request));
        assertFalse(plan.request().previous().isPresent());
    }

    @Provide
    Arbitrary<DataCenterRequest> requests() {
        return Combinators.combine(
                        Arbitraries.of(Design.class).filter(design -> design != Design.EXISTING),
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.integers().between(1, 16),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.of(1.0, 2.0, 3.0),
                        Arbitraries.of(
                                SwitchModels.SPINE_100G_32, SwitchModels.SPINE_100G_64, SwitchModels.SPINE_400G_32),
                        Arbitraries.of(true, false))
                .as((design, racks, hosts, most, ratio, spine, numbered) -> {
                    int leaves = design.spansRacks() ? 1 : most;
                    DataCenterRequest base = DcRequests.of(design, design == Design.FLAT_L2 ? 1 : racks, hosts, leaves);
                    return new DataCenterRequest(
                            design,
                            base.racks(),
                            base.host(),
                            new DataCenterRequest.Switches(SwitchModels.LEAF_25G, spine, Optional.of(spine)),
                            new DataCenterRequest.Sizing(
                                    leaves,
                                    ratio,
                                    1,
                                    OptionalInt.empty(),
                                    hosts,
                                    base.racks().size()),
                            new DataCenterRequest.Ranges(
                                    base.ranges().loopbacks(),
                                    numbered ? Optional.empty() : Optional.of(Cidr.parse("fd00:20::/64")),
                                    numbered ? Optional.of(Cidr.parse("10.128.0.0/14")) : Optional.empty(),
                                    base.ranges().subnets(),
                                    numbered ? Optional.of(Cidr.parse("10.132.0.0/14")) : Optional.empty(),
                                    base.ranges().outOfBand()),
                            base.asns(),
                            List.of(),
                            9000,
                            Optional.empty());
                });
    }
}
