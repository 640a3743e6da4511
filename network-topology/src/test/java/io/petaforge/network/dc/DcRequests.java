package io.petaforge.network.dc;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import io.petaforge.network.AsnRange;
import io.petaforge.network.FabricRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Requests that tests begin with. */
public final class DcRequests {
    public static final DataCenterRequest.Ranges RANGES = new DataCenterRequest.Ranges(
            Cidr.parse("10.20.0.0/16"),
            Optional.empty(),
            Optional.empty(),
            Cidr.parse("10.64.0.0/14"),
            Optional.empty(),
            Optional.of(Cidr.parse("10.96.0.0/16")));

    private DcRequests() {}

    /** Racks of dual-port 25G hosts on 48 x 25G leaves and 64 x 100G spines, at 3:1. */
    public static DataCenterRequest of(Design design, int racks, int hosts, int leavesPerRack) {
        return new DataCenterRequest(
                design,
                racks(racks, hosts),
                HostModel.of(List.of("ens1f0np0", "ens1f1np1"), BitRate.ofGbit(25)),
                new DataCenterRequest.Switches(
                        SwitchModels.LEAF_25G, SwitchModels.SPINE_100G_64, Optional.of(SwitchModels.SPINE_100G_64)),
                new DataCenterRequest.Sizing(leavesPerRack, 3, 1, OptionalInt.empty(), hosts, racks),
                RANGES,
                AsnRange.PRIVATE_32,
                List.of(),
                9000,
                Optional.empty());
    }

    /** Three racks of two hosts on virtual switches, with a service address that two hosts announce. */
    public static DataCenterRequest lab(int spines) {
        BitRate rate = BitRate.ofGbit(10);
        return new DataCenterRequest(
                Design.L3_HOST,
                List.of(
                        rack("r1", "storage-1", "compute-1"),
                        rack("r2", "storage-2", "compute-2"),
                        rack("r3", "storage-3", "compute-3")),
                HostModel.of(List.of("fab0"), rate),
                new DataCenterRequest.Switches(
                        SwitchModels.linux(rate, 128), SwitchModels.linux(rate, 4096), Optional.empty()),
                new DataCenterRequest.Sizing(1, 100, 1, OptionalInt.of(spines), 2, 3),
                new DataCenterRequest.Ranges(
                        RANGES.loopbacks(),
                        Optional.empty(),
                        Optional.empty(),
                        RANGES.subnets(),
                        Optional.empty(),
                        Optional.empty()),
                AsnRange.PRIVATE_32,
                List.of(new FabricRequest.Service(
                        "s3", List.of(new MachineId("storage-2"), new MachineId("storage-1")))),
                1500,
                Optional.empty());
    }

    private static FabricRequest.Rack rack(String name, String... hosts) {
        return new FabricRequest.Rack(name, Stream.of(hosts).map(MachineId::new).toList());
    }

    public static List<FabricRequest.Rack> racks(int racks, int hosts) {
        List<FabricRequest.Rack> list = new ArrayList<>();
        for (int rack = 1; rack <= racks; rack++) {
            String name = "r" + rack;
            list.add(new FabricRequest.Rack(
                    name,
                    IntStream.rangeClosed(1, hosts)
                            .mapToObj(host -> new MachineId("node-" + name + "-" + host))
                            .toList()));
        }
        return list;
    }

    public static DataCenterRequest sized(DataCenterRequest request, DataCenterRequest.Sizing sizing) {
        return new DataCenterRequest(
                request.design(),
                request.racks(),
                request.host(),
                request.switches(),
                sizing,
                request.ranges(),
                request.asns(),
                request.services(),
                request.mtu(),
                request.previous());
    }

    public static DataCenterRequest ranged(DataCenterRequest request, DataCenterRequest.Ranges ranges, AsnRange asns) {
        return new DataCenterRequest(
                request.design(),
                request.racks(),
                request.host(),
                request.switches(),
                request.sizing(),
                ranges,
                asns,
                request.services(),
                request.mtu(),
                request.previous());
    }

    public static DataCenterRequest dualStack() {
        return ranged(
                of(Design.L3_HOST, 2, 2, 2),
                new DataCenterRequest.Ranges(
                        RANGES.loopbacks(),
                        Optional.of(Cidr.parse("fd00:20::/64")),
                        Optional.empty(),
                        RANGES.subnets(),
                        Optional.of(Cidr.parse("10.21.0.0/16")),
                        RANGES.outOfBand()),
                AsnRange.PRIVATE_32);
    }

    /** Nothing but IPv6, with a cluster network and a service. */
    public static DataCenterRequest onlyIpv6() {
        DataCenterRequest base = plainLinux(Design.L3_HOST);
        return ranged(
                base,
                new DataCenterRequest.Ranges(
                        Cidr.parse("fd00:20::/64"),
                        Optional.empty(),
                        Optional.empty(),
                        RANGES.subnets(),
                        Optional.of(Cidr.parse("fd00:21::/64")),
                        RANGES.outOfBand()),
                base.asns());
    }

    public static DataCenterRequest numbered() {
        return ranged(
                of(Design.L3_HOST, 2, 2, 2),
                new DataCenterRequest.Ranges(
                        RANGES.loopbacks(),
                        Optional.empty(),
                        Optional.of(Cidr.parse("10.24.0.0/16")),
                        RANGES.subnets(),
                        Optional.empty(),
                        RANGES.outOfBand()),
                AsnRange.PRIVATE_32);
    }

    /** Three racks with two hosts each that have one port, on switches with plain Linux, and a service on two hosts. */
    public static DataCenterRequest plainLinux(Design design) {
        DataCenterRequest base = of(design, 3, 2, 1);
        SwitchModel linux = SwitchModels.linux(BitRate.ofGbit(10), 64);
        return new DataCenterRequest(
                design,
                base.racks(),
                HostModel.of(List.of("fab0"), BitRate.ofGbit(10)),
                new DataCenterRequest.Switches(linux, linux, Optional.of(linux)),
                new DataCenterRequest.Sizing(1, 1, 1, OptionalInt.of(2), 2, 3),
                base.ranges(),
                base.asns(),
                List.of(new FabricRequest.Service(
                        "s3", List.of(new MachineId("node-r1-1"), new MachineId("node-r2-1")))),
                1500,
                Optional.empty());
    }

    /** One segment for Ceph's public and one for its cluster network over all racks. */
    public static DataCenterRequest hybridWithCluster() {
        return ranged(
                of(Design.L2_L3_HYBRID, 2, 2, 1),
                new DataCenterRequest.Ranges(
                        RANGES.loopbacks(),
                        Optional.empty(),
                        Optional.empty(),
                        Cidr.parse("10.64.0.0/16"),
                        Optional.of(Cidr.parse("10.65.0.0/16")),
                        RANGES.outOfBand()),
                AsnRange.PRIVATE_32);
    }

    /** Rack subnets for Ceph's public and cluster networks. */
    public static DataCenterRequest torWithCluster() {
        return ranged(
                of(Design.L3_TOR, 2, 2, 2),
                new DataCenterRequest.Ranges(
                        RANGES.loopbacks(),
                        Optional.empty(),
                        Optional.empty(),
                        RANGES.subnets(),
                        Optional.of(Cidr.parse("10.72.0.0/14")),
                        RANGES.outOfBand()),
                AsnRange.PRIVATE_32);
    }
}
