package io.petaforge.plan;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.spec.CephSpec;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.VerifySpec;
import io.petaforge.storage.StoragePlan;
import io.petaforge.storage.StoragePlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * From intent and hardware to the plan, in two pure steps: first what to ask of the substrate, then, with the machines it
 * offers, everything else. The same input gives the same plan.
 */
public final class ClusterPlanner {
    /** TLS port of the RADOS Gateways. */
    private static final int S3_PORT = 443;

    /** What a switch of the lab is given: FRR took 35 to 50 MB of memory in all where it was measured. */
    private static final ByteSize SWITCH_MEMORY = ByteSize.ofMiB(256);

    private final ClusterSpec spec;
    private final StorageIntent.Placed placed;
    private final ClusterNetwork network;
    private final Leaving leaving;
    private final List<Departures.Host> leavingHosts;

    /** Plans a cluster that there is nothing of yet. */
    public ClusterPlanner(ClusterSpec spec) {
        this(spec, Optional.empty());
    }

    /** The same where no machine that leaves need be reached. */
    public ClusterPlanner(ClusterSpec spec, Optional<PlanInForce> inForce) {
        this(spec, inForce, Reach.NOBODY);
    }

    /**
     * Places the services and plans the fabric: neither depends on hardware, but for the addresses of a network that exists.
     *
     * @param inForce the plan that the cluster follows: what it gave to what is still wanted stays
     * @param reach to which machines there is a way: those of them that leave are still in the fabric
     * @throws io.petaforge.api.PetaforgeException when the network cannot be planned, with every reason
     */
    public ClusterPlanner(ClusterSpec spec, Optional<PlanInForce> inForce, Reach reach) {
        this.spec = spec;
        this.leaving = new Leaving(inForce, reach);
        this.leavingHosts = leaving.hosts(members(spec));
        this.placed =
                ServicePlacement.of(spec, inForce.map(before -> before.plan().ceph()));
        this.network = ClusterNetwork.of(
                spec, placed, inForce.map(PlanInForce::fabric), leavingHosts, addresses(inForce, reach));
    }

    /**
     * Where hosts that leave listen, if the plan in force does not have them in its network: they had been out of reach. What
     * their daemons were given counts more than the way by which they are reached now.
     */
    private static Map<MachineId, String> addresses(Optional<PlanInForce> inForce, Reach reach) {
        Map<MachineId, String> addresses = new TreeMap<>(reach.addresses());
        inForce.ifPresent(before -> before.plan().leaving().daemons().stream()
                .filter(daemon -> !daemon.address().isEmpty())
                .forEach(daemon -> addresses.put(daemon.host(), daemon.address())));
        return addresses;
    }

    private static Set<MachineId> members(ClusterSpec spec) {
        return spec.machines().stream()
                .flatMap(group -> group.members().stream())
                .map(MachineGroup.Member::id)
                .collect(Collectors.toSet());
    }

    /** What the cluster asks of its substrate. */
    public ClusterRequest request() {
        List<MachineRequest> machines = new ArrayList<>();
        Map<MachineId, Device> hosts = hosts();
        for (MachineGroup group : spec.machines()) {
            List<DiskRequest> disks = List.copyOf(group.volumes().values());
            for (MachineGroup.Member member : group.members()) {
                machines.add(new MachineRequest(
                        member.id(),
                        group.name(),
                        MachineRequest.Kind.HOST,
                        member.rack(),
                        group.threads(),
                        group.memory(),
                        disks,
                        Optional.ofNullable(hosts.get(member.id()))
                                .map(Device::portNames)
                                .orElse(List.of()),
                        group.image()));
            }
        }
        network.switches()
                .forEach(device -> machines.add(new MachineRequest(
                        device.id(),
                        device.role().word(),
                        MachineRequest.Kind.SWITCH,
                        device.rack(),
                        1,
                        SWITCH_MEMORY,
                        List.of(),
                        device.portNames(),
                        MachineRequest.Image.PREPARED)));
        return new ClusterRequest(spec.name(), machines, cables(machines));
    }

    /** Those of machines that are asked for: one that leaves has its own already. */
    private List<Cable> cables(List<MachineRequest> machines) {
        Set<MachineId> asked = machines.stream().map(MachineRequest::id).collect(Collectors.toSet());
        return network.cables().stream()
                .filter(cable -> asked.contains(cable.a().machine())
                        && asked.contains(cable.b().machine()))
                .toList();
    }

    /** The whole plan where nothing is known, or nothing matters, of the machines' own addresses. */
    public ClusterPlan plan(List<Machine> offered) {
        return plan(offered, Map.of());
    }

    /**
     * The whole plan on the machines that the substrate offers for {@link #request()}.
     *
     * @param addresses that machines have, as far as they are known: for a network that exists, see {@link
     *     io.petaforge.api.HostAddresses}
     *
     * @throws io.petaforge.api.PetaforgeException when the hardware does not do, with every reason
     */
    public ClusterPlan plan(List<Machine> offered, Map<MachineId, List<String>> addresses) {
        Map<MachineId, Device> hosts = hosts();
        DataCenterPlan fabric = network.at(addresses);
        Map<MachineId, Machine> machines = new TreeMap<>();
        offered.stream()
                .filter(machine -> hosts.containsKey(machine.id()))
                .forEach(machine -> machines.put(machine.id(), machine));
        VolumeAssignment volumes = VolumeAssignment.of(spec, machines);
        StoragePlan storage = StoragePlanner.plan(StorageIntent.of(spec, placed, machines, volumes, leaving.storage()));
        ClusterPlan plan = new ClusterPlan(
                spec.name(),
                List.copyOf(machines.values()),
                bareHosts(),
                fabric,
                network.makesSwitches(),
                storage,
                ceph(fabric),
                SparkPlanner.plan(spec, machines, volumes, storage),
                verify());
        return plan.with(leaving.of(plan, leavingHosts));
    }

    private Map<MachineId, Device> hosts() {
        return network.hosts().stream().collect(Collectors.toMap(Device::id, host -> host));
    }

    private List<MachineId> bareHosts() {
        return spec.machines().stream()
                .filter(group -> group.image() == MachineRequest.Image.BARE)
                .flatMap(group -> group.members().stream())
                .map(MachineGroup.Member::id)
                .sorted()
                .toList();
    }

    private CephPlan ceph(DataCenterPlan fabric) {
        CephSpec ceph = spec.ceph();
        return new CephPlan(
                ceph.packages().version(),
                ceph.packages().mirror(),
                CephPlan.Profile.valueOf(ceph.profile().name()),
                placed.mons(),
                placed.mgrs(),
                placed.rgws(),
                new CephPlan.S3Plan(
                        ceph.s3().endpoint(),
                        network.serviceAddresses(fabric, placed.rgws()),
                        S3_PORT,
                        ceph.s3().user(),
                        ceph.s3().bucket()),
                ceph.settings());
    }

    private VerifyPlan verify() {
        VerifySpec verify = spec.verify();
        VerifySpec.Thresholds thresholds = verify.thresholds();
        return new VerifyPlan(
                verify.data(),
                verify.objectSize(),
                perSecond(thresholds.write()),
                perSecond(thresholds.read()),
                thresholds.ratio());
    }

    private static OptionalLong perSecond(Optional<ByteRate> rate) {
        return rate.isPresent() ? OptionalLong.of(rate.get().perSecond().bytes()) : OptionalLong.empty();
    }
}
