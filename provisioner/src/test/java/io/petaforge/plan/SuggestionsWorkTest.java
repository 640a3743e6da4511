package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Design;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every way in which a network cannot be planned says what to write instead; what it says is written, and must plan. */
class SuggestionsWorkTest {
    /** An inventory by the lines that the cases change. */
    private static final class Draft {
        private final Map<String, String> machines = new LinkedHashMap<>();
        private final Map<String, String> network = new LinkedHashMap<>();
        private final Map<String, String> hardware = new LinkedHashMap<>();

        Draft(int racks, int perRack) {
            racks(racks, perRack);
            network.put("leaves-per-rack", "2");
            network.put("link-rate", "25G");
            hardware.put("leaf", "48x25g-8x100g");
            hardware.put("spine", "64x100g");
        }

        Draft racks(int racks, int perRack) {
            machines.put("count", String.valueOf(racks * perRack));
            machines.put("racks", "{prefix: r, count: " + racks + "}");
            machines.put("per-rack", String.valueOf(perRack));
            return this;
        }

        Draft network(String key, String value) {
            network.put(key, value);
            return this;
        }

        Draft hardware(String key, String value) {
            hardware.put(key, value);
            return this;
        }

        ClusterSpec spec() {
            StringBuilder text =
                    new StringBuilder("petaforge: 1\ncluster: dc\nsubstrate: {planned: {}}\nmachines:\n  node:\n"
                            + "    roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]\n"
                            + "    constraints: {threads: 32, memory: 128GiB}\n"
                            + "    volumes: {osd: 2 x ssd >= 2TB, workspace: 1 x ssd >= 1TB, cache: 1 x ssd >= 1TB}\n");
            machines.forEach((key, value) -> text.append("    " + key + ": " + value + "\n"));
            text.append("network:\n");
            network.forEach((key, value) -> text.append("  " + key + ": " + value + "\n"));
            text.append("  hardware:\n");
            hardware.forEach((key, value) -> text.append("    " + key + ": " + value + "\n"));
            return InventoryReader.parse(Path.of("inventory.yaml"), text.toString())
                    .spec();
        }

        DataCenterPlan plan(Design design, Optional<DataCenterPlan> before) {
            DataCenterRequest request = DataCenterIntent.of(spec(), design);
            return DataCenterPlanner.plan(before.map(request::after).orElse(request));
        }

        DataCenterPlan plan(Design design) {
            return plan(design, Optional.empty());
        }

        List<Problem> refused(Design design) {
            return assertThrows(PetaforgeException.class, () -> plan(design)).problems();
        }

        Problem only(Design design, String code) {
            List<Problem> problems = refused(design);
            assertEquals(List.of(code), problems.stream().map(Problem::code).toList(), problems.toString());
            return problems.get(0);
        }
    }

    @Test
    void rangesThatOverlap() {
        Draft draft = new Draft(4, 10)
                .network("loopbacks", "10.20.0.0/16")
                .hardware("subnets", "10.20.0.0/14")
                .hardware("links", "10.20.128.0/18")
                .hardware("cluster", "10.96.0.0/14")
                .hardware("out-of-band", "10.96.0.0/16");
        List<Problem> problems = draft.refused(Design.L3_TOR);
        assertEquals(4, problems.size(), problems.toString());
        for (Problem problem : problems) {
            assertEquals("PF-NET-026", problem.code());
            draft.hardware(
                    problem.path().substring("network.hardware.".length()),
                    found("Write (\\S+), which is free", problem));
        }
        assertFalse(draft.plan(Design.L3_TOR).links().isEmpty());
    }

    @Test
    void rangesThatAreTooSmall() {
        Draft draft = new Draft(32, 40)
                .network("loopbacks", "10.20.0.0/21")
                .hardware("subnets", "10.64.0.0/24")
                .hardware("links", "10.32.0.0/24")
                .hardware("cluster", "10.72.0.0/24")
                .hardware("out-of-band", "10.96.0.0/24");
        List<Problem> problems = draft.refused(Design.L3_TOR);
        assertEquals(5, problems.size(), problems.toString());
        int octet = 16;
        for (Problem problem : problems) {
            assertEquals("PF-NET-015", problem.code());
            String range = "10." + octet + ".0.0/" + found("range of /(\\d+) or larger", problem);
            String key = problem.path().substring(problem.path().lastIndexOf('.') + 1);
            if (key.equals("loopbacks")) {
                draft.network(key, range);
            } else {
                draft.hardware(key, range);
            }
            octet += 16;
        }
        assertFalse(draft.plan(Design.L3_TOR).links().isEmpty());
    }

    @Test
    void sixteenBitsOfAsNumbersForHosts() {
        Draft draft = new Draft(32, 40).hardware("asns", "64512-65534");
        draft.hardware("asns", found("range (\\d+-\\d+)", draft.only(Design.L3_HOST, "PF-NET-016")));
        assertEquals(32, draft.plan(Design.L3_HOST).racks().size());
    }

    @Test
    void asNumbersThatBelongToSomebody() {
        Draft draft = new Draft(3, 10).hardware("asns", "65000-70000");
        draft.hardware("asns", found("Use (\\d+-\\d+)", draft.only(Design.L3_TOR, "PF-NET-028")));
        assertEquals(3, draft.plan(Design.L3_TOR).racks().size());
    }

