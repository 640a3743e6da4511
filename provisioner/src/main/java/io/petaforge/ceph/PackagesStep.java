package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * {@code ceph/packages}: Ceph's packages on the hosts whose image has none, pinned when the plan names a version. Daemons
 * do not start by being installed.
 */
final class PackagesStep implements Step {
    /** 100 MB to download and 425 MB to unpack; a slow mirror is not a failure. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /** A package is whole when dpkg says "ii"; our own policy left behind by a killed run counts as not done. */
    private static final String PROBE =
            """
            grep -q petaforge /usr/sbin/policy-rc.d 2>/dev/null && echo "?? policy -"
            dpkg-query -W -f '${db:Status-Abbrev}\\t${Package}\\t${Version}\\n' -- "$@" 2>/dev/null | tr '\\t' ' '
            exit 0
            """;

    private final Supplier<Optional<String>> mirror;
    private final Set<String> after;

    /**
     * The packages.
     *
     * @param mirror an apt source line that is used in place of the host's own sources when the plan names none: the
     *     substrate's, where it serves one; asked when it is needed
     */
    PackagesStep(Supplier<Optional<String>> mirror, Set<String> after) {
        this.mirror = mirror;
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
        return new ArrayList<>(
                hosts(plan).stream().map(host -> installed(plan, host)).toList());
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        for (MachineId host : hosts(plan)) {
            Map<String, String> found = facts.get(installed(plan, host));
            List<String> wanted = packages(plan, host);
            boolean right = !found.containsKey("policy")
                    && wanted.stream().allMatch(name -> matches(plan.ceph().version(), found.get(name)));
            if (!right) {
                List<String> parameters = new ArrayList<>();
                parameters.add(plan.ceph().aptSource().or(mirror).orElse(""));
                parameters.add(plan.ceph().version().orElse(""));
                parameters.addAll(wanted);
                actions.add(new Action(
                        host,
                        "install " + String.join(", ", wanted),
                        new Operation.Exec(Scripts.PACKAGES.with(parameters), LIMIT),
                        found.isEmpty() ? Effect.CREATE : Effect.CHANGE,
                        reason(plan, wanted, found)));
            }
        }
        return actions;
    }

    private static String reason(ClusterPlan plan, List<String> wanted, Map<String, String> found) {
        if (found.containsKey("policy")) {
            return "an installation was begun and not finished";
        }
        List<String> other = wanted.stream()
                .filter(found::containsKey)
                .filter(name -> !matches(plan.ceph().version(), found.get(name)))
                .toList();
        return other.isEmpty()
                ? "not installed"
                : found.get(other.get(0)) + " is installed, not "
                        + plan.ceph().version().orElse("");
    }

    private static boolean matches(Optional<String> version, @org.jspecify.annotations.Nullable String found) {
        return found != null && version.map(found::equals).orElse(true);
    }

    /** The bare hosts that run a part of Ceph. */
    private static List<MachineId> hosts(ClusterPlan plan) {
        Set<MachineId> ceph = CephPaths.hosts(plan);
        return plan.bare().stream().filter(ceph::contains).toList();
    }

    /** What a host needs for its daemons; no recommended packages, hence Python's bindings by name. */
    private static List<String> packages(ClusterPlan plan, MachineId host) {
        Set<String> packages = new TreeSet<>(Set.of("ceph-common"));
        if (plan.ceph().mons().contains(host)) {
            packages.addAll(Set.of("ceph-mon", "python3-rados"));
        }
        if (plan.ceph().mgrs().contains(host)) {
            packages.add("ceph-mgr");
        }
        if (!plan.storage().osdsOf(host).isEmpty()) {
            packages.add("ceph-osd");
            if (OsdOrders.divides(plan, host)) {
                packages.add("lvm2");
            }
        }
        if (plan.ceph().rgws().contains(host)) {
            packages.add("radosgw");
        }
        return List.copyOf(packages);
    }

    private static Probe<Map<String, String>> installed(ClusterPlan plan, MachineId host) {
        return Probe.ofHost(host, "ceph/packages", Command.script(PROBE, packages(plan, host)), PackagesStep::parse);
    }

    /** Versions of what is installed whole, by package. */
    static Map<String, String> parse(Output output) {
        Map<String, String> versions = new TreeMap<>();
        output.stdout().lines().map(line -> line.trim().split(" +")).forEach(fields -> {
            if (fields.length == 3 && (fields[0].equals("ii") || fields[0].equals("??"))) {
                versions.put(fields[1], fields[2]);
            }
        });
        return versions;
    }
}
