package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Which packages of Ceph a bare host needs, which it has, and how it gets them. */
final class CephPackages {
    /** 100 MB to download and 425 MB to unpack; a slow mirror is not a failure. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final String BEGUN = "policy";

    /** Has a version of its own. */
    private static final String LVM = "lvm2";

    /** A package is whole when dpkg says "ii"; our own policy left behind by a killed run counts as not done. */
    private static final String PROBE =
            """
            grep -q petaforge /usr/sbin/policy-rc.d 2>/dev/null && echo "?? policy -"
            dpkg-query -W -f '${db:Status-Abbrev}\\t${Package}\\t${Version}\\n' -- "$@" 2>/dev/null | tr '\\t' ' '
            exit 0
            """;

    private final Supplier<Optional<String>> mirror;

    /**
     * The packages.
     *
     * @param mirror an apt source line that is used in place of the host's own sources when the plan names none: the
     *     substrate's, where it serves one; asked when it is needed
     */
    CephPackages(Supplier<Optional<String>> mirror) {
        this.mirror = mirror;
    }

    /** The bare hosts that run a part of Ceph: on others the packages are nobody's concern. */
    static List<MachineId> hosts(ClusterPlan plan) {
        Set<MachineId> ceph = CephPaths.hosts(plan);
        return plan.bare().stream().filter(ceph::contains).toList();
    }

    /** Versions of what is installed whole, by package. */
    static Probe<Map<String, String>> installed(ClusterPlan plan, MachineId host) {
        return Probe.ofHost(host, "ceph/packages", Command.script(PROBE, needed(plan, host)), CephPackages::parse);
    }

    /** Whether everything that the host needs is there, whatever its version. */
    static boolean complete(ClusterPlan plan, MachineId host, Map<String, String> installed) {
        return !installed.containsKey(BEGUN) && installed.keySet().containsAll(needed(plan, host));
    }

    /** The version of something that is installed in another than the plan's; empty where there is none. */
    static Optional<String> other(ClusterPlan plan, MachineId host, Map<String, String> installed) {
        Optional<String> wanted = plan.ceph().version();
        return needed(plan, host).stream()
                .filter(name -> !name.equals(LVM))
                .flatMap(name -> Optional.ofNullable(installed.get(name)).stream())
                .filter(version -> wanted.isPresent() && !wanted.get().equals(version))
                .findFirst();
    }

    /** Brings the host's packages to what the plan says. What runs is not restarted by it. */
    Action install(ClusterPlan plan, MachineId host, Map<String, String> installed) {
        List<String> needed = needed(plan, host);
        List<String> parameters = new ArrayList<>();
        parameters.add(plan.ceph().aptSource().or(mirror).orElse(""));
        needed.forEach(name -> parameters.add(name
                + plan.ceph()
                        .version()
                        .filter(version -> !name.equals(LVM))
                        .map(version -> "=" + version)
                        .orElse("")));
        return new Action(
                host,
                "install " + String.join(", ", needed),
                new Operation.Exec(Scripts.PACKAGES.with(parameters), LIMIT),
                installed.isEmpty() ? Effect.CREATE : Effect.CHANGE,
                reason(plan, host, installed));
    }

    private static String reason(ClusterPlan plan, MachineId host, Map<String, String> installed) {
        if (installed.containsKey(BEGUN)) {
            return "an installation was begun and not finished";
        }
        return other(plan, host, installed)
                .map(version ->
                        version + " is installed, not " + plan.ceph().version().orElse(""))
                .orElse("not installed");
    }

    /** What a host needs for its daemons; no recommended packages, hence Python's bindings by name. */
    private static List<String> needed(ClusterPlan plan, MachineId host) {
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
                packages.add(LVM);
            }
        }
        if (plan.ceph().rgws().contains(host)) {
            packages.add("radosgw");
        }
        return List.copyOf(packages);
    }

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
