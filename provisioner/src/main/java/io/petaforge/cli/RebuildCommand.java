package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.ceph.CephServices;
import io.petaforge.spark.SparkServices;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes hosts, or one service of them, anew while the cluster serves on. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Make hosts anew from nothing, one failure domain after the other: each gets its identity, addresses, keys and"
                    + " daemons back, and its OSDs with their data.",
            "Whole hosts can be made anew on lab, bmc, maas and openstack, services (--service) everywhere.",
            "Refuses where data would be at risk. A rebuild that was killed is continued by the same command."
        })
final class RebuildCommand extends InventoryCommand {
    @Option(names = "--host", paramLabel = "HOST", description = "This host; may be given more than once.")
    private List<String> hosts = List.of();

    @Option(names = "--rack", paramLabel = "RACK", description = "Every host of this rack.")
    private List<String> racks = List.of();

    @Option(names = "--all", description = "Every host.")
    private boolean all;

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            defaultValue = "",
            description =
                    "Only this service, on all its hosts or on those that are named: mon, mgr, osd, rgw, spark-master,"
                            + " spark-worker or spark-history. The hosts keep their systems.")
    private String service = "";

    @Option(names = "--wipe", description = "Empty the hosts' OSD drives: Ceph fills them again from the other copies.")
    private boolean wipe;

    @Override
    int call(ClusterSpec spec) {
        Set<MachineId> chosen = chosen(spec);
        try (RebuildRun run = RebuildRun.open(spec, common(), new RebuildRun.Order(chosen, service, wipe))) {
            RebuildRun.Report report = run.run();
            print(report, report.text());
            return ExitCode.OK.status();
        }
    }

    private Set<MachineId> chosen(ClusterSpec spec) {
        List<Problem> problems = new ArrayList<>();
        Set<String> services = new TreeSet<>(CephServices.names());
        services.addAll(SparkServices.names());
        if (!service.isEmpty() && !services.contains(service)) {
            problems.add(Problem.of(
                    "PF-DAY-074",
                    "there is no service '" + service + "'",
                    "name one of " + String.join(", ", services)));
        }
        if (wipe && !service.isEmpty() && !service.equals("osd")) {
            problems.add(Problem.of(
                    "PF-DAY-074",
                    "--wipe empties the drives of OSDs, and '" + service + "' has none",
                    "leave --wipe out, or rebuild whole hosts"));
        }
        Set<MachineId> known = new TreeSet<>();
        Set<String> knownRacks = new TreeSet<>();
        Set<MachineId> chosen = new TreeSet<>();
        for (MachineGroup group : spec.machines()) {
            for (MachineGroup.Member member : group.members()) {
                known.add(member.id());
                knownRacks.add(member.rack());
                if (all
                        || racks.contains(member.rack())
                        || hosts.contains(member.id().value())) {
                    chosen.add(member.id());
                }
            }
        }
        Set<String> names = known.stream().map(MachineId::value).collect(Collectors.toSet());
        hosts.stream()
                .filter(host -> !names.contains(host))
                .forEach(host -> problems.add(Problem.of(
                        "PF-DAY-074",
                        "the inventory has no host '" + host + "'",
                        "name one of "
                                + String.join(
                                        ", ",
                                        known.stream().map(MachineId::value).toList()))));
        racks.stream()
                .filter(rack -> !knownRacks.contains(rack))
                .forEach(rack -> problems.add(Problem.of(
                        "PF-DAY-074",
                        "the inventory has no rack '" + rack + "'",
                        "name one of " + String.join(", ", knownRacks))));
        boolean nothing = !all && hosts.isEmpty() && racks.isEmpty();
        if (nothing && service.isEmpty()) {
            problems.add(
                    Problem.of("PF-DAY-074", "nothing is named to rebuild", "add --host, --rack, --service or --all"));
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        return nothing ? known : chosen;
    }
}
