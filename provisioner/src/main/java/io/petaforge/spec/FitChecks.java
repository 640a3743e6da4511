package io.petaforge.spec;

import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.storage.ProtectionChoice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether sections that are each right go together. Silent about what could not be read. */
final class FitChecks {
    /** Ceph warns from 0.85 on, and a full OSD makes S3 writes hang: a test leaves that far away. */
    private static final double MOST_OF_RAW = 0.5;

    /**
     * What a worker's machine keeps for the system and Spark's own daemons: as much as the planner leaves when it sizes
     * workers itself.
     */
    private static final ByteSize RESERVE = ByteSize.ofGiB(1);

    private final ClusterSpec spec;
    private final Problems problems;

    FitChecks(ClusterSpec spec, Problems problems) {
        this.spec = spec;
        this.problems = problems;
    }

    void run() {
        failureDomains();
        loopbacks();
        executor();
        verification();
        maasGroups();
        openstackGroups();
        awsPlaces();
        new AwsChecks(spec, problems).run();
        listedHosts();
    }

    private void failureDomains() {
        if (!problems.certain("storage") || !certain("roles") || !certain("count") || !certain("racks")) {
            return;
        }
        List<MachineGroup.Member> hosts = spec.members(Role.OSD);
        if (hosts.isEmpty()) {
            return;
        }
        boolean byRack = spec.storage().failureDomain() == StorageSpec.FailureDomain.RACK;
        Map<String, Integer> domains = new TreeMap<>();
        hosts.forEach(host -> domains.merge(byRack ? host.rack() : host.id().value(), 1, Integer::sum));
        Protection protection = spec.storage().protection();
        if (protection.width() == 1 && !spec.storage().acceptDataLoss()) {
            problems.conflict(
                    InventoryCode.DATA_LOSS,
                    "storage.protection",
                    "'" + protection + "' loses data with the first drive that fails",
                    "Write replica 3; or, when that may happen, 'accept-data-loss: true' beside it.");
        }
        ProtectionChoice.misfit(domains, byRack ? "rack" : "host", hosts.size(), planned(protection))
                .ifPresent(misfit -> problems.conflict(
                        InventoryCode.FAILURE_DOMAINS,
                        "storage.protection",
                        misfit.what() + (problems.written("storage.protection") ? "" : " (it is the default)"),
                        misfit.fix()));
    }

    private static io.petaforge.storage.Protection planned(Protection protection) {
        return protection instanceof Protection.ErasureCode code
                ? new io.petaforge.storage.Protection.Erasure(code.data(), code.parity())
                : new io.petaforge.storage.Protection.Replicated(protection.width(), protection.width());
    }

    private void loopbacks() {
        if (!problems.certain("network") || !certain("count") || !certain("racks")) {
            return;
        }
        NetworkSpec network = spec.network();
        if (network.design() == NetworkSpec.Design.EXISTING) {
            return;
        }
        long hosts = spec.machines().stream().mapToLong(MachineGroup::count).sum();
        long switches =
                network.spines() + (long) network.leavesPerRack() * spec.racks().size();
        // One for the S3 service, and the first and last stay unused as in any subnet.
        long needed = hosts + switches + 1 + 2;
        BigInteger size = network.loopbacks().size();
        if (size.compareTo(BigInteger.valueOf(needed)) < 0) {
            int bits = 64 - Long.numberOfLeadingZeros(needed - 1);
            problems.conflict(
                    InventoryCode.RANGE_TOO_SMALL,
                    "network.loopbacks",
                    network.loopbacks() + " has " + size + " addresses, and " + hosts + " hosts, " + switches
                            + " switches and the S3 service need " + needed,
                    network.loopbacks().isIpv6()
                            ? "Write a /64."
                            : "Write a range of /" + Math.min(24, 32 - bits) + " or larger; /16 leaves room to grow.");
        }
    }

