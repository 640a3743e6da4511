package io.petaforge.fabric.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.PortRef;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Link;
import io.petaforge.network.dc.Port;
import io.petaforge.network.dc.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A fabric as planned has no finding; with one thing changed anywhere it has one. */
class SingleFaultPropertiesTest {
    private static final Map<String, DataCenterPlan> PLANS = new HashMap<>();

    /** One thing that is changed on a device: what, and the finding's code. */
    private enum Fault {
        NO_CARRIER("PF-FAB-023"),
        SWITCHED_OFF("PF-FAB-021"),
        NO_PORT("PF-FAB-020"),
        MTU("PF-FAB-024"),
        RATE("PF-FAB-025"),
        IPV4("PF-FAB-030"),
        LARGE("PF-FAB-031"),
        IPV6("PF-FAB-032"),
        NO_SESSION("PF-FAB-041"),
        SESSION_DOWN("PF-FAB-042"),
        OTHER_ROUTER("PF-FAB-043"),
        MORE_SESSIONS("PF-FAB-044"),
        NO_ROUTER("PF-FAB-040"),
        ROUTE_ONLY_IN_FRR("PF-FAB-054"),
        ROUTE_MISSING("PF-FAB-050"),
        ROUTE_TOO_MUCH("PF-FAB-052"),
        NO_ADDRESS("PF-FAB-003"),
        UNKNOWN_NEIGHBOUR("PF-FAB-013"),
        FAR("PF-FAB-061"),
        SOURCE("PF-FAB-060"),
        SPREAD("PF-FAB-070"),
        SILENT("PF-FAB-002");

        private final String code;

        Fault(String code) {
            this.code = code;
        }
    }

    @Property(tries = 400)
    void oneFaultIsOneFinding(
            @ForAll Fault fault,
            @ForAll @IntRange(max = 3) int kind,
            @ForAll @IntRange(max = 1000) int where,
            @ForAll @IntRange(max = 1000) int port) {
        Simulated fabric = new Simulated(plan(kind));
        assertEquals("", FabricProofTest.text(fabric.verdict()), "as planned");
        List<Expectation> fitting = fabric.proof.expected().stream()
                .filter(expectation -> fits(fault, expectation))
                .toList();
        if (fitting.isEmpty()) {
            return;
        }
        Expectation at = fitting.get(where % fitting.size());
        apply(
                fault,
                fabric,
                at,
                at.device().ports().get(port % at.device().ports().size()));
        Verdict verdict = fabric.verdict();
        assertEquals(
                List.of(fault.code),
                verdict.findings().stream().map(Finding::code).toList(),
                () -> fault + " on " + at.device().id() + ":\n" + FabricProofTest.text(verdict));
    }

    @Property(tries = 200)
    void anyTwoSwappedPlugsAreOneFindingThatNamesThem(
            @ForAll @IntRange(max = 3) int kind,
            @ForAll @IntRange(max = 1000) int one,
            @ForAll @IntRange(max = 1000) int other) {
        Simulated fabric = new Simulated(plan(kind));
        List<Link> links = fabric.plan.links();
        Link a = links.get(one % links.size());
        List<Link> others = links.stream()
                .filter(link -> link.b().machine().equals(a.b().machine()) && !link.equals(a))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        Link b = others.get(other % others.size());
        sees(fabric, a.a(), b.b());
        sees(fabric, b.b(), a.a());
        sees(fabric, b.a(), a.b());
        sees(fabric, a.b(), b.a());
        List<Finding> findings = fabric.verdict().findings();
        assertEquals(1, findings.size(), () -> FabricProofTest.text(fabric.verdict()));
        List<String> ports = new ArrayList<>(List.of(a.b().port(), b.b().port()));
        ports.sort(null);
        if (a.a().machine().equals(b.a().machine())) {
            assertEquals("PF-FAB-011", findings.get(0).code());
        } else {
            assertEquals(
                    "cables of " + a.b().machine() + " " + ports.get(0) + " and " + ports.get(1) + " are swapped",
                    findings.get(0).what());
        }
    }

    private static void sees(Simulated fabric, PortRef end, PortRef neighbor) {
        fabric.lldp(end.machine().value(), neighbors -> {
            neighbors.put(end.port(), neighbor);
            return neighbors;
        });
    }

    private static DataCenterPlan plan(int kind) {
        return PLANS.computeIfAbsent(String.valueOf(kind), key -> switch (kind) {
            case 0 -> Plans.recorded();
            case 1 -> Plans.of(Design.L3_HOST, 3, 3, 2, true, false);
            case 2 -> Plans.of(Design.L3_HOST, 3, 2, 1, false, true);
            default -> Plans.of(Design.L3_TOR, 3, 2, 1, false, false);
        });
    }

