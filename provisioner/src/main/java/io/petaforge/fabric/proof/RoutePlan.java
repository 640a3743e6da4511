package io.petaforge.fabric.proof;

import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Subnet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides which prefixes every router must have from BGP, and through which ports: the equal-cost paths that the AS numbers
 * leave. Routers of one AS number (the leaves of a rack, the spines of a pod) refuse each other's routes, hosts are nobody's
 * transit, and plane {@code i} joins spine {@code i} of every pod.
 *
 * <p>What all routers need together grows with their number, not with that of pairs: sums of whole racks, pods and planes
 * are formed once.
 */
final class RoutePlan {
    private final Fabric fabric;
    private final boolean ipv6;
    private final Map<Object, Sums> racks = new HashMap<>();
    private final Map<Object, Sums> pods = new HashMap<>();
    private final Map<Object, Sums> spinesOfPlaneAndPod = new HashMap<>();
    private final Map<Object, Sums> spinesOfPlane = new HashMap<>();
    private final Map<Object, Sums> cores = new HashMap<>();
    private final Map<Object, List<Device>> spines = new HashMap<>();
    private final List<Device> superSpines;
    private Sums all = Sums.NONE;

    RoutePlan(Fabric fabric, boolean ipv6) {
        this.fabric = fabric;
        this.ipv6 = ipv6;
        this.superSpines = fabric.plan().tier(Role.SUPER_SPINE);
        for (RackPlan rack : fabric.racks()) {
            Sums sums = sum(rackPrefixes(rack));
            for (Device leaf : fabric.leaves(rack.name())) {
                sums = sums.plus(sum(loopbacks(leaf)));
            }
            racks.put(rack.name(), sums);
            add(pods, rack.pod(), sums);
            all = all.plus(sums);
        }
        for (Device device : fabric.devices()) {
            Sums sums = sum(loopbacks(device));
            if (device.role() == Role.SPINE) {
                spines.computeIfAbsent(device.pod(), pod -> new ArrayList<>()).add(device);
                add(spinesOfPlane, device.number(), sums);
                add(spinesOfPlaneAndPod, List.of(device.number(), device.pod()), sums);
                all = all.plus(sums);
            } else if (device.role() == Role.SUPER_SPINE) {
                add(cores, plane(device), sums);
                all = all.plus(sums);
            }
        }
    }

    /** Whether the device has routes of its own to compare. */
    boolean compared(Device device) {
        return device.asn().isPresent()
                && fabric.plan().request().design() != Design.FLAT_L2
                && (device.role() != Role.HOST
                        || fabric.plan().request().design().hostsRoute());
    }

    /** For every set of ports, by name and joined by commas, the sums of what is behind it. */
    Map<String, String> groups(Device device) {
        Map<String, Sums> groups = new TreeMap<>();
        switch (device.role()) {
            case HOST -> {
                Sums rest = all.minus(sum(loopbacks(device)));
                for (Device leaf : fabric.leaves(device.rack())) {
                    Sums sums = sum(loopbacks(leaf));
                    rest = rest.minus(sums);
                    add(groups, key(Fabric.portsTo(device, leaf)), sums);
                }
                add(groups, key(Fabric.ports(device, LinkKind.HOST)), rest);
            }
            case LEAF -> {
                for (Device host : fabric.hosts(device.rack())) {
                    add(groups, key(ports(device, host)), sum(loopbacks(host)));
                }
                Sums others = Sums.NONE;
                for (Sums pod : pods.values()) {
                    others = others.plus(pod);
                }
                others = others.minus(racks.getOrDefault(device.rack(), Sums.NONE));
                add(groups, key(Fabric.ports(device, LinkKind.UPLINK)), others);
                for (Device spine : spines.getOrDefault(device.pod(), List.of())) {
                    String towards = key(Fabric.portsTo(device, spine));
                    add(groups, towards, spinesOfPlane.getOrDefault(spine.number(), Sums.NONE));
                    add(groups, towards, cores.getOrDefault(spine.number(), Sums.NONE));
                }
            }
            case SPINE -> {
                for (RackPlan rack : fabric.racks()) {
                    if (rack.pod() == device.pod()) {
                        for (Device leaf : fabric.leaves(rack.name())) {
                            add(groups, key(Fabric.portsTo(device, leaf)), sum(loopbacks(leaf)));
                        }
                        add(groups, key(towardsHosts(device, rack.name())), sum(rackPrefixes(rack)));
                    }
                }
                Sums others = Sums.NONE;
                for (Map.Entry<Object, Sums> pod : pods.entrySet()) {
                    if (!pod.getKey().equals(device.pod())) {
                        others = others.plus(pod.getValue())
                                .plus(spinesOfPlaneAndPod.getOrDefault(
                                        List.of(device.number(), pod.getKey()), Sums.NONE));
                    }
                }
                add(groups, key(Fabric.ports(device, LinkKind.CORE)), others);
                for (Device core : superSpines) {
                    add(
                            groups,
                            key(Fabric.portsTo(device, core)),
                            plane(core) == device.number() ? sum(loopbacks(core)) : Sums.NONE);
                }
            }
            case SUPER_SPINE -> {
                for (Map.Entry<Object, List<Device>> pod : spines.entrySet()) {
                    for (Device spine : pod.getValue()) {
                        if (spine.number() == plane(device)) {
                            String towards = key(Fabric.portsTo(device, spine));
                            add(groups, towards, sum(loopbacks(spine)));
                            add(groups, towards, pods.getOrDefault(pod.getKey(), Sums.NONE));
                        }
                    }
                }
            }
        }
        Map<String, String> texts = new TreeMap<>();
        groups.forEach((ports, sums) -> {
            if (sums.count() > 0) {
                texts.put(ports, sums.text());
            }
        });
        return texts;
    }

