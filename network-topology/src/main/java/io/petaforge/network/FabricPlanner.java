package io.petaforge.network;

import io.petaforge.api.Asn;
import io.petaforge.api.Cable;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PortRef;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Plans a leaf-spine fabric with routing on the host: eBGP unnumbered everywhere (RFC 7938, RFC 5549), a /32 loopback
 * for each router.
 *
 * <p>AS numbers: one for all spines (RFC 7938, 5.2.1), one for the leaves of a rack together, one for each host. That the
 * leaves of a rack share one is what keeps hosts with two uplinks from becoming transit: a leaf refuses the paths of its
 * twin, which hold its own number, so no filter is needed on the host. A number is the range's first plus the position of
 * the loopback in its range, so that both name the same node.
 */
public final class FabricPlanner {
    /** The design that is planned. */
    public static final String L3_HOST = "l3-host";

    private FabricPlanner() {}

    /**
     * Plans the fabric; the same request gives the same plan.
     *
     * @throws PetaforgeException with every reason ({@code PF-NET-NNN}) when the request cannot be met
     */
    public static FabricPlan plan(FabricRequest request) {
        List<Problem> problems = FabricCheck.problems(request);
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        Slots slots = Slots.assign(request);
        List<Cable> cables = Cabling.cables(request, slots);
        Map<MachineId, List<String>> ports = ports(cables);
        List<AnycastService> services = request.services().stream()
                .map(service -> new AnycastService(
                        service.name(),
                        request.loopbacks().address(slots.service(service.name())),
                        service.hosts().stream().distinct().sorted().toList()))
                .toList();

        List<FabricNode> spines = new ArrayList<>();
        Asn spineAsn = request.asns().at(Slots.FIRST_SPINE);
        for (int spine = 0; spine < request.spines(); spine++) {
            MachineId id = Names.spine(spine);
            String loopback = request.loopbacks().address(Slots.spine(spine));
            spines.add(new FabricNode(
                    id, FabricNode.Tier.SPINE, "", spineAsn, loopback, List.of(), ports.getOrDefault(id, List.of())));
        }
        List<FabricNode> leaves = new ArrayList<>();
        List<FabricNode> hosts = new ArrayList<>();
        for (FabricRequest.Rack rack : request.racks()) {
            Asn rackAsn = request.asns().at(slots.leaf(rack.name(), 0));
            for (int leaf = 0; leaf < request.leavesPerRack(); leaf++) {
                MachineId id = Names.leaf(rack.name(), leaf, request.leavesPerRack());
                String loopback = request.loopbacks().address(slots.leaf(rack.name(), leaf));
                leaves.add(new FabricNode(
                        id,
                        FabricNode.Tier.LEAF,
                        rack.name(),
                        rackAsn,
                        loopback,
                        List.of(),
                        ports.getOrDefault(id, List.of())));
            }
            for (MachineId host : rack.hosts()) {
                int position = slots.host(rack.name(), host);
                hosts.add(new FabricNode(
                        host,
                        FabricNode.Tier.HOST,
                        rack.name(),
                        request.asns().at(position),
                        request.loopbacks().address(position),
                        services.stream()
                                .filter(service -> service.hosts().contains(host))
                                .map(AnycastService::address)
                                .toList(),
                        ports.getOrDefault(host, List.of())));
            }
        }
        List<FabricNode> nodes = Stream.of(spines, leaves, hosts)
                .flatMap(tier -> tier.stream().sorted(Comparator.comparing(FabricNode::id)))
                .toList();
        return new FabricPlan(request.design(), nodes, cables, services, request.mtu());
    }

    private static Map<MachineId, List<String>> ports(List<Cable> cables) {
        Map<MachineId, List<String>> ports = new TreeMap<>();
        cables.stream()
                .flatMap(cable -> Stream.of(cable.a(), cable.b()))
                .sorted(Comparator.comparing(PortRef::port, Comparator.comparingInt(String::length))
                        .thenComparing(PortRef::port))
                .forEach(end -> ports.computeIfAbsent(end.machine(), id -> new ArrayList<>())
                        .add(end.port()));
        return ports;
    }
}
