package io.petaforge.plan;

import io.petaforge.api.Cable;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.AnycastService;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.ExistingNetwork;
import io.petaforge.network.dc.Role;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.NetworkSpec;
import io.petaforge.spec.SubstrateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The cluster's network: planned, with switches that the substrate makes (the lab) or that are the site's, or one that exists
 * and is used as it is.
 */
final class ClusterNetwork {
    private final NetworkSpec spec;
    private final DataCenterRequest request;
    private final DataCenterPlan withoutAddresses;
    private final boolean makesSwitches;
    private final Set<MachineId> mons;
    private final Map<MachineId, String> before = new TreeMap<>();
    private final List<Departures.Host> leaving;
    private final Map<MachineId, String> lastKnown;

    private ClusterNetwork(
            ClusterSpec spec,
            DataCenterRequest request,
            List<MachineId> mons,
            Optional<DataCenterPlan> existed,
            List<Departures.Host> leaving,
            Map<MachineId, String> lastKnown) {
        this.leaving = leaving;
        this.lastKnown = lastKnown;
        this.spec = spec.network();
        this.request = request;
        this.mons = Set.copyOf(mons);
        existed.ifPresent(plan -> plan.tier(Role.HOST).forEach(host -> before.put(host.id(), host.address())));
        this.makesSwitches = spec.substrate() instanceof SubstrateSpec.Lab;
        this.withoutAddresses = exists() ? ExistingNetwork.of(request, Map.of()) : DataCenterPlanner.plan(request);
    }

    /**
     * Of a cluster.
     *
     * @param leaving hosts that are still to be drained
     * @param lastKnown addresses of those, where the plan in force does not say it
     * @throws PetaforgeException when it cannot be planned, with every reason
     */
    static ClusterNetwork of(
            ClusterSpec spec,
            StorageIntent.Placed placed,
            Optional<DataCenterPlan> inForce,
            List<Departures.Host> leaving,
            Map<MachineId, String> lastKnown) {
        boolean existed = inForce.filter(plan -> plan.request().design() == Design.EXISTING)
                .isPresent();
        return new ClusterNetwork(
                spec,
                FabricIntent.of(spec, placed.rgws(), existed ? Optional.empty() : inForce, reached(leaving)),
                placed.mons(),
                existed ? inForce : Optional.empty(),
                reached(leaving),
                lastKnown);
    }

    private static List<Departures.Host> reached(List<Departures.Host> leaving) {
        return leaving.stream()
                .filter(host -> host.contact() == Departures.Contact.REACHED)
                .toList();
    }

    private boolean exists() {
        return request.design() == Design.EXISTING;
    }

    /** Whether the substrate makes the switches, so that petaforge sets them up. */
    boolean makesSwitches() {
        return makesSwitches;
    }

    List<Device> hosts() {
        return withoutAddresses.tier(Role.HOST);
    }

    /** What the substrate has to make beside hosts. */
    List<Device> switches() {
        return makesSwitches
                ? withoutAddresses.devices().stream()
                        .filter(device -> device.role() != Role.HOST)
                        .toList()
                : List.of();
    }

    List<Cable> cables() {
        return makesSwitches
                ? withoutAddresses.links().stream()
                        .map(link -> new Cable(link.a(), link.b(), link.rate()))
                        .toList()
                : List.of();
    }

    /**
     * The plan with what is known of hosts' addresses.
     *
     * @throws PetaforgeException when a host has no address that is meant, two have the same, or a monitor has lost its own
     */
    DataCenterPlan at(Map<MachineId, List<String>> addresses) {
        return exists() ? ExistingNetwork.of(request, chosen(addresses)) : withoutAddresses;
    }

    private Map<MachineId, String> chosen(Map<MachineId, List<String>> addresses) {
        List<Problem> problems = new ArrayList<>();
        Map<MachineId, String> chosen = new TreeMap<>();
        Map<String, MachineId> owners = new TreeMap<>();
        new TreeMap<>(addresses).forEach((host, known) -> {
            List<String> fitting = known.stream()
                    .filter(address ->
                            spec.addresses().isEmpty() || spec.addresses().get().contains(address))
                    .distinct()
                    .toList();
            if (fitting.isEmpty() && !known.isEmpty()) {
                problems.add(Problem.at(
                        "PF-NET-037",
                        "network.addresses",
                        host + " has no address in " + spec.addresses().orElseThrow() + ", only "
                                + String.join(", ", known),
                        "Write the range of the network that the hosts share, or give the host an address in it."));
            } else if (!fitting.isEmpty()) {
                String had = before.getOrDefault(host, "");
                String address = fitting.contains(had) ? had : fitting.get(0);
                if (!had.isEmpty() && !had.equals(address) && mons.contains(host)) {
                    problems.add(Problem.at(
                            "PF-NET-040",
                            "network.addresses",
                            host + " had " + had + " and now has " + address
                                    + ": a Ceph monitor is known by its address, in"
                                    + " every client's configuration too",
                            "Give the host its address back: a static one, or a reservation in DHCP."));
                }
                MachineId other = owners.putIfAbsent(address, host);
                if (other != null) {
                    problems.add(Problem.at(
                            "PF-NET-038",
                            "network.addresses",
                            host + " and " + other + " both have " + address,
                            "Write the range of the network in which every host has an address of its own."));
                }
                chosen.put(host, address);
            }
        });
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        // Nobody asks one that leaves any more; it listens where it did.
        leaving.forEach(host ->
                chosen.putIfAbsent(host.id(), before.getOrDefault(host.id(), lastKnown.getOrDefault(host.id(), ""))));
        return chosen;
    }

    /** Where clients find S3: at one address that is announced by all gateways, or, where nothing announces, at each of them. */
    List<String> serviceAddresses(DataCenterPlan plan, List<MachineId> rgws) {
        if (!exists()) {
            return List.of(plan.service(ClusterPlan.S3_SERVICE)
                    .map(AnycastService::address)
                    .orElseThrow());
        }
        return rgws.stream()
                .map(plan::address)
                .filter(address -> !address.isEmpty())
                .toList();
    }
}
