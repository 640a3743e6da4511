package io.petaforge.network.dc;

import io.petaforge.api.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides addresses. Each follows from numbers that never change.
 *
 * <p>A segment of a rack, be it for data or out of band, is a /{@value #SEGMENT_LENGTH}: .1 is the gateway, the same
 * on both leaves of a rack; hosts come from .12 (data) or .8 (out of band, in the order of their positions) on.
 *
 * <p>A segment of all racks is the whole range, with its gateway on .1, and is cut up the same way: an address shows the rack
 * all the same, and a rack that is added takes none that another has.
 */
final class Addresses {
    static final int SEGMENT_LENGTH = 25;

    static final int SEGMENT = 128;

    /** In every rack the same: layer 2 ends at its leaves, or is one segment indeed. */
    static final int PUBLIC_VLAN = 100;

    static final int CLUSTER_VLAN = 200;

    private static final int FIRST_HOST = 12;

    private static final int FIRST_OUT_OF_BAND = 8;

    private final DataCenterRequest request;
    private final Shape shape;
    private final Positions positions;
    private final AddressPool loopbacks;
    private final AddressPool subnets;
    private final Optional<AddressPool> outOfBand;
    private final Optional<AddressPool> cluster;
    private final Optional<AddressPool> links;

    Addresses(DataCenterRequest request, Shape shape) {
        this.request = request;
        this.shape = shape;
        this.positions = new Positions(shape);
        this.loopbacks = new AddressPool(request.ranges().loopbacks());
        this.subnets = new AddressPool(request.ranges().subnets());
        this.outOfBand = request.ranges().outOfBand().map(AddressPool::new);
        this.cluster = request.ranges().cluster().map(AddressPool::new);
        this.links = request.ranges().links().map(AddressPool::new);
    }

    String service(int number) {
        return loopbacks.at(Positions.FIRST_SERVICE + number);
    }

    /** The router's loopbacks: IPv4 or IPv6, and with dual stack both. */
    List<String> loopbacks(int position) {
        List<String> addresses = new ArrayList<>(List.of(loopbacks.at(position)));
        request.ranges().loopbacks6().ifPresent(range -> addresses.add(range.address(position)));
        return addresses;
    }

    /** The address of a routing host in the cluster network, if there is one. */
    Optional<String> clusterLoopback(int position) {
        return cluster.map(pool -> pool.at(position));
    }

    /** The shared data segments of a rack; none where hosts route. */
    List<Subnet> segments(int rack) {
        List<Subnet> segments = new ArrayList<>();
        if (!request.design().hostsRoute()) {
            segments.add(data(Subnet.PUBLIC, PUBLIC_VLAN, request.ranges().subnets(), subnets, rack));
            request.ranges()
                    .cluster()
                    .ifPresent(range ->
                            segments.add(data(Subnet.CLUSTER, CLUSTER_VLAN, range, cluster.orElseThrow(), rack)));
        }
        return segments;
    }

    String hostIn(Subnet segment, int rack, int host) {
        return in(segment, rack, FIRST_HOST + host);
    }

    /** The management segment of a rack, if that network is planned. */
    Optional<Subnet> outOfBand(int rack) {
        return request.ranges()
                .outOfBand()
                .map(range -> segment("oob", 0, range, outOfBand.orElseThrow(), positions.rackBlock(rack)));
    }

    /** A management address with its prefix length, if that network is planned. */
    Optional<String> outOfBandAddress(int position) {
        long block = position / Positions.BLOCK;
        return outOfBand.map(pool ->
                pool.at(block * SEGMENT + FIRST_OUT_OF_BAND + position % Positions.BLOCK) + "/" + SEGMENT_LENGTH);
    }

    /** The two ends of a numbered link, the lower tier's first; empty when links are unnumbered. */
    Optional<List<String>> link(long index) {
        return links.map(pool -> List.of(pool.at(2 * index + 1) + "/31", pool.at(2 * index) + "/31"));
    }

    long uplinkIndex(int rack, int leaf, int spine, int link) {
        return rackLinks(rack) + ((long) leaf * shape.spines() + spine) * shape.spineLinks() + link;
    }

    long hostLinkIndex(int rack, int host, int port) {
        return rackLinks(rack)
                + (long) shape.leavesPerRack() * shape.uplinks()
                + (long) host * request.host().ports().size()
                + port;
    }

    long coreLinkIndex(int pod, int spine, int superSpine, int link) {
        return (((long) pod * shape.spines() + spine) * shape.superSpines() + superSpine) * shape.coreLinks() + link;
    }

    /** How many addresses the links of so many racks need. */
    long linkAddressesNeeded(int racks) {
        return 2 * rackLinks(racks);
    }

    private long rackLinks(int rack) {
        long core = (long) shape.mostPods() * shape.spines() * shape.superSpines() * shape.coreLinks();
        long perRack = (long) shape.leavesPerRack() * shape.uplinks()
                + (request.design().hostsRoute()
                        ? (long) Positions.HOSTS_PER_RACK
                                * request.host().ports().size()
                        : 0);
        return core + rack * perRack;
    }

    private String in(Subnet segment, int rack, int offset) {
        AddressPool pool = segment.purpose().equals(Subnet.PUBLIC) ? subnets : cluster.orElseThrow();
        return pool.at((long) rack * SEGMENT + offset) + "/" + segment.range().length();
    }

    private Subnet data(String purpose, int vlan, Cidr range, AddressPool pool, int rack) {
        return request.design().spansRacks()
                ? new Subnet(purpose, vlan, range, pool.at(1), Optional.of(Overlay.ofVlan(vlan)))
                : segment(purpose, vlan, range, pool, rack);
    }

    private static Subnet segment(String purpose, int vlan, Cidr range, AddressPool pool, long number) {
        return new Subnet(
                purpose,
                vlan,
                new Cidr(pool.at(number * SEGMENT) + "/" + SEGMENT_LENGTH),
                pool.at(number * SEGMENT + 1));
    }
}
