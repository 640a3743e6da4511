package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.network.AsnRange;
import io.petaforge.network.dc.SwitchModel;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The switches and cables of a data centre, for {@code petaforge network plan}.
 *
 * @param leaf model of the leaves
 * @param spine model of the spines
 * @param superSpine model of the super-spines, if there may be any
 * @param nics the data ports of every host, each of the network's link rate
 * @param oversubscription most host bandwidth for each unit of uplink bandwidth of a leaf
 * @param spineOversubscription the same from leaves to super-spines
 * @param spines spines of each pod; without it as few as have the ports
 * @param hostsPerRack room to plan for; without it the hosts of the largest rack
 * @param growTo racks to plan room for; without it those that are there
 * @param mtu bytes of an IP packet on every data port
 * @param ranges address ranges
 * @param asns the range of every AS number; without it the 32-bit private range
 * @param asnsInUse AS numbers of others, none of which is in that range
 * @param models switch models of the site, by name
 * @param traffic what the cluster asks of the network, if the file says so
 */
public record HardwareSpec(
        String leaf,
        String spine,
        Optional<String> superSpine,
        List<String> nics,
        double oversubscription,
        double spineOversubscription,
        OptionalInt spines,
        OptionalInt hostsPerRack,
        OptionalInt growTo,
        int mtu,
        Ranges ranges,
        Optional<AsnRange> asns,
        List<AsnRange> asnsInUse,
        Map<String, SwitchModel> models,
        Optional<Traffic> traffic) {
    /** Rack subnets where the file names none: RFC 1918, room for two thousand racks. */
    public static final Cidr DEFAULT_SUBNETS = Cidr.parse("10.64.0.0/14");

    /**
     * What the cluster asks of the network.
     *
     * @param storedPerHost bytes that Ceph keeps on a host; without it as many as its drives may hold
     * @param recovery how soon everything on a lost host or rack must be stored elsewhere again, in whole minutes
     * @param clientPerHost what each host sends to clients, and takes from them, in everyday use
     * @param shufflePerHost what each host sends and takes while Spark shuffles
     * @param usable share of a link that is planned with
     */
    public record Traffic(
            Optional<ByteSize> storedPerHost,
            Duration recovery,
            BitRate clientPerHost,
            BitRate shufflePerHost,
            double usable) {
        public Traffic {
            requireNonNull(storedPerHost, "storedPerHost");
            requireNonNull(recovery, "recovery");
            requireNonNull(clientPerHost, "clientPerHost");
            requireNonNull(shufflePerHost, "shufflePerHost");
        }
    }

    /**
     * IPv4 ranges, but for the first.
     *
     * @param loopbacks6 an IPv6 loopback for every router: dual stack
     * @param links a /31 for every routed link; without it links are unnumbered
     * @param subnets rack subnets of l3-tor and flat-l2
     * @param cluster a second network for Ceph's replication
     * @param outOfBand management addresses of switches and hosts
     */
    public record Ranges(
            Optional<Cidr> loopbacks6, Optional<Cidr> links, Cidr subnets, Optional<Cidr> cluster, Cidr outOfBand) {
        public Ranges {
            requireNonNull(loopbacks6, "loopbacks6");
            requireNonNull(links, "links");
            requireNonNull(subnets, "subnets");
            requireNonNull(cluster, "cluster");
            requireNonNull(outOfBand, "outOfBand");
        }
    }

    public HardwareSpec {
        requireNonNull(leaf, "leaf");
        requireNonNull(spine, "spine");
        requireNonNull(superSpine, "superSpine");
        nics = List.copyOf(nics);
        requireNonNull(spines, "spines");
        requireNonNull(hostsPerRack, "hostsPerRack");
        requireNonNull(growTo, "growTo");
        requireNonNull(ranges, "ranges");
        requireNonNull(asns, "asns");
        asnsInUse = List.copyOf(asnsInUse);
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        requireNonNull(traffic, "traffic");
    }
}