    @Test
    void asNumbersThatOthersUse() {
        Draft draft = new Draft(32, 40).hardware("asns-in-use", "[4200000005, 4200001000-4200001999, 65001]");
        List<Problem> problems = draft.refused(Design.L3_HOST);
        assertEquals(2, problems.size(), problems.toString());
        draft.hardware("asns", found("'asns: (\\d+-\\d+)'", problems.get(1)));
        DataCenterPlan plan = draft.plan(Design.L3_HOST);
        assertTrue(plan.devices().stream()
                .flatMap(device -> device.asn().stream())
                .allMatch(asn -> asn.value() > 4_200_001_999L));
    }

    @Test
    void anOddNumberOfPorts() {
        Draft draft = new Draft(3, 10).hardware("nics", "[p1, p2, p3]");
        int ports = Integer.parseInt(found("Use (\\d+) ports", draft.only(Design.L3_HOST, "PF-NET-019")));
        draft.hardware("nics", ports == 2 ? "[p1, p2]" : "[p1, p2, p3, p4]");
        assertEquals(3, draft.plan(Design.L3_HOST).racks().size());
    }

    @Test
    void speedsThatDoNotMatch() {
        Draft hosts = new Draft(3, 10).network("link-rate", "40G");
        Problem noPort = hosts.only(Design.L3_HOST, "PF-NET-020");
        hosts.network("link-rate", found("Use ports of (\\d+ Gbit/s)", noPort));
        assertEquals(3, hosts.plan(Design.L3_HOST).racks().size());
        Draft leaf = new Draft(3, 10).network("link-rate", "10G");
        leaf.hardware("leaf", found("such as (\\S+)\\.$", leaf.only(Design.L3_HOST, "PF-NET-020")));
        leaf.hardware("spine", "32x40g");
        assertEquals(3, leaf.plan(Design.L3_HOST).racks().size());
        Draft spine = new Draft(3, 10).hardware("spine", "32x40g");
        spine.hardware("spine", found("such as (\\S+)\\.$", spine.only(Design.L3_HOST, "PF-NET-021")));
        assertEquals(3, spine.plan(Design.L3_HOST).racks().size());
    }

    @Test
    void anImpossibleOversubscription() {
        Draft draft = new Draft(3, 40).hardware("oversubscription", "1");
        draft.hardware("oversubscription", found("Write (\\S+) or more", draft.only(Design.L3_HOST, "PF-NET-024")));
        assertEquals(3, draft.plan(Design.L3_HOST).racks().size());
    }

    @Test
    void moreHostsThanALeafHasPorts() {
        Draft draft = new Draft(3, 50);
        int fit = Integer.parseInt(found("Write (\\d+) or less", draft.only(Design.L3_HOST, "PF-NET-022")));
        assertEquals(3, draft.racks(3, fit).plan(Design.L3_HOST).racks().size());
    }

    @Test
    void moreRacksThanPorts() {
        Draft draft = new Draft(40, 20).hardware("spine", "32x100g");
        Problem problem = draft.only(Design.L3_HOST, "PF-NET-023");
        int most = Integer.parseInt(found("at most (\\d+) racks", problem));
        assertEquals(most, draft.racks(most, 20).plan(Design.L3_HOST).racks().size());
        draft.racks(40, 20).hardware("super-spine", found("super-spine: (\\S+),", problem));
        assertTrue(draft.plan(Design.L3_HOST).shape().fiveStage());
    }

    @Test
    void aMovedHostAndAFabricThatIsFull() {
        Draft draft = new Draft(4, 10).hardware("spine", "32x100g");
        DataCenterPlan before = draft.plan(Design.L3_HOST);
        Draft dealt = new Draft(4, 10).hardware("spine", "32x100g");
        dealt.machines.put("per-rack", "1");
        List<Problem> moved = assertThrows(
                        PetaforgeException.class, () -> dealt.plan(Design.L3_HOST, Optional.of(before)))
                .problems();
        List<String> named = new ArrayList<>();
        moved.forEach(problem -> named.add(problem.what().split(" ", 2)[0]));
        assertEquals(30, named.size());
        assertTrue(named.contains("node-2") && !named.contains("node-1"), named.toString());
        assertTrue(moved.stream().allMatch(problem -> problem.fix().startsWith("Put it back")));
        dealt.machines.put("per-rack", "10");
        assertEquals(
                before.links(), dealt.plan(Design.L3_HOST, Optional.of(before)).links());

        draft.racks(20, 10);
        Problem full = assertThrows(PetaforgeException.class, () -> draft.plan(Design.L3_HOST, Optional.of(before)))
                .problems()
                .get(0);
        assertEquals("PF-NET-023", full.code());
        int most = Integer.parseInt(found("Keep to (\\d+) racks", full));
        assertEquals(
                most,
                draft.racks(most, 10)
                        .plan(Design.L3_HOST, Optional.of(before))
                        .racks()
                        .size());
        draft.racks(20, 10)
                .hardware("grow-to", found("grow-to: (\\d+)", full))
                .hardware("super-spine", found("super-spine: (\\S+)\\.$", full));
        assertEquals(20, draft.plan(Design.L3_HOST).racks().size());
    }

    private static String found(String pattern, Problem problem) {
        Matcher matcher = Pattern.compile(pattern).matcher(problem.fix());
        assertTrue(matcher.find(), problem.render());
        return matcher.group(1);
    }
}
