package io.petaforge.plan;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.AsnRange;
import io.petaforge.network.FabricRequest;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.HostModel;
import io.petaforge.network.dc.SwitchModel;
import io.petaforge.network.dc.SwitchModels;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.HardwareSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an inventory asks of the planner of data centres. */
public final class DataCenterIntent {
    private final List<Problem> problems = new ArrayList<>();

    private DataCenterIntent() {}

    /**
     * The request.
     *
     * @throws PetaforgeException when the inventory names no hardware, or a switch model that nobody knows
     */
    public static DataCenterRequest of(ClusterSpec spec, Design design) {
        HardwareSpec hardware = spec.network()
                .hardware()
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.at(
                                "PF-NET-033",
                                "network",
                                "the inventory does not say what switches there are",
                                "Write for example 'hardware: {leaf: 48x25g-8x100g, spine: 32x100g}'.")));
        return new DataCenterIntent().request(spec, hardware, design);
    }

    private DataCenterRequest request(ClusterSpec spec, HardwareSpec hardware, Design design) {
        List<FabricRequest.Rack> racks = FabricIntent.racks(spec);
        int largest = racks.stream().mapToInt(rack -> rack.hosts().size()).max().orElse(1);
        Optional<SwitchModel> leaf = model(hardware, "leaf", hardware.leaf());
        Optional<SwitchModel> spine = model(hardware, "spine", hardware.spine());
        Optional<SwitchModel> superSpine = hardware.superSpine().flatMap(name -> model(hardware, "super-spine", name));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        return new DataCenterRequest(
                design,
                racks,
                HostModel.of(hardware.nics(), spec.network().linkRate()),
                new DataCenterRequest.Switches(leaf.orElseThrow(), spine.orElseThrow(), superSpine),
                new DataCenterRequest.Sizing(
                        spec.network().leavesPerRack(),
                        hardware.oversubscription(),
                        hardware.spineOversubscription(),
                        hardware.spines(),
                        hardware.hostsPerRack().orElse(largest),
                        hardware.growTo().orElse(racks.size())),
                new DataCenterRequest.Ranges(
                        spec.network().loopbacks(),
                        hardware.ranges().loopbacks6(),
                        hardware.ranges().links(),
                        hardware.ranges().subnets(),
                        hardware.ranges().cluster(),
                        Optional.of(hardware.ranges().outOfBand())),
                hardware.asns().orElse(AsnRange.PRIVATE_32),
                services(spec, design),
                hardware.mtu(),
                Optional.empty());
    }

    /** The S3 gateways announce the address of S3 themselves, where hosts route. */
    private static List<FabricRequest.Service> services(ClusterSpec spec, Design design) {
        return design.hostsRoute()
                ? List.of(new FabricRequest.Service(
                        ClusterPlan.S3_SERVICE, ServicePlacement.of(spec).rgws()))
                : List.of();
    }

    private Optional<SwitchModel> model(HardwareSpec hardware, String key, String name) {
        Optional<SwitchModel> model =
                Optional.ofNullable(hardware.models().get(name)).or(() -> SwitchModels.named(name));
        if (model.isEmpty()) {
            problems.add(Problem.at(
                    "PF-NET-031",
                    "network.hardware." + key,
                    "no switch model '" + name + "' is known",
                    "Write one of "
                            + String.join(
                                    ", ",
                                    SwitchModels.ALL.stream()
                                            .map(SwitchModel::name)
                                            .toList())
                            + ", or describe it under network.hardware.models."));
        }
        return model;
    }
}
