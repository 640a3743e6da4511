package io.petaforge.network.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.network.Golden;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.DcRequests;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.PortGroup;
import io.petaforge.network.dc.PortNaming;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.SwitchModel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CapacityTest {
    /** Every host keeps 200 TB and runs Spark. */
    private static TrafficModel traffic(DataCenterPlan plan) {
        Set<MachineId> hosts = plan.tier(Role.HOST).stream().map(Device::id).collect(Collectors.toSet());
        return new TrafficModel(hosts, hosts, ByteSize.parse("200TB"), 1, 0.8, Duration.ofHours(4), 2e9, 10e9);
    }

    @Test
    void reportsAreTheGoldenOnes() {
        Golden.assertSame("dc/capacity/3-racks.txt", text(plan(Design.L3_HOST, 3, 20, 2)));
        Golden.assertSame("dc/capacity/32-racks-single-leaf.txt", text(plan(Design.L3_TOR, 32, 20, 1)));
        Golden.assertSame("dc/capacity/250-racks.txt", text(plan(Design.L3_HOST, 250, 40, 2)));
        Golden.assertSame("dc/capacity/hybrid-32-racks.txt", text(plan(Design.L2_L3_HYBRID, 32, 20, 1)));
        Golden.assertSame("dc/capacity/hybrid-60-racks.txt", text(plan(Design.L2_L3_HYBRID, 60, 20, 1)));
        Golden.assertSame("dc/capacity/flat.txt", text(plan(Design.FLAT_L2, 1, 8, 2)));
    }

    /** Small enough to fail every part and every pair of parts: the worst of each kind must be what representatives say. */
    @Test
    void representativesMissNoFailureThatAnySearchWouldFind() {
        for (DataCenterRequest request : List.of(
                DcRequests.of(Design.L3_HOST, 3, 3, 2),
                DcRequests.of(Design.L3_HOST, 3, 3, 1),
                DcRequests.of(Design.L3_TOR, 3, 3, 2),
                DcRequests.of(Design.L2_L3_HYBRID, 3, 3, 1),
                DcRequests.of(Design.FLAT_L2, 1, 3, 2),
                pods(5),
                pods(6))) {
            SwitchGraph graph = new SwitchGraph(DataCenterPlanner.plan(request));
            FailureAnalysis few = FailureAnalysis.of(graph, Representatives.of(graph));
            FailureAnalysis all = FailureAnalysis.of(graph, Representatives.all(graph));
            assertEquals(all, few, request.design() + " " + request.racks().size());
        }
    }

    /** The hosts that are cut off, found by walking host by host over the cables. */
    @Test
    void cutOffHostsAreThoseThatAWalkDoesNotReach() {
        for (DataCenterRequest request : List.of(
                DcRequests.of(Design.L3_HOST, 2, 2, 2),
                DcRequests.of(Design.L3_TOR, 3, 2, 1),
                DcRequests.of(Design.L3_TOR, 2, 2, 2),
                pods(5))) {
            DataCenterPlan plan = DataCenterPlanner.plan(request);
            SwitchGraph graph = new SwitchGraph(plan);
            Evaluation evaluation = new Evaluation(graph);
            List<Fault> faults = Representatives.all(graph);
            for (Fault one : faults) {
                for (Fault two : faults) {
                    List<Fault> both = one.equals(two) ? List.of(one) : List.of(one, two);
                    assertEquals(
                            Walk.cutOff(plan, graph, both),
                            evaluation.without(both).hostsCutOff(),
                            () -> both + " in " + request.design());
                }
            }
        }
    }

    /** Two racks of 2 x 25G hosts at 1:1: by hand, half of what a rack sends leaves it. */
    @Test
    void headroomIsWhatAHandCalculationGives() {
        DataCenterRequest base = DcRequests.of(Design.L3_HOST, 2, 16, 2);
        DataCenterPlan plan = DataCenterPlanner.plan(
                DcRequests.sized(base, new DataCenterRequest.Sizing(2, 4, 1, OptionalInt.of(2), 16, 2)));
        // 16 hosts x 25G on each leaf at 4:1 are 100G up, but two spines take two uplinks: 400G of each rack of 800G.
        assertEquals(2.0, Capacity.of(plan).leafOversubscription());
        Set<MachineId> first = plan.tier(Role.HOST).stream()
                .filter(host -> host.number() < 4)
                .map(Device::id)
                .collect(Collectors.toSet());
        TrafficModel model =
                new TrafficModel(first, Set.of(), ByteSize.parse("9TB"), 1, 0.5, Duration.ofHours(1), 0, 0);

        Headroom headroom = TrafficFit.headroom(plan, model);

        // All to all: 16 x p x 1/2 <= 400G x 0.5, so 25G; a host's two ports carry 50G x 0.5, so 25G as well.
        assertEquals(25e9, headroom.allToAll(), 1);
        // 8 storage hosts: 7 take 72 Tbit at 25G each (4 of them in a rack send 3/7 out of it: 43G of 200G).
        assertEquals(Duration.ofSeconds((long) Math.ceil(72e12 / 7 / 25e9)), headroom.host());
        // One rack lost, 4 hosts in the other take 4 x 72 Tbit among themselves.
        assertEquals(Duration.ofSeconds((long) Math.ceil(4 * 72e12 / 4 / 25e9)), headroom.rack());
    }

    @Test
    void tenThousandHostsTakeSeconds() {
        DataCenterPlan plan = plan(Design.L3_HOST, 250, 40, 2);
        long start = System.nanoTime();
        FailureAnalysis analysis = FailureAnalysis.of(plan);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(analysis.two().size() > 20, analysis.two().toString());
        assertTrue(seconds < 30, seconds + " s");
    }

    /** Pods of two racks behind tiny switches. */
    private static DataCenterRequest pods(int racks) {
        SwitchModel tiny = new SwitchModel(
                "8x25g", PortNaming.SWP, List.of(new PortGroup(8, BitRate.ofGbit(25), 1, "SFP28", List.of())), 1000, 8);
        DataCenterRequest base = DcRequests.of(Design.L3_HOST, racks, 2, 2);
        return new DataCenterRequest(
                base.design(),
                base.racks(),
                base.host(),
                new DataCenterRequest.Switches(tiny, tiny, Optional.of(tiny)),
                new DataCenterRequest.Sizing(2, 1, 1, OptionalInt.empty(), 2, racks),
                base.ranges(),
                base.asns(),
                List.of(),
                9000,
                Optional.empty());
    }

    private static DataCenterPlan plan(Design design, int racks, int hosts, int leaves) {
        return DataCenterPlanner.plan(DcRequests.of(design, racks, hosts, leaves));
    }

    private static String text(DataCenterPlan plan) {
        StringBuilder text = new StringBuilder();
        Capacity capacity = Capacity.of(plan);
        text.append(String.format(
                Locale.ROOT,
                "hosts %.0fG uplinks %.0fG core %.0fG bisection %.0fG leaf %.2f:1 spine %.2f:1 width %d %d %d%n",
                capacity.hosts() / 1e9,
                capacity.uplinks() / 1e9,
                capacity.core() / 1e9,
                capacity.bisection() / 1e9,
                capacity.leafOversubscription(),
                capacity.spineOversubscription(),
                capacity.hostWidth(),
                capacity.leafWidth(),
                capacity.spineWidth()));
        FailureAnalysis analysis = FailureAnalysis.of(plan);
        analysis.one().forEach((what, outcome) -> text.append(line(what, outcome)));
        analysis.two().forEach((what, outcome) -> text.append(line(what, outcome)));
        TrafficFit.of(plan, traffic(plan))
                .forEach(demand -> text.append(String.format(
                        Locale.ROOT,
                        "%s: %s needs %.1fG of %.1fG %s%n",
                        demand.what(),
                        demand.tier(),
                        demand.needed() / 1e9,
                        demand.usable() / 1e9,
                        demand.fits() ? "fits" : demand.change())));
        Limits.of(plan).forEach(limit -> text.append(limit.what())
                .append(": ")
                .append(limit.used())
                .append(" of ")
                .append(limit.available())
                .append(limit.exceeded() ? " EXCEEDED " + limit.change() : "")
                .append('\n'));
        return text.toString();
    }

    private static String line(String what, Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%-60s cut off %5d, bisection left %5.1f %%, worst rack left %5.1f %%%n",
                what,
                outcome.hostsCutOff(),
                outcome.bisectionLeft() * 100,
                outcome.worstRackLeft() * 100);
    }
}