    private void executor() {
        if (!problems.certain("spark.executor", "spark.worker")) {
            return;
        }
        SparkSpec.Size executor = spec.spark().executor();
        spec.spark().worker().ifPresent(worker -> {
            if (executor.memory().compareTo(worker.memory()) > 0) {
                problems.conflict(
                        InventoryCode.EXECUTOR,
                        "spark.executor.memory",
                        "an executor of " + executor.memory() + " does not fit into a worker of " + worker.memory(),
                        "Lower it, or raise spark.worker.memory.");
            }
            if (executor.cores() > worker.cores()) {
                problems.conflict(
                        InventoryCode.EXECUTOR,
                        "spark.executor.cores",
                        "an executor of " + cores(executor.cores()) + " does not fit into a worker of "
                                + cores(worker.cores()),
                        "Lower it, or raise spark.worker.cores.");
            }
        });
        if (!certain("roles") || !certain("constraints")) {
            return;
        }
        String noun = spec.spark().worker().isPresent() ? "worker" : "executor";
        ByteSize wanted = spec.spark().worker().orElse(executor).memory();
        for (MachineGroup group : spec.groups(Role.SPARK_WORKER)) {
            long room = group.memory().bytes() - RESERVE.bytes();
            if (wanted.bytes() > room) {
                String path = "machines." + group.name() + ".constraints.memory";
                problems.conflict(
                        InventoryCode.EXECUTOR,
                        "spark." + noun + ".memory",
                        (noun.equals("worker") ? "a worker of " : "an executor of ") + wanted
                                + " does not fit into a machine of '" + group.name() + "': of its " + group.memory()
                                + (problems.written(path) ? ", " : " (the default), ") + RESERVE
                                + " is kept for the system and for Spark's own daemons",
                        (room > 0 ? "Write at most " + new ByteSize(room) + ", or raise " : "Raise ") + path + ".");
            }
        }
    }

    private static String cores(int count) {
        return count + (count == 1 ? " core" : " cores");
    }

    private void verification() {
        ByteSize data = spec.verify().data();
        if (!problems.certain("verify.data", "verify.object-size")) {
            return;
        }
        if (data.compareTo(spec.verify().objectSize()) < 0) {
            problems.conflict(
                    InventoryCode.VERIFY_DATA,
                    "verify.object-size",
                    "one object of " + spec.verify().objectSize().decimal() + " is more than all the data ("
                            + data.decimal() + ")",
                    "Lower 'object-size', or raise 'data'.");
        }
        if (!problems.certain("storage") || !certain("roles") || !certain("count") || !certain("volumes")) {
            return;
        }
        BigDecimal raw = BigDecimal.ZERO;
        for (MachineGroup group : spec.groups(Role.OSD)) {
            DiskRequest drives = group.volumes().get(Volume.OSD);
            if (drives == null) {
                return;
            }
            raw = raw.add(BigDecimal.valueOf(drives.atLeast().bytes())
                    .multiply(BigDecimal.valueOf((long) drives.count() * group.count())));
        }
        BigDecimal room = raw.multiply(BigDecimal.valueOf(MOST_OF_RAW))
                .divide(overhead(spec.storage().protection()), 0, RoundingMode.DOWN);
        if (raw.signum() > 0 && room.compareTo(BigDecimal.valueOf(data.bytes())) < 0) {
            problems.conflict(
                    InventoryCode.VERIFY_DATA,
                    "verify.data",
                    data.decimal() + " of test data would fill more than half of the cluster, which holds "
                            + new ByteSize(room.multiply(BigDecimal.valueOf(2)).longValue()).decimal() + " in all",
                    "Write at most " + new ByteSize(room.longValue()).decimal() + ".");
        }
    }

    /** Bytes stored for each byte of data. */
    private static BigDecimal overhead(Protection protection) {
        if (protection instanceof Protection.ErasureCode ec) {
            return BigDecimal.valueOf(ec.width()).divide(BigDecimal.valueOf(ec.data()), 6, RoundingMode.UP);
        }
        return BigDecimal.valueOf(protection.width());
    }

    private void awsPlaces() {
        if (!(spec.substrate() instanceof AwsSpec aws)) {
            return;
        }
        unknownGroups("substrate.aws.groups", aws.groups().keySet());
        if (certain("racks")) {
            racks().stream()
                    .filter(rack -> !aws.racks().containsKey(rack) && problems.certain("substrate.aws.racks"))
                    .forEach(rack -> problems.conflict(
                            InventoryCode.UNPLACED_RACK,
                            "substrate.aws.racks",
                            "nothing says in which zone the rack '" + rack + "' is",
                            "Write for example '" + rack + ": " + aws.region() + "a'."));
        }
    }

