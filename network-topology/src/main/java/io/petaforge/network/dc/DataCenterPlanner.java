package io.petaforge.network.dc;

import io.petaforge.api.Asn;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.AnycastService;
import io.petaforge.network.FabricRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans the network of a data centre by asking one class for each decision. */
public final class DataCenterPlanner {
    private final DataCenterRequest request;
    private final Shape shape;
    private final Numbers numbers;
    private final Addresses addresses;
    private final Positions positions;
    private final AsNumbers asns;
    private final Cabling cabling;
    private final List<FabricRequest.Rack> racks;

    private DataCenterPlanner(DataCenterRequest request, Shape shape) {
        this.request = request;
        this.shape = shape;
        this.numbers = Numbers.of(request);
        this.addresses = new Addresses(request, shape);
        this.positions = new Positions(shape);
        this.asns = new AsNumbers(request, shape);
        this.racks = request.racks().stream()
                .sorted(Comparator.comparingInt(rack -> numbers.rack(rack.name())))
                .map(rack -> new FabricRequest.Rack(
                        rack.name(),
                        rack.hosts().stream()
                                .sorted(Comparator.comparingInt(numbers::host))
                                .toList()))
                .toList();
        this.cabling = Cabling.of(request, shape, numbers, racks);
    }

    /**
     * Plans the network; the same request gives the same plan.
     *
     * @throws PetaforgeException with every reason ({@code PF-NET-NNN}) when the request cannot be met
     */
    public static DataCenterPlan plan(DataCenterRequest request) {
        if (request.design() == Design.EXISTING) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.at(
                            "PF-NET-036",
                            "network.design",
                            "with the design 'existing' there is no network to plan: it is used as it is",
                            "Write l3-host, l3-tor, l2-l3-hybrid or flat-l2."));
        }
        List<Problem> problems = new ArrayList<>(DataCenterCheck.problems(request));
        Optional<Shape> shape = problems.isEmpty() ? ShapeSizing.size(request, problems) : Optional.empty();
        shape.ifPresent(sized -> problems.addAll(RangeCheck.problems(request, sized)));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        return new DataCenterPlanner(request, shape.orElseThrow()).plan();
    }

    private DataCenterPlan plan() {
        List<AnycastService> services = services();
        Map<MachineId, List<String>> announced = new HashMap<>();
        for (AnycastService service : services) {
            service.hosts().forEach(host -> announced
                    .computeIfAbsent(host, id -> new ArrayList<>())
                    .add(service.address()));
        }
        List<RackPlan> planned = racks.stream()
                .map(rack -> {
                    int number = numbers.rack(rack.name());
                    return new RackPlan(
                            rack.name(), number, pod(number), addresses.segments(number), addresses.outOfBand(number));
                })
                .toList();
        List<Device> devices = new ArrayList<>(superSpines());
        devices.addAll(spines(planned));
        planned.forEach(rack -> devices.addAll(leaves(rack)));
        for (int i = 0; i < racks.size(); i++) {
            for (MachineId host : racks.get(i).hosts()) {
                devices.add(host(planned.get(i), host, announced.getOrDefault(host, List.of())));
            }
        }
        DataCenterRequest alone = new DataCenterRequest(
                request.design(),
                request.racks(),
                request.host(),
                request.switches(),
                request.sizing(),
                request.ranges(),
                request.asns(),
                request.services(),
                request.mtu(),
                Optional.empty());
        return new DataCenterPlan(alone, shape, planned, devices, cabling.links(), services);
    }

    private List<AnycastService> services() {
        List<AnycastService> services = new ArrayList<>();
        ServiceNumbers byName = ServiceNumbers.of(request);
        for (FabricRequest.Service service : request.services()) {
            services.add(new AnycastService(
                    service.name(),
                    addresses.service(byName.of(service.name())),
                    service.hosts().stream().distinct().sorted().toList()));
        }
        return services;
    }

    private List<Device> superSpines() {
        List<Device> devices = new ArrayList<>();
        for (int plane = 0; shape.fiveStage() && plane < shape.spines(); plane++) {
            for (int number = 0; number < shape.superSpines(); number++) {
                devices.add(router(
                        Naming.superSpine(plane, number),
                        Role.SUPER_SPINE,
                        -1,
                        "",
                        plane * shape.superSpines() + number,
                        asns.superSpine(),
                        positions.superSpine(plane, number)));
            }
        }
        return devices;
    }

    private List<Device> spines(List<RackPlan> planned) {
        int pods = planned.stream().mapToInt(rack -> rack.pod() + 1).max().orElse(0);
        List<Device> devices = new ArrayList<>();
        for (int pod = 0; pod < pods; pod++) {
            for (int number = 0; number < shape.spines(); number++) {
                devices.add(router(
                        Naming.spine(shape, pod, number),
                        Role.SPINE,
                        pod,
                        "",
                        number,
                        asns.spine(pod),
                        positions.spine(pod, number)));
            }
        }
        return devices;
    }

    private List<Device> leaves(RackPlan rack) {
        List<Device> devices = new ArrayList<>();
        for (int leaf = 0; leaf < shape.leavesPerRack(); leaf++) {
            devices.add(router(
                    Naming.leaf(shape, rack.name(), leaf),
                    Role.LEAF,
                    rack.pod(),
                    rack.name(),
                    leaf,
                    asns.leaf(rack.number()),
                    positions.leaf(rack.number(), leaf)));
        }
        return devices;
    }

    private Device router(MachineId id, Role role, int pod, String rack, int number, Asn asn, int position) {
        return new Device(
                id,
                role,
                pod,
                rack,
                number,
                request.design() == Design.FLAT_L2 ? Optional.empty() : Optional.of(asn),
                addresses.loopbacks(position),
                List.of(),
                Map.of(),
                addresses.outOfBandAddress(position),
                cabling.ports(id));
    }

    private Device host(RackPlan rack, MachineId id, List<String> anycast) {
        int number = numbers.host(id);
        int position = positions.host(rack.number(), number);
        boolean routes = request.design().hostsRoute();
        List<String> loopbacks = new ArrayList<>();
        Map<String, String> segments = new HashMap<>();
        if (routes) {
            loopbacks.addAll(addresses.loopbacks(position));
            addresses.clusterLoopback(position).ifPresent(loopbacks::add);
        }
        for (Subnet subnet : rack.subnets()) {
            segments.put(subnet.purpose(), addresses.hostIn(subnet, rack.number(), number));
        }
        return new Device(
                id,
                Role.HOST,
                rack.pod(),
                rack.name(),
                number,
                asn(rack, number, routes, !anycast.isEmpty()),
                loopbacks,
                anycast,
                segments,
                addresses.outOfBandAddress(position),
                cabling.ports(id));
    }

    private Optional<Asn> asn(RackPlan rack, int host, boolean routes, boolean announces) {
        if (routes) {
            return Optional.of(asns.host(rack.number(), host));
        }
        return announces ? Optional.of(asns.service()) : Optional.empty();
    }

    private int pod(int rack) {
        return rack / shape.racksPerPod();
    }
}
