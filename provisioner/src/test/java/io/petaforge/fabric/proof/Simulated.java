package io.petaforge.fabric.proof;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A fabric that is exactly as planned, until a test changes what one device sees. */
final class Simulated {
    private static final Observation.Echo OK = new Observation.Echo(Observation.OK, Observation.OK);

    final FabricProof proof;
    final DataCenterPlan plan;
    final Map<MachineId, Observation> seen = new TreeMap<>();
    final Map<MachineId, String> silent = new TreeMap<>();
    private final Map<MachineId, Map<String, Map<String, List<String>>>> tables = new HashMap<>();

    Simulated(DataCenterPlan plan) {
        this.plan = plan;
        this.proof = FabricProof.of(plan);
        for (Expectation expectation : proof.expected()) {
            Device device = expectation.device();
            Map<String, Map<String, List<String>>> mine = new TreeMap<>();
            expectation.tables().keySet().forEach(family -> {
                mine.put("kernel" + family, byPorts(proof.routes(family).prefixes(device)));
                mine.put("frr" + family, byPorts(proof.routes(family).prefixes(device)));
            });
            tables.put(device.id(), mine);
            seen.put(device.id(), perfect(expectation, mine));
        }
    }

    private Simulated(DataCenterPlan plan, FabricProof proof) {
        this.plan = plan;
        this.proof = proof;
    }

    /** The same without a list of every device's prefixes, which would take more memory than a large fabric's plan. */
    static Simulated unlisted(DataCenterPlan plan, FabricProof proof) {
        Simulated fabric = new Simulated(plan, proof);
        for (Expectation expectation : proof.expected()) {
            Map<String, Map<String, String>> groups = new TreeMap<>();
            expectation.tables().forEach((family, sums) -> {
                groups.put("kernel" + family, sums);
                groups.put("frr" + family, sums);
            });
            Observation observation = fabric.perfect(expectation, Map.of());
            fabric.seen.put(
                    expectation.device().id(),
                    withRouting(
                            observation,
                            observation
                                    .routing()
                                    .map(routing -> new Observation.Routing(routing.sessions(), groups, Map.of()))));
        }
        return fabric;
    }

    Verdict verdict() {
        Map<MachineId, Observation> whole = new TreeMap<>();
        tables.forEach((id, mine) -> {
            Observation observation = seen.get(id);
            if (observation != null) {
                whole.put(id, withTables(observation, mine, true));
            }
        });
        return proof.compare(seen, whole, silent);
    }

    void change(String device, UnaryOperator<Observation> change) {
        seen.compute(new MachineId(device), (id, observation) -> change.apply(observation));
    }

    void port(String device, String port, UnaryOperator<Observation.PortState> change) {
        change(device, old -> {
            Map<String, Observation.PortState> ports = new TreeMap<>(old.ports());
            ports.compute(port, (name, state) -> change.apply(state));
            return new Observation(
                    old.addressed(),
                    ports,
                    old.routing(),
                    old.near(),
                    old.links(),
                    old.far(),
                    old.lldp(),
                    old.spread(),
                    old.source());
        });
    }

    /** What a small and a full packet say on a cable, asked from one end. */
    void near(String device, String port, Observation.Echo echo) {
        change(device, old -> {
            Map<String, Observation.Echo> near = new TreeMap<>(old.near());
            near.put(port, echo);
            return new Observation(
                    old.addressed(),
                    old.ports(),
                    old.routing(),
                    near,
                    old.links(),
                    old.far(),
                    old.lldp(),
                    old.spread(),
                    old.source());
        });
    }

    void link(String device, String port, Observation.Echo echo) {
        change(device, old -> {
            Map<String, Observation.Neighbors> links = new TreeMap<>(old.links());
            links.put(port, new Observation.Neighbors(echo, List.of()));
            return new Observation(
                    old.addressed(),
                    old.ports(),
                    old.routing(),
                    old.near(),
                    links,
                    old.far(),
                    old.lldp(),
                    old.spread(),
                    old.source());
        });
    }

    void far(String device, List<Observation.Lost> lost) {
        change(
                device,
                old -> new Observation(
                        old.addressed(),
                        old.ports(),
                        old.routing(),
                        old.near(),
                        old.links(),
                        new Observation.Far(old.far().asked(), lost),
                        old.lldp(),
                        old.spread(),
                        old.source()));
    }

    void lldp(String device, UnaryOperator<Map<String, PortRef>> change) {
        change(device, old -> {
            Map<String, PortRef> neighbors = new TreeMap<>();
            old.lldp()
                    .orElseThrow()
                    .forEach(one ->
                            neighbors.put(one.port(), new PortRef(new MachineId(one.device()), one.devicePort())));
            return withLldp(old, Optional.of(lldp(change.apply(neighbors))));
        });
    }

    static Observation withLldp(Observation old, Optional<List<Observation.Lldp>> lldp) {
        return new Observation(
                old.addressed(),
                old.ports(),
                old.routing(),
                old.near(),
                old.links(),
                old.far(),
                lldp,
                old.spread(),
                old.source());
    }

    void spread(String device, Map<String, Integer> spread) {
        change(
                device,
                old -> new Observation(
                        old.addressed(),
                        old.ports(),
                        old.routing(),
                        old.near(),
                        old.links(),
                        old.far(),
                        old.lldp(),
                        spread,
                        old.source()));
    }

    void source(String device, String source) {
        change(
                device,
                old -> new Observation(
                        old.addressed(),
                        old.ports(),
                        old.routing(),
                        old.near(),
                        old.links(),
                        old.far(),
                        old.lldp(),
                        old.spread(),
                        source));
    }

