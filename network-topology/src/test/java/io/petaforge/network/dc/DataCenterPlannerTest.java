package io.petaforge.network.dc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.AsnRange;
import io.petaforge.network.FabricRequest;
import io.petaforge.network.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DataCenterPlannerTest {
    @Test
    void plansAreTheGoldenOnes() {
        Golden.assertSame("dc/plan/l3-host-2-racks.txt", full(Design.L3_HOST, 2, 3, 2));
        Golden.assertSame("dc/plan/l3-tor-2-racks.txt", full(Design.L3_TOR, 2, 3, 2));
        Golden.assertSame("dc/plan/l3-tor-single-leaf.txt", full(Design.L3_TOR, 3, 2, 1));
        Golden.assertSame(
                "dc/plan/l2-l3-hybrid.txt", PlanText.full(DataCenterPlanner.plan(DcRequests.hybridWithCluster())));
        Golden.assertSame(
                "dc/plan/l3-tor-linux.txt",
                PlanText.full(DataCenterPlanner.plan(DcRequests.plainLinux(Design.L3_TOR))));
        Golden.assertSame("dc/plan/flat-l2.txt", full(Design.FLAT_L2, 1, 5, 2));
        Golden.assertSame(
                "dc/" + "plan/l3-host-dual-stack.txt", PlanText.full(DataCenterPlanner.plan(DcRequests.dualStack())));
        Golden.assertSame("dc/plan/l3-host-ipv6.txt", PlanText.full(DataCenterPlanner.plan(DcRequests.onlyIpv6())));
        Golden.assertSame("dc/plan/l3-host-numbered.txt", PlanText.full(DataCenterPlanner.plan(DcRequests.numbered())));
    }

    @Test
    void largePlansHaveTheGoldenShapes() {
        Golden.assertSame("dc/plan/3-racks.summary.txt", summary(Design.L3_HOST, 3, 20, 2));
        Golden.assertSame("dc/plan/32-racks.summary.txt", summary(Design.L3_HOST, 32, 40, 2));
        Golden.assertSame("dc/plan/250-racks.summary.txt", summary(Design.L3_HOST, 250, 40, 2));
    }

    @Test
    void theLabsPlanIsTheGoldenOne() {
        Golden.assertSame("dc/plan/lab.txt", PlanText.full(DataCenterPlanner.plan(DcRequests.lab(2))));
    }

    @Test
    void moreSpinesMoveNothingWhereLinksAreUnnumbered() {
        DataCenterPlan before = DataCenterPlanner.plan(DcRequests.lab(2));
        DataCenterPlan after = DataCenterPlanner.plan(DcRequests.lab(4).after(before));
        assertTrue(after.links().containsAll(before.links()));
        for (Device device : before.devices()) {
            Device kept = after.device(device.id()).orElseThrow();
            assertEquals(device.loopbacks(), kept.loopbacks());
            assertEquals(device.asn(), kept.asn());
            assertTrue(kept.ports().containsAll(device.ports()), device.id().value());
        }
        assertEquals(DataCenterPlanner.plan(DcRequests.lab(4)), after);
        Golden.assertSame(
                "dc/errors/fewer-spines.txt", problems(DcRequests.lab(2).after(after)));
    }

    @Test
    void sixteenBitNumbersDoForManyRacksWhereHostsDoNotRoute() {
        DataCenterRequest request = DcRequests.of(Design.L3_TOR, 250, 40, 2);
        DataCenterPlan plan = DataCenterPlanner.plan(DcRequests.ranged(request, request.ranges(), AsnRange.PRIVATE_16));
        assertTrue(plan.shape().fiveStage());
        assertEquals(
                250L, plan.tier(Role.LEAF).stream().map(Device::asn).distinct().count());
    }

    @Test
    void hostsHaveTheirAddressesWhereTheDesignPutsThem() {
        MachineId host = new MachineId("node-r2-1");
        DataCenterPlan routed = DataCenterPlanner.plan(DcRequests.dualStack());
        assertEquals("10.20.0.132 10.21.0.132", routed.address(host) + " " + routed.clusterAddress(host));
        DataCenterPlan tor = DataCenterPlanner.plan(DcRequests.torWithCluster());
        assertEquals("10.64.0.140 10.72.0.140", tor.address(host) + " " + tor.clusterAddress(host));
        DataCenterPlan one = DataCenterPlanner.plan(DcRequests.lab(2));
        MachineId storage = new MachineId("storage-1");
        assertEquals("10.20.0.68 10.20.0.68", one.address(storage) + " " + one.clusterAddress(storage));
        assertThrows(IllegalArgumentException.class, () -> one.clusterAddress(host));
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        DataCenterRequest bad = DcRequests.of(Design.FLAT_L2, 2, 9, 3);
        List<FabricRequest.Rack> racks = new ArrayList<>(bad.racks());
        racks.add(new FabricRequest.Rack("Rack 9", List.of(new MachineId("spine-1"), new MachineId("node-r1-1"))));
        Golden.assertSame(
                "dc/" + "errors/request.txt",
                problems(new DataCenterRequest(
                        bad.design(),
                        racks,
                        bad.host(),
                        bad.switches(),
                        new DataCenterRequest.Sizing(3, 0.5, Double.NaN, OptionalInt.of(65), 8, 1),
                        bad.ranges(),
                        bad.asns(),
                        List.of(new FabricRequest.Service("s3", List.of(new MachineId("stranger")))),
                        900,
                        Optional.empty())));
    }

    @Test
    void whatDoesNotFitIsRefusedWithWhatWould() {
        DataCenterRequest base = DcRequests.of(Design.L3_HOST, 40, 40, 2);
        StringBuilder text = new StringBuilder();
        text.append(problems(with(base, SwitchModels.LEAF_10G, SwitchModels.SPINE_40G_32, Optional.empty(), 3)));
        text.append(problems(with(base, SwitchModels.LEAF_25G, SwitchModels.SPINE_40G_32, Optional.empty(), 3)));
        text.append(problems(with(base, SwitchModels.LEAF_25G, SwitchModels.SPINE_100G_32, Optional.empty(), 3)));
        text.append(problems(with(base, SwitchModels.LEAF_25G, SwitchModels.SPINE_100G_64, Optional.empty(), 1)));
        text.append(problems(DcRequests.of(Design.L3_HOST, 2, 50, 2)));
        text.append(problems(DcRequests.of(Design.L2_L3_HYBRID, 2, 5, 2)));
        Golden.assertSame("dc/errors/sizes.txt", text.toString());
    }

    @Test
    void rangesThatOverlapOrAreTooSmallAreRefused() {
        DataCenterRequest base = DcRequests.of(Design.L3_TOR, 40, 40, 2);
        String overlap = problems(DcRequests.ranged(
                base,
                new DataCenterRequest.Ranges(
                        Cidr.parse("10.20.0.0/16"),
                        Optional.of(Cidr.parse("10.30.0.0/16")),
                        Optional.of(Cidr.parse("10.20.128.0/20")),
                        Cidr.parse("10.20.0.0/14"),
                        Optional.of(Cidr.parse("fd00::/64")),
                        Optional.of(Cidr.parse("10.96.0.0/16"))),
                AsnRange.PRIVATE_32));
        String small = problems(DcRequests.ranged(
                base,
                new DataCenterRequest.Ranges(
                        Cidr.parse("10.20.0.0/24"),
                        Optional.of(Cidr.parse("fd00:20::/120")),
                        Optional.of(Cidr.parse("10.24.0.0/24")),
                        Cidr.parse("10.64.0.0/24"),
                        Optional.of(Cidr.parse("10.65.0.0/24")),
                        Optional.of(Cidr.parse("10.96.0.0/24"))),
                new AsnRange(new io.petaforge.api.Asn(65_530), new io.petaforge.api.Asn(65_540))));
        DataCenterRequest ipv6 = DcRequests.onlyIpv6();
        String families = problems(DcRequests.ranged(
                        ipv6,
                        new DataCenterRequest.Ranges(
                                ipv6.ranges().loopbacks(),
                                Optional.of(Cidr.parse("fd00:22::/64")),
                                Optional.of(Cidr.parse("10.24.0.0/16")),
                                ipv6.ranges().subnets(),
                                Optional.of(Cidr.parse("10.65.0.0/16")),
                                ipv6.ranges().outOfBand()),
                        ipv6.asns()))
                + problems(DcRequests.ranged(base, ipv6.ranges(), base.asns()));
        Golden.assertSame("dc/errors/ranges.txt", overlap + small + families);
    }

    @Test
    void segmentsThatTheLeavesCannotCarryAreRefused() {
        String linux = problems(leaves(DcRequests.plainLinux(Design.L3_TOR), List.of("fab0", "fab1"), 2, 1500))
                + problems(leaves(DcRequests.plainLinux(Design.L2_L3_HYBRID), List.of("fab0", "fab1"), 2, 1300))
                + problems(leaves(DcRequests.plainLinux(Design.L3_TOR), List.of("fab0", "fab1"), 1, 1500));
        DataCenterRequest hybrid = DcRequests.of(Design.L2_L3_HYBRID, 8, 20, 1);
        DataCenterRequest.Ranges ranges = hybrid.ranges();
        String small = problems(DcRequests.ranged(
                hybrid,
                new DataCenterRequest.Ranges(
                        ranges.loopbacks(),
                        Optional.empty(),
                        Optional.empty(),
                        Cidr.parse("10.64.0.0/23"),
                        Optional.of(Cidr.parse("10.65.0.0/24")),
                        ranges.outOfBand()),
                hybrid.asns()));
        Golden.assertSame("dc/errors/segments.txt", linux + small);
    }

    private static DataCenterRequest leaves(DataCenterRequest base, List<String> ports, int leaves, int mtu) {
        return new DataCenterRequest(
                base.design(),
                base.racks(),
                HostModel.of(ports, BitRate.ofGbit(10)),
                base.switches(),
                new DataCenterRequest.Sizing(leaves, 1, 1, OptionalInt.of(2), 2, 3),
                base.ranges(),
                base.asns(),
                base.services(),
                mtu,
                Optional.empty());
    }

    @Test
    void aPlanInForceIsNotReCabled() {
        DataCenterRequest base = DcRequests.of(Design.L3_HOST, 4, 10, 2);
        DataCenterPlan before = DataCenterPlanner.plan(base);
        List<FabricRequest.Rack> moved = List.of(
                new FabricRequest.Rack("r1", base.racks().get(0).hosts().subList(1, 10)),
                new FabricRequest.Rack("r2", List.of(new MachineId("node-r1-1"))));
        String text = problems(base.withRacks(moved).after(before))
                + problems(DcRequests.sized(base, new DataCenterRequest.Sizing(1, 3, 1, OptionalInt.of(4), 10, 4))
                        .after(before));
        DataCenterRequest many = DcRequests.of(Design.L3_HOST, 80, 10, 2);
        Golden.assertSame("dc/errors/in-force.txt", text + problems(many.after(before)));
    }

    private static DataCenterRequest with(
            DataCenterRequest base, SwitchModel leaf, SwitchModel spine, Optional<SwitchModel> core, double ratio) {
        DataCenterRequest.Sizing sizing = base.sizing();
        return new DataCenterRequest(
                base.design(),
                base.racks(),
                base.host(),
                new DataCenterRequest.Switches(leaf, spine, core),
                new DataCenterRequest.Sizing(
                        sizing.leavesPerRack(), ratio, 1, sizing.spines(), sizing.hostsPerRack(), sizing.growTo()),
                base.ranges(),
                base.asns(),
                base.services(),
                base.mtu(),
                base.previous());
    }

    private static String full(Design design, int racks, int hosts, int leaves) {
        return PlanText.full(DataCenterPlanner.plan(DcRequests.of(design, racks, hosts, leaves)));
    }

    private static String summary(Design design, int racks, int hosts, int leaves) {
        return PlanText.summary(DataCenterPlanner.plan(DcRequests.of(design, racks, hosts, leaves)));
    }

    private static String problems(DataCenterRequest request) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> DataCenterPlanner.plan(request));
        return refused.problems().stream().map(Problem::render).collect(Collectors.joining("\n", "", "\n"));
    }
}