    private void maasGroups() {
        if (!(spec.substrate() instanceof SubstrateSpec.Maas maas)) {
            return;
        }
        unknownGroups("substrate.maas.groups", maas.groups().keySet());
        zonesOfRacks("substrate.maas.zones", maas.zones().keySet());
    }

    private void openstackGroups() {
        if (!(spec.substrate() instanceof OpenstackSpec openstack)) {
            return;
        }
        unknownGroups("substrate.openstack.groups", openstack.groups().keySet());
        zonesOfRacks("substrate.openstack.zones", openstack.zones().keySet());
    }

    private void zonesOfRacks(String path, Set<String> named) {
        Set<String> racks = racks();
        named.stream()
                .filter(rack -> !racks.contains(rack))
                .forEach(rack -> problems.conflict(
                        InventoryCode.UNKNOWN_RACK,
                        Places.child(path, rack),
                        "no machine stands in a rack '" + rack + "'",
                        "Name one of the racks below 'machines': " + String.join(", ", racks) + "."));
    }

    private Set<String> racks() {
        Set<String> racks = new TreeSet<>();
        spec.machines().forEach(group -> group.members().forEach(member -> racks.add(member.rack())));
        return racks;
    }

    private void unknownGroups(String path, Set<String> named) {
        Set<String> known =
                spec.machines().stream().map(MachineGroup::name).collect(Collectors.toCollection(TreeSet::new));
        named.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problems.conflict(
                        InventoryCode.UNKNOWN_GROUP,
                        Places.child(path, name),
                        "there is no machine group '" + name + "'",
                        "Name it like one of those below 'machines': " + String.join(", ", known) + "."));
    }

    /** Where a machine is reached. */
    private record Place(String address, int port) {}

    private void listedHosts() {
        if (!(spec.substrate() instanceof SubstrateSpec.Listed substrate)) {
            return;
        }
        Map<MachineId, Place> listed = new TreeMap<>();
        substrate
                .places()
                .forEach((id, place) -> listed.put(
                        id,
                        new Place(
                                place.address(),
                                place.port().orElse(substrate.ssh().port()))));
        String section = "substrate." + spec.substrate().name() + ".hosts";
        if (!problems.certain(section) || !certain("count")) {
            return;
        }
        Set<MachineId> wanted = spec.machines().stream()
                .flatMap(g -> g.members().stream())
                .map(MachineGroup.Member::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<MachineId> missing = new TreeSet<>(wanted);
        missing.removeAll(listed.keySet());
        if (!missing.isEmpty()) {
            problems.conflict(
                    InventoryCode.HOSTS_DIFFER,
                    section,
                    "the groups ask for machines that are not listed: " + join(missing),
                    "List them, or lower 'count' of their groups.");
        }
        Set<Place> places = new java.util.HashSet<>();
        listed.forEach((id, place) -> {
            String path = Places.child(section, id.value());
            // Where none is missing it is no mistyped name: one that leaves stays listed until it has been drained.
            if (!wanted.contains(id) && !missing.isEmpty()) {
                problems.conflict(
                        InventoryCode.HOSTS_DIFFER,
                        path,
                        "no group asks for a machine of this name",
                        "Name it <group>-<number>, from 1 to the group's 'count', or remove it.");
            }
            if (!places.add(place)) {
                problems.conflict(
                        InventoryCode.TWICE,
                        path + ".address",
                        place.address() + " is the address of another machine already",
                        "Give each machine its own.");
            }
        });
    }

    private static String join(Set<MachineId> ids) {
        List<MachineId> shown = new ArrayList<>(ids).subList(0, Math.min(5, ids.size()));
        String names = shown.stream().map(MachineId::value).collect(Collectors.joining(", "));
        return ids.size() > shown.size() ? names + " and " + (ids.size() - shown.size()) + " more" : names;
    }

    private boolean certain(String key) {
        return spec.machines().stream().allMatch(g -> problems.certain("machines." + g.name() + "." + key));
    }
}
