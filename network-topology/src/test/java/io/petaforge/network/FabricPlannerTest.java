package io.petaforge.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cidr;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FabricPlannerTest {
    @Test
    void theLabsPlanIsTheGoldenOne() {
        Golden.assertSame("lab.txt", text(FabricPlanner.plan(Requests.lab())));
    }

    @Test
    void twoLeavesInARackShareAnAsnAndEveryHostHasALinkToEach() {
        FabricPlan plan = FabricPlanner.plan(
                Requests.of(2, 2, List.of(Requests.rack("r1", "a"), Requests.rack("r2", "b", "c")), List.of()));
        Golden.assertSame("two-leaves.txt", text(plan));
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        FabricRequest bad = new FabricRequest(
                "ring",
                0,
                5,
                List.of(
                        Requests.rack("r1", "a", "spine-1", "a"),
                        Requests.rack("r1", "b"),
                        Requests.rack("Rack 2", "leaf-r1a"),
                        new FabricRequest.Rack(
                                "r3", Requests.racks(List.of(61)).get(0).hosts())),
                List.of(
                        new FabricRequest.Service("s3", List.of(new MachineId("stranger"))),
                        new FabricRequest.Service("s3", List.of())),
                Cidr.parse("10.20.0.0/24"),
                AsnRange.PRIVATE_32,
                BitRate.ofGbit(10),
                9999,
                Optional.empty());
        Golden.assertSame("everything-wrong.txt", problems(bad));
    }

    @Test
    void aRangeTooSmallIsRefusedWithTheSizeThatIsNeeded() {
        FabricRequest lab = Requests.lab();
        FabricRequest small = with(lab, Cidr.parse("10.20.0.0/25"), AsnRange.PRIVATE_32);
        Golden.assertSame("range-too-small.txt", problems(small));
        FabricPlanner.plan(with(lab, Cidr.parse("10.20.0.0/24"), AsnRange.PRIVATE_32));
    }

    @Test
    void tooManyRacksForSixteenBitAsnsAreRefused() {
        FabricRequest fits = Requests.of(2, 1, Requests.racks(java.util.Collections.nCopies(14, 1)), List.of());
        FabricPlanner.plan(with(fits, fits.loopbacks(), AsnRange.PRIVATE_16));
        FabricRequest tooMany = Requests.of(2, 1, Requests.racks(java.util.Collections.nCopies(15, 1)), List.of());
        Golden.assertSame("asns-too-few.txt", problems(with(tooMany, tooMany.loopbacks(), AsnRange.PRIVATE_16)));
    }

    @Test
    void designsThatAreKnownButNotPlannedAreRefusedWithTheReason() {
        FabricRequest lab = Requests.lab();
        String all = java.util.stream.Stream.of("l3-tor", "l2-l3-hybrid", "flat-l2")
                .map(design -> problems(new FabricRequest(
                        design,
                        lab.spines(),
                        lab.leavesPerRack(),
                        lab.racks(),
                        lab.services(),
                        lab.loopbacks(),
                        lab.asns(),
                        lab.linkRate(),
                        lab.mtu(),
                        lab.previous())))
                .collect(Collectors.joining());
        Golden.assertSame("other-designs.txt", all);
    }

    @Test
    void anIpv6RangeIsRefused() {
        Golden.assertSame("ipv6.txt", problems(with(Requests.lab(), Cidr.parse("fd00:20::/64"), AsnRange.PRIVATE_32)));
    }

    private static FabricRequest with(FabricRequest request, Cidr loopbacks, AsnRange asns) {
        return new FabricRequest(
                request.design(),
                request.spines(),
                request.leavesPerRack(),
                request.racks(),
                request.services(),
                loopbacks,
                asns,
                request.linkRate(),
                request.mtu(),
                request.previous());
    }

    private static String problems(FabricRequest request) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> FabricPlanner.plan(request));
        assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
        return refused.problems().stream().map(Problem::render).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String text(FabricPlan plan) {
        List<String> lines = new ArrayList<>();
        plan.nodes()
                .forEach(node -> lines.add(String.join(
                        " ",
                        node.id().value(),
                        node.tier().name(),
                        node.rack().isEmpty() ? "-" : node.rack(),
                        "AS" + node.asn(),
                        node.loopback(),
                        node.anycast().toString(),
                        node.ports().toString())));
        plan.cables().forEach(cable -> lines.add(cable.a() + " -- " + cable.b() + " " + cable.rate()));
        plan.services()
                .forEach(service -> lines.add(service.name() + " " + service.address() + " by " + service.hosts()));
        lines.add("mtu " + plan.mtu());
        return String.join("\n", lines) + "\n";
    }
}
