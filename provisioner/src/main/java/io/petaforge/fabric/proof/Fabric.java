package io.petaforge.fabric.proof;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Link;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.Port;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan made quick to look things up in. */
final class Fabric {
    private final DataCenterPlan plan;
    private final Map<MachineId, Device> devices = new LinkedHashMap<>();
    private final Map<PortRef, Port> ports = new HashMap<>();
    private final Map<PortRef, Link> links = new HashMap<>();
    private final Map<String, RackPlan> racks = new LinkedHashMap<>();
    private final Map<String, List<Device>> leaves = new HashMap<>();
    private final Map<String, List<Device>> hosts = new HashMap<>();

    Fabric(DataCenterPlan plan) {
        this.plan = plan;
        plan.racks().forEach(rack -> racks.put(rack.name(), rack));
        for (Device device : plan.devices()) {
            devices.put(device.id(), device);
            device.ports().forEach(port -> ports.put(new PortRef(device.id(), port.name()), port));
            if (device.role() == Role.LEAF) {
                leaves.computeIfAbsent(device.rack(), rack -> new ArrayList<>()).add(device);
            } else if (device.role() == Role.HOST) {
                hosts.computeIfAbsent(device.rack(), rack -> new ArrayList<>()).add(device);
            }
        }
        for (Link link : plan.links()) {
            links.put(link.a(), link);
            links.put(link.b(), link);
        }
    }

    DataCenterPlan plan() {
        return plan;
    }

    Iterable<Device> devices() {
        return devices.values();
    }

    Optional<Device> device(MachineId id) {
        return Optional.ofNullable(devices.get(id));
    }

    /** The device of a name that came from outside, if it is planned. */
    Optional<Device> device(String name) {
        return devices.values().stream()
                .filter(device -> device.id().value().equals(name))
                .findFirst();
    }

    /**
     * The other end's device.
     *
     * @throws IllegalArgumentException when the plan's port leads nowhere
     */
    Device peer(Port port) {
        return device(port.peer().machine())
                .orElseThrow(() -> new IllegalArgumentException(port.peer() + " is not in the plan"));
    }

    Optional<Port> port(PortRef ref) {
        return Optional.ofNullable(ports.get(ref));
    }

    Optional<Link> link(PortRef end) {
        return Optional.ofNullable(links.get(end));
    }

    List<Device> leaves(String rack) {
        return leaves.getOrDefault(rack, List.of());
    }

    List<Device> hosts(String rack) {
        return hosts.getOrDefault(rack, List.of());
    }

    Iterable<RackPlan> racks() {
        return racks.values();
    }

    Optional<RackPlan> rack(Device device) {
        return Optional.ofNullable(racks.get(device.rack()));
    }

    /** Ports of {@code device} that lead to {@code other}, by name. */
    static List<String> portsTo(Device device, Device other) {
        return device.ports().stream()
                .filter(port -> port.peer().machine().equals(other.id()))
                .map(Port::name)
                .sorted()
                .toList();
    }

    /** Ports of one kind, by name. */
    static List<String> ports(Device device, LinkKind kind) {
        return device.ports().stream()
                .filter(port -> port.kind() == kind)
                .map(Port::name)
                .sorted()
                .toList();
    }

    /** Whether IP runs on the port itself, and BGP over it. */
    boolean routed(Device device, Port port) {
        return device.asn().isPresent()
                && port.kind() != LinkKind.PEER
                && (port.kind() != LinkKind.HOST || plan.request().design().hostsRoute());
    }

    /** Bytes of an IP packet that a port must take. */
    int mtu(Device device, Port port) {
        return device.role() == Role.HOST || port.kind() == LinkKind.HOST
                ? plan.request().hostMtu()
                : plan.request().mtu();
    }

    static String withoutLength(String address) {
        int slash = address.indexOf('/');
        return slash < 0 ? address : address.substring(0, slash);
    }
}
