package io.petaforge.fabric.proof;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import io.petaforge.network.AsnRange;
import io.petaforge.network.FabricRequest;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.HostModel;
import io.petaforge.network.dc.SwitchModels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Plans of many kinds. */
final class Plans {
    private Plans() {}

    static DataCenterPlan of(Design design, int racks, int hosts, int leaves, boolean ipv6, boolean numbered) {
        return DataCenterPlanner.plan(request(design, racks, hosts, leaves, ipv6, numbered));
    }

    static DataCenterRequest request(Design design, int racks, int hosts, int leaves, boolean ipv6, boolean numbered) {
        BitRate rate = BitRate.ofGbit(25);
        boolean routes = design.hostsRoute();
        return new DataCenterRequest(
                design,
                IntStream.rangeClosed(1, racks)
                        .mapToObj(rack -> new FabricRequest.Rack(
                                "r" + rack,
                                IntStream.rangeClosed(1, hosts)
                                        .mapToObj(host -> new MachineId("node-r" + rack + "-" + host))
                                        .toList()))
                        .toList(),
                HostModel.of(leaves == 1 && !routes ? List.of("ens1") : List.of("ens1", "ens2"), rate),
                new DataCenterRequest.Switches(
                        SwitchModels.LEAF_25G, SwitchModels.SPINE_100G_64, Optional.of(SwitchModels.SPINE_100G_64)),
                new DataCenterRequest.Sizing(leaves, 3, 1, OptionalInt.empty(), hosts, racks),
                new DataCenterRequest.Ranges(
                        Cidr.parse("10.20.0.0/16"),
                        ipv6 ? Optional.of(Cidr.parse("fd00:20::/64")) : Optional.empty(),
                        numbered ? Optional.of(Cidr.parse("10.40.0.0/14")) : Optional.empty(),
                        Cidr.parse("10.64.0.0/14"),
                        Optional.empty(),
                        Optional.empty()),
                AsnRange.PRIVATE_32,
                List.of(),
                9000,
                Optional.empty());
    }

    /** The fabric whose devices' answers are recorded under {@code resources/fabric/proof}: it never changes. */
    static DataCenterPlan recorded() {
        BitRate rate = BitRate.ofGbit(10);
        return DataCenterPlanner.plan(new DataCenterRequest(
                Design.L3_HOST,
                List.of(rack("r1", "storage-1", "compute-1"), rack("r2", "storage-2")),
                HostModel.of(List.of("fab0", "fab1"), rate),
                new DataCenterRequest.Switches(
                        SwitchModels.linux(rate, 128), SwitchModels.linux(rate, 128), Optional.empty()),
                new DataCenterRequest.Sizing(2, 100, 1, OptionalInt.of(2), 2, 2),
                new DataCenterRequest.Ranges(
                        Cidr.parse("10.20.0.0/16"),
                        Optional.empty(),
                        Optional.empty(),
                        Cidr.parse("10.64.0.0/14"),
                        Optional.empty(),
                        Optional.empty()),
                AsnRange.PRIVATE_32,
                List.of(),
                1500,
                Optional.empty()));
    }

    private static FabricRequest.Rack rack(String name, String... hosts) {
        return new FabricRequest.Rack(
                name, Arrays.stream(hosts).map(MachineId::new).toList());
    }
}
