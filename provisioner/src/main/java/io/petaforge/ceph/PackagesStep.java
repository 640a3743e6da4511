package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.VersionOrder;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/packages}: Ceph's packages on the hosts whose image has none, pinned when the plan names a version. Daemons
 * do not start by being installed. What is installed in an older version is changed in {@link RollingStep}, when its host's
 * daemons have their turn; a newer one is refused.
 */
final class PackagesStep implements Step {
    private static final VersionOrder VERSIONS = new VersionOrder();

    private final CephPackages packages;
    private final Set<String> after;

    PackagesStep(CephPackages packages, Set<String> after) {
        this.packages = packages;
        this.after = Set.copyOf(after);
    }

    @Override
    public String name() {
        return "ceph/packages";
    }

    @Override
    public Set<String> after() {
        return after;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return new ArrayList<>(CephPackages.hosts(plan).stream()
                .map(host -> CephPackages.installed(plan, host))
                .toList());
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Problem> problems = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        for (MachineId host : CephPackages.hosts(plan)) {
            Map<String, String> installed = facts.get(CephPackages.installed(plan, host));
            Optional<String> newer = CephPackages.other(plan, host, installed)
                    .filter(version ->
                            VERSIONS.compare(version, plan.ceph().version().orElse(version)) > 0);
            if (newer.isPresent()) {
                problems.add(downgrade(host, newer.get(), plan.ceph().version().orElse("")));
            } else if (!CephPackages.complete(plan, host, installed)) {
                actions.add(packages.install(plan, host, installed));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        return actions;
    }

    private static Problem downgrade(MachineId host, String found, String wanted) {
        return Problem.at(
                "PF-DAY-090",
                "ceph.packages.version",
                "this goes back from Ceph " + found + ", which is installed on " + host + ", to " + wanted
                        + ": daemons cannot read what a newer one has written",
                "write " + found + " or a later one");
    }
}
