package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Cidr;
import io.petaforge.network.AsnRange;
import io.petaforge.network.FabricRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a data centre's network is planned from.
 *
 * @param design where layer 3 begins
 * @param racks in the order of the inventory
 * @param host the data ports of every host
 * @param switches which models are used
 * @param sizing how many switches, or what they must carry
 * @param ranges the address ranges
 * @param asns the range of every AS number
 * @param services service addresses that hosts announce; not with {@link Design#FLAT_L2}
 * @param mtu bytes of an IP packet on every port between switches; hosts have {@link #hostMtu()}; 0 with {@link
 *     Design#EXISTING}: whatever each host's port has
 * @param previous the plan in force: what it gave to a rack, host or switch stays
 */
public record DataCenterRequest(
        Design design,
        List<FabricRequest.Rack> racks,
        HostModel host,
        Switches switches,
        Sizing sizing,
        Ranges ranges,
        AsnRange asns,
        List<FabricRequest.Service> services,
        int mtu,
        Optional<DataCenterPlan> previous) {
    /**
     * Switch models.
     *
     * @param superSpine for fabrics that outgrow one spine stage; without it they are refused
     */
    public record Switches(SwitchModel leaf, SwitchModel spine, Optional<SwitchModel> superSpine) {
        public Switches {
            requireNonNull(leaf, "leaf");
            requireNonNull(spine, "spine");
            requireNonNull(superSpine, "superSpine");
        }
    }

    /**
     * How large.
     *
     * @param leavesPerRack 1, or 2 to survive a leaf
     * @param oversubscription most host bandwidth for each unit of uplink bandwidth of a leaf: 1.0 is non-blocking; 3.0 is
     *     the field's rule of thumb, storage wants as near to 1.0 as possible
     * @param spineOversubscription the same from leaves to super-spines, in a fabric with super-spines
     * @param spines as told; in a fabric with super-spines the spines of each pod
     * @param hostsPerRack room to plan for in every rack; at least the hosts that are there
     * @param growTo racks to plan room for; at least those that are there
     */
    public record Sizing(
            int leavesPerRack,
            double oversubscription,
            double spineOversubscription,
            OptionalInt spines,
            int hostsPerRack,
            int growTo) {
        public Sizing {
            requireNonNull(spines, "spines");
        }
    }

    /**
     * Address ranges; none may overlap another.
     *
     * @param loopbacks a /32 for every router and service; or IPv6, a /128 for each, where hosts route: a fabric without
     *     IPv4
     * @param loopbacks6 IPv6, a /128 beside every /32: dual stack
     * @param links IPv4, a /31 for every routed link; without it links are unnumbered (RFC 5549)
     * @param subnets IPv4, the rack subnets of l3-tor and the one of flat-l2; in l2-l3-hybrid the shared segment itself
     * @param cluster of the same family, a second network for Ceph's replication: a further address for each host (l3-host) or a subnet and
     *     VLAN for each rack (l2-l3-hybrid: one for all)
     * @param outOfBand IPv4, management addresses of every switch and host, a subnet per rack; without it that network is
     *     somebody else's
     */
    public record Ranges(
            Cidr loopbacks,
            Optional<Cidr> loopbacks6,
            Optional<Cidr> links,
            Cidr subnets,
            Optional<Cidr> cluster,
            Optional<Cidr> outOfBand) {
        public Ranges {
            requireNonNull(loopbacks, "loopbacks");
            requireNonNull(loopbacks6, "loopbacks6");
            requireNonNull(links, "links");
            requireNonNull(subnets, "subnets");
            requireNonNull(cluster, "cluster");
            requireNonNull(outOfBand, "outOfBand");
        }
    }

    public DataCenterRequest {
        requireNonNull(design, "design");
        racks = List.copyOf(racks);
        requireNonNull(host, "host");
        requireNonNull(switches, "switches");
        requireNonNull(sizing, "sizing");
        requireNonNull(ranges, "ranges");
        requireNonNull(asns, "asns");
        services = List.copyOf(services);
        requireNonNull(previous, "previous");
    }

    /** Bytes of an IP packet on hosts' ports: less where leaves put it into another. */
    public int hostMtu() {
        return mtu - (design.spansRacks() ? Overlay.BYTES : 0);
    }

    /** The same request with a plan in force. */
    public DataCenterRequest after(DataCenterPlan plan) {
        return new DataCenterRequest(
                design, racks, host, switches, sizing, ranges, asns, services, mtu, Optional.of(plan));
    }

    /** The same request for other racks. */
    public DataCenterRequest withRacks(List<FabricRequest.Rack> others) {
        return new DataCenterRequest(design, others, host, switches, sizing, ranges, asns, services, mtu, previous);
    }
}
