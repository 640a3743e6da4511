package io.petaforge.network;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import java.util.List;
import java.util.Optional;

/**
 * What the fabric is planned from.
 *
 * @param design the design's name in the inventory, such as {@code l3-host}
 * @param spines spine switches
 * @param leavesPerRack leaf switches in each rack; every host has one link to each of its rack
 * @param racks in the order of the inventory
 * @param services service addresses to allocate, in a fixed order
 * @param loopbacks the IPv4 range of every loopback and service address
 * @param asns the range of every AS number
 * @param linkRate rate of every link
 * @param mtu bytes, on every port
 * @param previous the plan in force: whatever it gave to a rack, host or service that is still asked for is kept.
 *     Without it positions decide, so that racks, hosts of a rack, spines and services can be added at the end of their
 *     lists without a change to anything that exists
 */
public record FabricRequest(
        String design,
        int spines,
        int leavesPerRack,
        List<Rack> racks,
        List<Service> services,
        Cidr loopbacks,
        AsnRange asns,
        BitRate linkRate,
        int mtu,
        Optional<FabricPlan> previous) {
    /**
     * One rack.
     *
     * @param name part of its leaves' names, so letters, digits and dashes
     * @param hosts in the order in which they are cabled
     */
    public record Rack(String name, List<MachineId> hosts) {
        public Rack {
            requireNonNull(name, "name");
            hosts = List.copyOf(hosts);
        }
    }

    /** A service address that is wanted, and the hosts that will announce it. */
    public record Service(String name, List<MachineId> hosts) {
        public Service {
            requireNonNull(name, "name");
            hosts = List.copyOf(hosts);
        }
    }

    public FabricRequest {
        requireNonNull(design, "design");
        racks = List.copyOf(racks);
        services = List.copyOf(services);
        requireNonNull(loopbacks, "loopbacks");
        requireNonNull(asns, "asns");
        requireNonNull(linkRate, "linkRate");
        requireNonNull(previous, "previous");
    }
}
