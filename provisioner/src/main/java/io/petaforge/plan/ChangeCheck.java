package io.petaforge.plan;

import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup.Member;
import io.petaforge.spec.Role;
import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.Protection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an inventory may not ask of a cluster that exists: it would lose data, its monitors' quorum, or its identity. Looked
 * for before anything is planned or changed, with what is possible instead.
 */
public final class ChangeCheck {
    private static final Comparator<String> VERSIONS = new VersionOrder();

    private final ClusterPlan before;
    private final ClusterSpec spec;
    private final Map<MachineId, String> racks = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private ChangeCheck(ClusterPlan before, ClusterSpec spec) {
        this.before = before;
        this.spec = spec;
        spec.machines().forEach(group -> group.members().forEach(member -> racks.put(member.id(), member.rack())));
    }

    /** Everything that stands in the way of the step from the plan in force to what the inventory says now. */
    public static List<Problem> problems(PlanInForce inForce, ClusterSpec spec) {
        ChangeCheck check = new ChangeCheck(inForce.plan(), spec);
        check.racks();
        check.monitors();
        check.failureDomains();
        check.protection();
        check.versions();
        return List.copyOf(check.problems);
    }

    /** The same, of an inventory file from which a cluster of another name was built that still exists. */
    public static Problem renamed(String file, String was, String is) {
        return Problem.at(
                "PF-DAY-006",
                "cluster",
                "the cluster that was built from " + file + " is '" + was + "' and still exists; now the file says '"
                        + is + "', and a cluster cannot be renamed",
                "write 'cluster: " + was
                        + "' again. To give it up for one of the new name, write the old name, run destroy,"
                        + " and build then; for a second cluster beside it, copy the file");
    }

    private void racks() {
        for (Machine machine : before.machines()) {
            String rack = racks.get(machine.id());
            if (rack != null && !rack.equals(machine.location().rack())) {
                problems.add(Problem.at(
                        "PF-DAY-004",
                        "machines." + machine.group() + ".racks",
                        "this moves " + machine.id() + " from "
                                + machine.location().rack() + " to " + rack
                                + ": its data counts as one of the copies in "
                                + machine.location().rack()
                                + ", and its address and cables are those of that rack",
                        "keep the order of the racks and add new ones at the end; to move a host, take it out of the"
                                + " inventory, build, and add it in the other rack as a new one"));
            }
        }
    }

    private void monitors() {
        List<MachineId> old = before.ceph().mons();
        List<MachineId> now = ServicePlacement.of(spec).mons();
        if (now.stream().noneMatch(old::contains)) {
            String names = names(old);
            problems.add(Problem.at(
                    "PF-DAY-001",
                    "ceph.mons",
                    "this takes away every monitor that the cluster has (" + names
                            + "): new ones learn the cluster's maps from the old ones",
                    "keep at least one of " + names + " with the role mon, build, and take it away then"));
        }
    }

    private void failureDomains() {
        Map<MachineId, String> now = spec.members(Role.OSD).stream()
                .collect(Collectors.toMap(Member::id, Member::rack, (a, b) -> a, TreeMap::new));
        for (CrushRulePlan rule : before.storage().rules()) {
            boolean byRack = rule.failureDomain().equals("rack");
            Set<String> had = new TreeSet<>();
            before.storage()
                    .osds()
                    .forEach(osd -> had.add(byRack ? osd.rack() : osd.host().value()));
            Set<String> has = new TreeSet<>();
            now.forEach((host, rack) -> has.add(byRack ? rack : host.value()));
            List<String> pools = before.storage().pools().stream()
                    .filter(pool -> pool.rule().equals(rule.name()))
                    .map(PoolPlan::name)
                    .toList();
            if (has.size() < rule.domains() && has.size() < had.size() && !pools.isEmpty()) {
                String domains = rule.failureDomain() + "s";
                problems.add(Problem.at(
                        "PF-DAY-002",
                        "machines",
                        "this leaves OSDs in " + has.size() + " " + domains + ", and "
                                + PlanDiff.words(rule.protection()) + " of " + few(pools) + " needs " + rule.domains()
                                + ": " + String.join(", ", without(had, has)) + " cannot go",
                        had.size() > rule.domains()
                                ? "at most " + (had.size() - rule.domains()) + " of the " + had.size() + " " + domains
                                        + " can go; before more do, add others"
                                : "add " + (byRack ? "a rack" : "a host")
                                        + " with OSDs for each that goes, build, and take" + " the old one away then"));
            }
        }
    }

    /** Of data, not of what Ceph keeps beside it: the gateways' small pools follow. */
    private void protection() {
        Protection now = StorageIntent.protection(spec.storage());
        Optional<PoolPlan> data =
                before.storage().pools().stream().filter(PoolPlan::bulk).findFirst();
        if (data.isEmpty() || before.storage().osds().isEmpty()) {
            return;
        }
        Protection was = data.get().protection();
        boolean grows = was instanceof Protection.Replicated
                && now instanceof Protection.Replicated
                && now.width() >= was.width();
        boolean same = was instanceof Protection.Erasure ? was.equals(now) : grows;
        if (!same) {
            problems.add(Problem.at(
                    "PF-DAY-003",
                    "storage.protection",
                    "this changes " + PlanDiff.words(was) + " of pool "
                            + data.get().name() + ", which holds the data, to " + PlanDiff.words(now)
                            + ": a pool keeps the protection it was made with",
                    was instanceof Protection.Replicated
                            ? "more copies are possible (replica " + (was.width() + 1)
                                    + "); anything else needs a new cluster that the data is copied to"
                            : "restore '" + PlanDiff.words(was) + "', or build a new cluster with '"
                                    + PlanDiff.words(now) + "' and copy the data"));
        }
    }

    private void versions() {
        Optional<String> was = before.ceph().version();
        Optional<String> is = spec.ceph().packages().version();
        if (was.isPresent() && is.isPresent() && VERSIONS.compare(is.get(), was.get()) < 0) {
            problems.add(Problem.at(
                    "PF-DAY-005",
                    "ceph.packages.version",
                    "this goes back from Ceph " + was.get() + " to " + is.get()
                            + ": daemons cannot read what a newer one has written",
                    "write " + was.get() + " or a later one"));
        }
        String spark = before.spark().distribution().spark();
        if (VERSIONS.compare(spec.spark().version(), spark) < 0) {
            problems.add(Problem.at(
                    "PF-DAY-005",
                    "spark.version",
                    "this goes back from Spark " + spark + " to " + spec.spark().version()
                            + ": its history server cannot read the newer one's event logs",
                    "write " + spark + " or a later one; an older one can run in a cluster of its own"));
        }
    }

    private static List<String> without(Set<String> had, Set<String> has) {
        return had.stream().filter(name -> !has.contains(name)).toList();
    }

    private static String names(List<MachineId> hosts) {
        return hosts.stream().map(MachineId::value).collect(Collectors.joining(", "));
    }

    private static String few(List<String> pools) {
        return pools.size() == 1
                ? "pool " + pools.get(0)
                : "pool " + pools.get(0) + " and " + (pools.size() - 1) + " more";
    }
}
