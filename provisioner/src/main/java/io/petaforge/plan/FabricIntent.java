package io.petaforge.plan;

import io.petaforge.api.BitRate;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.AsnRange;
import io.petaforge.network.FabricRequest;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.HostModel;
import io.petaforge.network.dc.SwitchModels;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.HardwareSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What a cluster asks of the network planner: the fabric of its {@code network.hardware}, or, without that section, one of
 * virtual switches that have as many ports as are needed.
 */
final class FabricIntent {
    /** Every hop of a lab or of a routed fabric without jumbo frames carries this many bytes. */
    private static final int MTU = 1500;

    /** A virtual leaf has ports for as many hosts and spines as a rack can have of them at most. */
    private static final int LEAF_PORTS = 128;

    /** A virtual spine has ports for a thousand racks. */
    private static final int SPINE_PORTS = 4096;

    /** Virtual switches are not limited by their uplinks: one to each spine does. */
    private static final double ANY_RATIO = 100;

    private FabricIntent() {}

    static DataCenterRequest of(
            ClusterSpec spec, List<MachineId> rgws, Optional<DataCenterPlan> inForce, List<Departures.Host> leaving) {
        Design design = Design.valueOf(spec.network().design().name());
        if (design == Design.EXISTING) {
            return virtual(spec, racks(spec, leaving), design, 0, Optional.empty());
        }
        if (spec.network().loopbacks().isIpv6()) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.at(
                            "PF-NET-034",
                            "network.loopbacks",
                            "clusters are built over IPv4, and "
                                    + spec.network().loopbacks() + " is IPv6",
                            "Write a private IPv4 range such as 10.20.0.0/16; 'petaforge network plan' takes IPv6 too."));
        }
        DataCenterRequest request = spec.network().hardware().isPresent()
                ? DataCenterIntent.of(spec, design).withRacks(racks(spec, leaving))
                : virtual(spec, racks(spec, leaving), design, MTU, inForce);
        return new DataCenterRequest(
                design,
                request.racks(),
                request.host(),
                request.switches(),
                request.sizing(),
                request.ranges(),
                request.asns(),
                List.of(new FabricRequest.Service(ClusterPlan.S3_SERVICE, rgws)),
                request.mtu(),
                inForce);
    }

    /** The machines of each rack, in the order of the inventory. */
    static List<FabricRequest.Rack> racks(ClusterSpec spec) {
        Map<String, List<MachineId>> racks = new LinkedHashMap<>();
        spec.racks().forEach(rack -> racks.put(rack, new ArrayList<>()));
        for (MachineGroup group : spec.machines()) {
            for (MachineGroup.Member member : group.members()) {
                racks.computeIfAbsent(member.rack(), rack -> new ArrayList<>()).add(member.id());
            }
        }
        return racks.entrySet().stream()
                .map(rack -> new FabricRequest.Rack(rack.getKey(), rack.getValue()))
                .toList();
    }

    /** The same with machines that leave, behind those that stay. */
    private static List<FabricRequest.Rack> racks(ClusterSpec spec, List<Departures.Host> leaving) {
        Map<String, List<MachineId>> racks = new LinkedHashMap<>();
        racks(spec).forEach(rack -> racks.put(rack.name(), new ArrayList<>(rack.hosts())));
        leaving.forEach(host ->
                racks.computeIfAbsent(host.rack(), rack -> new ArrayList<>()).add(host.id()));
        return racks.entrySet().stream()
                .map(rack -> new FabricRequest.Rack(rack.getKey(), rack.getValue()))
                .toList();
    }

    /** Places in racks, and racks, are never fewer than there were: what stays keeps its number when others leave. */
    private static DataCenterRequest virtual(
            ClusterSpec spec,
            List<FabricRequest.Rack> racks,
            Design design,
            int mtu,
            Optional<DataCenterPlan> inForce) {
        NetworkSpec network = spec.network();
        BitRate rate = network.linkRate();
        return new DataCenterRequest(
                design,
                racks,
                HostModel.of(
                        IntStream.range(0, network.leavesPerRack())
                                .mapToObj(port -> "fab" + port)
                                .toList(),
                        rate),
                new DataCenterRequest.Switches(
                        SwitchModels.linux(rate, LEAF_PORTS), SwitchModels.linux(rate, SPINE_PORTS), Optional.empty()),
                new DataCenterRequest.Sizing(
                        network.leavesPerRack(),
                        ANY_RATIO,
                        1,
                        OptionalInt.of(network.spines()),
                        Math.max(
                                racks.stream()
                                        .mapToInt(rack -> rack.hosts().size())
                                        .max()
                                        .orElse(1),
                                inForce.map(plan -> plan.request().sizing().hostsPerRack())
                                        .orElse(1)),
                        Math.max(
                                racks.size(),
                                inForce.map(plan -> plan.request().sizing().growTo())
                                        .orElse(1))),
                new DataCenterRequest.Ranges(
                        network.loopbacks(),
                        Optional.empty(),
                        Optional.empty(),
                        HardwareSpec.DEFAULT_SUBNETS,
                        Optional.empty(),
                        Optional.empty()),
                AsnRange.PRIVATE_32,
                List.of(),
                mtu,
                Optional.empty());
    }
}