    void unaddressed(String device) {
        change(
                device,
                old -> new Observation(
                        false,
                        old.ports(),
                        old.routing(),
                        old.near(),
                        old.links(),
                        old.far(),
                        old.lldp(),
                        old.spread(),
                        old.source()));
    }

    void session(String device, String key, Optional<Observation.Session> session) {
        change(device, old -> {
            Map<String, Observation.Session> sessions =
                    new TreeMap<>(old.routing().orElseThrow().sessions());
            session.ifPresentOrElse(one -> sessions.put(key, one), () -> sessions.remove(key));
            return withRouting(
                    old,
                    Optional.of(new Observation.Routing(
                            sessions, old.routing().orElseThrow().groups(), Map.of())));
        });
    }

    static Observation withRouting(Observation old, Optional<Observation.Routing> routing) {
        return new Observation(
                old.addressed(),
                old.ports(),
                routing,
                old.near(),
                old.links(),
                old.far(),
                old.lldp(),
                old.spread(),
                old.source());
    }

    /** Gives a prefix other ports in one table; none takes it away. */
    void route(String device, String table, String prefix, String ports) {
        MachineId id = new MachineId(device);
        Map<String, List<String>> groups = new TreeMap<>();
        tables.get(id).get(table).forEach((key, prefixes) -> {
            List<String> rest = new ArrayList<>(prefixes);
            rest.remove(prefix);
            if (!rest.isEmpty()) {
                groups.put(key, rest);
            }
        });
        if (!ports.isEmpty()) {
            groups.computeIfAbsent(ports, key -> new ArrayList<>()).add(prefix);
        }
        tables.get(id).put(table, groups);
        change(device, old -> withTables(old, tables.get(id), false));
    }

    /** Takes a cable's signal away, and all that goes with it at these two ends. */
    void cut(PortRef a, PortRef b) {
        for (PortRef end : List.of(a, b)) {
            String device = end.machine().value();
            port(
                    device,
                    end.port(),
                    old -> new Observation.PortState(
                            old.up(), false, old.mtu(), old.mbits(), old.linkLocal(), old.master()));
            near(device, end.port(), new Observation.Echo("no answer", "no answer"));
            link(device, end.port(), new Observation.Echo("no answer", "no answer"));
            lldp(device, neighbors -> {
                neighbors.remove(end.port());
                return neighbors;
            });
            session(device, end.port(), Optional.of(new Observation.Session("Active", 0, false)));
        }
    }

    private Observation perfect(Expectation expectation, Map<String, Map<String, List<String>>> mine) {
        Device device = expectation.device();
        Questions questions = expectation.questions();
        Map<String, Observation.PortState> ports = new TreeMap<>();
        Map<String, PortRef> neighbors = new TreeMap<>();
        for (Port port : device.ports()) {
            ports.put(
                    port.name(),
                    new Observation.PortState(
                            true, true, questions.mtu(), port.rate().bitsPerSecond() / 1_000_000, "", ""));
            neighbors.put(port.name(), port.peer());
        }
        Map<String, Observation.Session> sessions = new TreeMap<>();
        expectation
                .sessions()
                .forEach((key, session) -> sessions.put(
                        key,
                        new Observation.Session(
                                "Established",
                                session.peer().asn().orElseThrow().value(),
                                false)));
        Map<String, Observation.Echo> near = new TreeMap<>();
        questions.near().forEach(pair -> near.put(pair.get(0), OK));
        Map<String, Observation.Neighbors> links = new TreeMap<>();
        questions.links().forEach(port -> links.put(port, new Observation.Neighbors(OK, List.of())));
        Map<String, Integer> spread = new TreeMap<>();
        expectation.even().forEach(port -> spread.put(port, Expectations.FLOWS_PER_HOP));
        Observation observation = new Observation(
                true,
                ports,
                Optional.of(new Observation.Routing(sessions, Map.of(), Map.of())),
                near,
                links,
                new Observation.Far(questions.far().size() * questions.exits().size(), List.of()),
                Optional.of(lldp(neighbors)),
                spread,
                questions.far().isEmpty() ? "" : questions.source());
        return withTables(observation, mine, false);
    }

    private static List<Observation.Lldp> lldp(Map<String, PortRef> neighbors) {
        return neighbors.entrySet().stream()
                .map(one -> new Observation.Lldp(
                        one.getKey(),
                        one.getValue().machine().value(),
                        one.getValue().port(),
                        60))
                .toList();
    }

    private static Observation withTables(
            Observation old, Map<String, Map<String, List<String>>> mine, boolean listed) {
        Map<String, Map<String, String>> groups = new TreeMap<>();
        mine.forEach((table, byPorts) -> {
            Map<String, String> sums = new TreeMap<>();
            byPorts.forEach((ports, prefixes) -> sums.put(
                    ports,
                    prefixes.stream()
                            .map(Sums::of)
                            .reduce(Sums.NONE, Sums::plus)
                            .text()));
            groups.put(table, sums);
        });
        return withRouting(
                old,
                old.routing()
                        .map(routing -> new Observation.Routing(routing.sessions(), groups, listed ? mine : Map.of())));
    }

    private static Map<String, List<String>> byPorts(Map<String, List<String>> prefixes) {
        Map<String, List<String>> byPorts = new TreeMap<>();
        prefixes.forEach((prefix, ports) -> byPorts.computeIfAbsent(String.join(",", ports), key -> new ArrayList<>())
                .add(prefix));
        return byPorts;
    }
}
