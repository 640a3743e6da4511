package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.network.AnycastService;
import java.util.List;
import java.util.Optional;

/**
 * The planned network of a data centre.
 *
 * @param request what it was planned from, without the plan that was in force before
 * @param shape how many of everything
 * @param racks in the order of their numbers
 * @param devices super-spines, spines, leaves, hosts, each tier in the order of its numbers
 * @param links every cable: host links, peer links, uplinks, core links, rack by rack
 * @param services service addresses
 */
public record DataCenterPlan(
        DataCenterRequest request,
        Shape shape,
        List<RackPlan> racks,
        List<Device> devices,
        List<Link> links,
        List<AnycastService> services) {
    public DataCenterPlan {
        requireNonNull(request, "request");
        requireNonNull(shape, "shape");
        racks = List.copyOf(racks);
        devices = List.copyOf(devices);
        links = List.copyOf(links);
        services = List.copyOf(services);
    }

    /** The devices of one role, in order. */
    public List<Device> tier(Role role) {
        return devices.stream().filter(device -> device.role() == role).toList();
    }

    /** The device of that name, if it is planned: a search through all. */
    public Optional<Device> device(MachineId id) {
        return devices.stream().filter(device -> device.id().equals(id)).findFirst();
    }

    /**
     * Where a device is reached, and a host's services listen: its first loopback, or else its address in the segment of its
     * rack.
     *
     * @throws IllegalArgumentException when it is not planned
     */
    public String address(MachineId id) {
        return device(id)
                .orElseThrow(() -> new IllegalArgumentException(id + " is not in the fabric plan"))
                .address();
    }

    /**
     * Where a host's storage daemons speak to one another: its address in the cluster network, or, without such a network,
     * {@link #address}.
     *
     * @throws IllegalArgumentException when it is not planned
     */
    public String clusterAddress(MachineId id) {
        if (request.ranges().cluster().isEmpty()) {
            return address(id);
        }
        Device host = device(id).orElseThrow(() -> new IllegalArgumentException(id + " is not in the fabric plan"));
        if (request.design().hostsRoute()) {
            return host.loopbacks().get(host.loopbacks().size() - 1);
        }
        String address = host.segments().getOrDefault(Subnet.CLUSTER, address(id) + "/");
        return address.substring(0, address.indexOf('/'));
    }

    /** The service address of that name, if there is one. */
    public Optional<AnycastService> service(String name) {
        return services.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /** Pods that have a rack. */
    public int pods() {
        return racks.stream().mapToInt(rack -> rack.pod() + 1).max().orElse(0);
    }
}
