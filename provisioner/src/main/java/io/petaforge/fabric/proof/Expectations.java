package io.petaforge.fabric.proof;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.Port;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Subnet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Derives from a plan what every device must see. */
final class Expectations {
    /** Flows looked up for each next hop: a port then gets 64, give or take 8, of them. */
    static final int FLOWS_PER_HOP = 64;

    private final Fabric fabric;
    private final RoutePlan routes4;
    private final Optional<RoutePlan> routes6;
    private final FarTargets targets;
    private final List<String> spanning;

    Expectations(Fabric fabric) {
        this.fabric = fabric;
        this.routes4 = new RoutePlan(fabric, false);
        this.routes6 = fabric.plan().request().ranges().loopbacks6().map(range -> new RoutePlan(fabric, true));
        this.targets = new FarTargets(fabric);
        // A segment that spans racks is announced by every leaf: who has it is said by EVPN, which is not compared
        // here.
        Set<String> ranges = new LinkedHashSet<>();
        fabric.racks().forEach(rack -> rack.subnets().stream()
                .filter(subnet -> subnet.overlay().isPresent())
                .forEach(subnet -> ranges.add(subnet.range().toString())));
        this.spanning = List.copyOf(ranges);
    }

    RoutePlan routes(String family) {
        return family.equals("6") ? routes6.orElse(routes4) : routes4;
    }

    FarTargets targets() {
        return targets;
    }

    /** Of every device, in the order of the plan. */
    List<Expectation> all() {
        List<Expectation> all = new ArrayList<>();
        fabric.devices().forEach(device -> all.add(of(device)));
        return all;
    }

    Expectation of(Device device) {
        DataCenterPlan plan = fabric.plan();
        Map<String, Map<String, String>> tables = new TreeMap<>();
        if (routes4.compared(device)) {
            tables.put("4", routes4.groups(device));
            routes6.ifPresent(routes -> tables.put("6", routes.groups(device)));
        }
        Optional<Device> wide = wide(device);
        List<String> even = wide.map(target -> routes4.ports(device, target)).orElse(List.of());
        List<List<String>> near = new ArrayList<>();
        List<String> links = new ArrayList<>();
        for (Port port : device.ports()) {
            if (fabric.routed(device, port)) {
                Optional<String> numbered = fabric.port(port.peer()).flatMap(Port::address);
                near.add(
                        List.of(port.name(), numbered.map(Fabric::withoutLength).orElseGet(() -> fabric.peer(port)
                                .address())));
                if (numbered.isEmpty()) {
                    links.add(port.name());
                }
            }
        }
        boolean host = device.role() == Role.HOST;
        boolean routes = plan.request().design().hostsRoute();
        if (host && !routes) {
            fabric.rack(device)
                    .flatMap(rack -> rack.subnet(Subnet.PUBLIC))
                    .filter(segment -> plan.request().design() != Design.FLAT_L2)
                    .ifPresent(segment -> near.add(List.of("", segment.gateway())));
        }
        Questions questions = new Questions(
                device.address().isEmpty() ? "0.0.0.0" : device.address(),
                host ? plan.request().hostMtu() : plan.request().mtu(),
                false,
                routes6.isPresent(),
                ignored(device),
                near,
                links,
                host
                        ? targets.of(device).stream()
                                .map(target -> List.of(target.id().value(), target.address()))
                                .toList()
                        : List.of(),
                host && routes ? Fabric.ports(device, LinkKind.HOST) : List.of(""),
                wide.map(Device::address).orElse(""),
                FLOWS_PER_HOP * even.size());
        return new Expectation(device, questions, sessions(device), guests(device), tables, even, wide);
    }

    private Map<String, Expectation.Session> sessions(Device device) {
        Map<String, Expectation.Session> sessions = new HashMap<>();
        for (Port port : device.ports()) {
            if (fabric.routed(device, port)) {
                String key = fabric.port(port.peer())
                        .flatMap(Port::address)
                        .map(Fabric::withoutLength)
                        .orElse(port.name());
                sessions.put(key, new Expectation.Session(Optional.of(port.name()), fabric.peer(port)));
            }
        }
        if (announcesFromSegment(device)) {
            fabric.rack(device)
                    .flatMap(rack -> rack.subnet(Subnet.PUBLIC))
                    .ifPresent(segment -> fabric.leaves(device.rack()).stream()
                            .findFirst()
                            .ifPresent(leaf ->
                                    sessions.put(segment.gateway(), new Expectation.Session(Optional.empty(), leaf))));
        }
        return sessions;
    }

    private List<String> guests(Device device) {
        return device.role() != Role.LEAF
                ? List.of()
                : fabric.hosts(device.rack()).stream()
                        .filter(this::announcesFromSegment)
                        .map(Device::address)
                        .toList();
    }

    private boolean announcesFromSegment(Device device) {
        return device.role() == Role.HOST
                && !fabric.plan().request().design().hostsRoute()
                && device.asn().isPresent()
                && !device.anycast().isEmpty();
    }

    private List<String> ignored(Device device) {
        List<String> ignored = new ArrayList<>();
        fabric.plan().services().forEach(service -> ignored.add(service.address() + "/32"));
        ignored.addAll(spanning);
        if (device.role() == Role.LEAF) {
            // Over a link between the leaves of a rack they may have each other's, and their segments are their own.
            fabric.rack(device)
                    .ifPresent(rack ->
                            rack.subnets().stream().map(Subnet::range).forEach(range -> ignored.add(range.toString())));
            fabric.leaves(device.rack()).stream()
                    .filter(leaf -> !leaf.id().equals(device.id()))
                    .forEach(leaf -> {
                        ignored.addAll(routes4.loopbacks(leaf));
                        routes6.ifPresent(routes -> ignored.addAll(routes.loopbacks(leaf)));
                    });
        }
        return ignored;
    }

    /** A device towards which this one has the most next hops, if it has several. */
    private Optional<Device> wide(Device device) {
        if (!routes4.compared(device)) {
            return Optional.empty();
        }
        MachineId self = device.id();
        Device best = null;
        for (Device candidate : candidates(device)) {
            if (!candidate.id().equals(self)
                    && (best == null
                            || routes4.ports(device, candidate).size()
                                    > routes4.ports(device, best).size())) {
                best = candidate;
            }
        }
        return Optional.ofNullable(best)
                .filter(target -> routes4.ports(device, target).size() > 1)
                .filter(target -> !target.address().isEmpty());
    }

    /**
     * Hosts of two racks stand for all: one of the two is not the device's own. Where hosts do not route, their rack's
     * segment is looked up instead; a leaf has its own segment at its own ports, not over equal paths.
     */
    private List<Device> candidates(Device device) {
        boolean routes = fabric.plan().request().design().hostsRoute();
        List<Device> candidates = new ArrayList<>();
        for (RackPlan rack : fabric.racks()) {
            if (routes || !rack.name().equals(device.rack()) && routes4.routesSegments(rack)) {
                fabric.hosts(rack.name()).stream()
                        .filter(host -> !host.id().equals(device.id()))
                        .findFirst()
                        .ifPresent(candidates::add);
            }
            if (candidates.size() == 2) {
                break;
            }
        }
        return candidates;
    }
}