    /** Every prefix with its ports, one by one: for a device that differs. */
    Map<String, List<String>> prefixes(Device device) {
        Map<String, List<String>> prefixes = new TreeMap<>();
        for (RackPlan rack : fabric.racks()) {
            List<Device> leaves = fabric.leaves(rack.name());
            if (leaves.isEmpty() || (device.role() == Role.LEAF && device.rack().equals(rack.name()))) {
                continue;
            }
            for (String prefix : segments(rack)) {
                prefixes.put(prefix, towardsRack(device, rack));
            }
        }
        for (Device other : fabric.devices()) {
            List<String> ports = other.id().equals(device.id()) ? List.of() : ports(device, other);
            if (!ports.isEmpty()) {
                loopbacks(other).forEach(prefix -> prefixes.put(prefix, ports));
            }
        }
        return prefixes;
    }

    /** The ports of a device that begin a planned path to another, by name; none where there need not be one. */
    List<String> ports(Device from, Device to) {
        boolean rackmates = from.rack().equals(to.rack());
        boolean samePod = from.pod() == to.pod();
        return switch (from.role()) {
            case HOST ->
                to.role() == Role.LEAF && rackmates ? Fabric.portsTo(from, to) : Fabric.ports(from, LinkKind.HOST);
            case LEAF ->
                switch (to.role()) {
                    case HOST -> rackmates ? Fabric.portsTo(from, to) : Fabric.ports(from, LinkKind.UPLINK);
                    case LEAF -> rackmates ? List.of() : Fabric.ports(from, LinkKind.UPLINK);
                    case SPINE -> towardsPlane(from, to.number());
                    case SUPER_SPINE -> towardsPlane(from, plane(to));
                };
            case SPINE ->
                switch (to.role()) {
                    case HOST -> samePod ? towardsHosts(from, to.rack()) : Fabric.ports(from, LinkKind.CORE);
                    case LEAF -> samePod ? Fabric.portsTo(from, to) : Fabric.ports(from, LinkKind.CORE);
                    case SPINE ->
                        !samePod && from.number() == to.number() ? Fabric.ports(from, LinkKind.CORE) : List.of();
                    case SUPER_SPINE -> Fabric.portsTo(from, to);
                };
            case SUPER_SPINE ->
                switch (to.role()) {
                    case HOST, LEAF ->
                        spine(to.pod(), plane(from))
                                .map(spine -> Fabric.portsTo(from, spine))
                                .orElse(List.of());
                    case SPINE -> Fabric.portsTo(from, to);
                    case SUPER_SPINE -> List.of();
                };
        };
    }

    /** What a device itself announces, beside the segments of its rack. */
    List<String> loopbacks(Device device) {
        return device.loopbacks().stream()
                .filter(address -> address.indexOf(':') >= 0 == ipv6)
                .map(address -> address + (ipv6 ? "/128" : "/32"))
                .toList();
    }

    /** Whether the segments of a rack are announced by its leaves. */
    boolean routesSegments(RackPlan rack) {
        return !segments(rack).isEmpty();
    }

    private List<String> towardsRack(Device device, RackPlan rack) {
        return switch (device.role()) {
            case HOST -> Fabric.ports(device, LinkKind.HOST);
            case LEAF -> Fabric.ports(device, LinkKind.UPLINK);
            case SPINE ->
                device.pod() == rack.pod() ? towardsHosts(device, rack.name()) : Fabric.ports(device, LinkKind.CORE);
            case SUPER_SPINE ->
                spine(rack.pod(), plane(device))
                        .map(spine -> Fabric.portsTo(device, spine))
                        .orElse(List.of());
        };
    }

    private List<String> towardsHosts(Device spine, String rack) {
        List<String> ports = new ArrayList<>();
        boolean routes = fabric.plan().request().design().hostsRoute();
        int links = fabric.plan().request().host().ports().size();
        for (Device leaf : fabric.leaves(rack)) {
            if (!routes || leaf.number() < links) {
                ports.addAll(Fabric.portsTo(spine, leaf));
            }
        }
        return ports.stream().sorted().toList();
    }

    private List<String> towardsPlane(Device leaf, int plane) {
        return spine(leaf.pod(), plane)
                .map(spine -> Fabric.portsTo(leaf, spine))
                .orElse(List.of());
    }

    private Optional<Device> spine(int pod, int number) {
        return spines.getOrDefault(pod, List.of()).stream()
                .filter(spine -> spine.number() == number)
                .findFirst();
    }

    private int plane(Device superSpine) {
        return superSpine.number() / Math.max(1, fabric.plan().shape().superSpines());
    }

    private List<String> rackPrefixes(RackPlan rack) {
        List<String> prefixes = new ArrayList<>(segments(rack));
        fabric.hosts(rack.name()).forEach(host -> prefixes.addAll(loopbacks(host)));
        return prefixes;
    }

    /** The rack's own segments; one that spans racks comes from all leaves, and is not compared. */
    private List<String> segments(RackPlan rack) {
        return rack.subnets().stream()
                .filter(subnet -> subnet.overlay().isEmpty())
                .map(Subnet::range)
                .filter(range -> range.isIpv6() == ipv6)
                .map(Object::toString)
                .toList();
    }

    private static Sums sum(List<String> prefixes) {
        Sums sums = Sums.NONE;
        for (String prefix : prefixes) {
            sums = sums.plus(Sums.of(prefix));
        }
        return sums;
    }

    private static <K> void add(Map<K, Sums> map, K key, Sums sums) {
        map.merge(key, sums, Sums::plus);
    }

    private static String key(List<String> ports) {
        return String.join(",", ports);
    }
}
