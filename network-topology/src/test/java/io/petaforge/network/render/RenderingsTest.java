package io.petaforge.network.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.network.Golden;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.DcRequests;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.HostModel;
import io.petaforge.network.dc.PortNaming;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.SwitchModel;
import io.petaforge.network.dc.SwitchModels;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class RenderingsTest {
    @Test
    void everyFileOfSmallPlansIsTheGoldenOne() {
        golden("l3-host", DcRequests.of(Design.L3_HOST, 2, 2, 2));
        golden("l3-host-dual-stack", DcRequests.dualStack());
        golden("l3-host-numbered", DcRequests.numbered());
        golden("l3-host-ipv6", DcRequests.onlyIpv6());
        golden("l3-tor", DcRequests.torWithCluster());
        golden("flat-l2", DcRequests.of(Design.FLAT_L2, 1, 2, 1));
        golden("breakout", breakout());
        golden("l2-l3-hybrid", DcRequests.hybridWithCluster());
        golden("l2-l3-hybrid-linux", DcRequests.plainLinux(Design.L2_L3_HYBRID));
        golden("l3-tor-linux", DcRequests.plainLinux(Design.L3_TOR));
        golden("l3-tor-linux-cluster", linuxWithCluster());
    }

    @Test
    void drawingsOfLargePlansAreTheGoldenOnesAndWellFormed() throws Exception {
        for (int racks : new int[] {4, 32, 64, 250}) {
            drawing(racks + "-racks", DcRequests.of(Design.L3_HOST, racks, 40, 2));
        }
        drawing("hybrid-32-racks", DcRequests.of(Design.L2_L3_HYBRID, 32, 20, 1));
    }

    private static void drawing(String name, DataCenterRequest request) throws Exception {
        String svg = Drawing.of(DataCenterPlanner.plan(request));
        Golden.assertSame("dc/drawing/" + name + ".svg", svg);
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void growthTouchesOnlyTheNewRackAndItsCables() {
        growth(Design.L3_HOST, 2);
        growth(Design.L3_TOR, 2);
        growth(Design.L2_L3_HYBRID, 1);
    }

    /** A lab of the default design is not slowed down by files that say what is so anyway. */
    @Test
    void routedPortsOfTheUsualMtuNeedNoFile() {
        for (Design design : List.of(Design.L3_HOST, Design.L3_TOR, Design.L2_L3_HYBRID)) {
            DataCenterPlan plan = DataCenterPlanner.plan(DcRequests.plainLinux(design));
            plan.devices().forEach(device -> {
                boolean routes = device.role() == Role.SPINE || design == Design.L3_HOST;
                assertEquals(routes, Networkd.of(plan, device).isEmpty(), design + " " + device.id());
            });
        }
        DataCenterPlan jumbo = DataCenterPlanner.plan(DcRequests.of(Design.L3_HOST, 2, 2, 2));
        jumbo.devices().forEach(device -> assertFalse(Networkd.of(jumbo, device).isEmpty()));
        DataCenterPlan numbered = DataCenterPlanner.plan(DcRequests.numbered());
        numbered.devices()
                .forEach(device -> assertFalse(Networkd.of(numbered, device).isEmpty()));
    }

    private static void growth(Design design, int leaves) {
        DataCenterPlan before = DataCenterPlanner.plan(DcRequests.of(design, 4, 20, leaves));
        DataCenterPlan after =
                DataCenterPlanner.plan(DcRequests.of(design, 5, 20, leaves).after(before));
        Map<String, String> old = files(before);
        Map<String, String> now = files(after);
        old.forEach((path, text) -> {
            if (path.startsWith("hosts/") || path.startsWith("switches/leaf-")) {
                assertEquals(text, now.get(path), path);
            }
        });
        List<String> added =
                now.keySet().stream().filter(path -> !old.containsKey(path)).toList();
        assertTrue(added.stream().allMatch(path -> path.contains("-r5")), added.toString());
    }

    private static Map<String, String> files(DataCenterPlan plan) {
        Map<String, String> files = new TreeMap<>();
        Renderings.write(plan, Map.of(), files::put);
        return files;
    }

    private static void golden(String name, DataCenterRequest request) {
        Map<String, String> files = new TreeMap<>();
        Renderings.write(DataCenterPlanner.plan(request), Map.of("node-r1-1", "02:00:00:00:00:01"), files::put);
        files.forEach((path, text) -> {
            // Of several equal hosts one is enough.
            if (!path.matches("hosts/node-r\\d-[2-9]+/.*") && !path.matches("switches/.*r2.*")) {
                Golden.assertSame("dc/files/" + name + "/" + path, text);
            }
        });
    }

    /** Two segments on plain Linux: the second has a VLAN on every host's port. */
    private static DataCenterRequest linuxWithCluster() {
        DataCenterRequest base = DcRequests.plainLinux(Design.L3_TOR);
        return DcRequests.ranged(base, DcRequests.torWithCluster().ranges(), base.asns());
    }

    /** 100G hosts on split 400G cages, switches of another naming. */
    private static DataCenterRequest breakout() {
        DataCenterRequest base = DcRequests.of(Design.L3_TOR, 2, 2, 1);
        SwitchModel spine = SwitchModels.SPINE_400G_32;
        SwitchModel swp = new SwitchModel(spine.name(), PortNaming.SWP, spine.ports(), spine.routes(), spine.ecmp());
        return new DataCenterRequest(
                base.design(),
                base.racks(),
                HostModel.of(List.of("ens1"), BitRate.ofGbit(100)),
                new DataCenterRequest.Switches(spine, swp, Optional.empty()),
                base.sizing(),
                base.ranges(),
                base.asns(),
                List.of(),
                9000,
                Optional.empty());
    }
}