    private static boolean fits(Fault fault, Expectation at) {
        Device device = at.device();
        boolean host = device.role() == Role.HOST;
        return switch (fault) {
            case NO_CARRIER, SWITCHED_OFF, NO_PORT, MTU, RATE, UNKNOWN_NEIGHBOUR, NO_ADDRESS -> true;
            case SILENT -> device.ports().size() > 1;
            case IPV4, LARGE ->
                at.questions().near().size() == device.ports().size()
                        && !at.questions().links().isEmpty();
            case IPV6 -> at.questions().links().size() == device.ports().size();
            case NO_SESSION, SESSION_DOWN, OTHER_ROUTER ->
                at.sessions().size() == device.ports().size();
            case MORE_SESSIONS, NO_ROUTER -> !at.sessions().isEmpty();
            case ROUTE_ONLY_IN_FRR, ROUTE_MISSING, ROUTE_TOO_MUCH ->
                !at.tables().isEmpty();
            case FAR, SOURCE -> host;
            case SPREAD -> !at.even().isEmpty();
        };
    }

    private static void apply(Fault fault, Simulated fabric, Expectation at, Port port) {
        String device = at.device().id().value();
        String name = port.name();
        Observation.Echo lost = new Observation.Echo("no answer", "no answer");
        String key = at.sessions().entrySet().stream()
                .filter(session ->
                        session.getValue().port().filter(name::equals).isPresent())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name);
        switch (fault) {
            case NO_CARRIER ->
                fabric.port(
                        device, name, old -> new Observation.PortState(true, false, old.mtu(), old.mbits(), "", ""));
            case SWITCHED_OFF ->
                fabric.port(
                        device, name, old -> new Observation.PortState(false, false, old.mtu(), old.mbits(), "", ""));
            case NO_PORT -> fabric.port(device, name, old -> null);
            case MTU ->
                fabric.port(device, name, old -> new Observation.PortState(true, true, 1280, old.mbits(), "", ""));
            case RATE -> fabric.port(device, name, old -> new Observation.PortState(true, true, old.mtu(), 1, "", ""));
            case IPV4 -> fabric.near(device, name, lost);
            case LARGE -> fabric.near(device, name, new Observation.Echo("ok", "no answer"));
            case IPV6 -> fabric.link(device, name, lost);
            case NO_SESSION -> fabric.session(device, key, Optional.empty());
            case SESSION_DOWN -> fabric.session(device, key, Optional.of(new Observation.Session("Active", 0, false)));
            case OTHER_ROUTER ->
                fabric.session(device, key, Optional.of(new Observation.Session("Established", 65000, false)));
            case MORE_SESSIONS ->
                fabric.session(device, "192.0.2.1", Optional.of(new Observation.Session("Active", 65000, false)));
            case NO_ROUTER -> fabric.change(device, old -> Simulated.withRouting(old, Optional.empty()));
            case ROUTE_ONLY_IN_FRR -> fabric.route(device, "kernel4", prefix(fabric, at), "");
            case ROUTE_MISSING -> {
                fabric.route(device, "kernel4", prefix(fabric, at), "");
                fabric.route(device, "frr4", prefix(fabric, at), "");
            }
            case ROUTE_TOO_MUCH -> {
                fabric.route(device, "kernel4", "192.0.2.0/24", name);
                fabric.route(device, "frr4", "192.0.2.0/24", name);
            }
            case NO_ADDRESS -> fabric.unaddressed(device);
            case UNKNOWN_NEIGHBOUR ->
                sees(
                        fabric,
                        new PortRef(at.device().id(), name),
                        new PortRef(new io.petaforge.api.MachineId("somebody-else"), "eth7"));
            case FAR ->
                fabric.far(
                        device,
                        List.of(new Observation.Lost(
                                at.questions().far().get(0).get(0),
                                at.questions().exits().get(0),
                                "no answer")));
            case SOURCE -> fabric.source(device, "192.0.2.9");
            case SPREAD -> {
                Map<String, Integer> spread = new TreeMap<>();
                at.even().forEach(one -> spread.put(one, 0));
                spread.put(at.even().get(0), 128);
                fabric.spread(device, spread);
            }
            case SILENT -> {
                fabric.seen.remove(at.device().id());
                fabric.silent.put(at.device().id(), "timed out");
            }
        }
    }

    private static String prefix(Simulated fabric, Expectation at) {
        return fabric.proof
                .routes("4")
                .prefixes(at.device())
                .keySet()
                .iterator()
                .next();
    }
}
