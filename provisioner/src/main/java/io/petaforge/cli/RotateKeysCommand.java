package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.Generations.Group;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** New keys for the S3 user, for Spark, and for Ceph's daemons and administrator. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "Give the S3 user new keys, Spark's daemons a new secret, and Ceph's daemons and administrator new keys.",
            "The S3 user has both keys until Spark uses the new ones; the old ones are refused then. Spark knows one secret at"
                    + " a time: its daemons restart together, and no application may run. Ceph's managers, OSDs and"
                    + " gateways get theirs and restart in turns, as with a changed setting; the administrator's old key"
                    + " is refused at once. The key by which the monitors know each other stays: it can only be replaced"
                    + " while all of them are stopped."
        })
final class RotateKeysCommand extends InventoryCommand {
    private static final Map<String, Group> SERVICES =
            new TreeMap<>(Map.of("ceph", Group.CEPH, "s3", Group.S3, "spark", Group.SPARK));

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "Only the keys of this service: s3, spark or ceph; may be given more than once.")
    private List<String> services = List.of();

    @Option(names = "--interrupt", description = "Do not wait for applications: those that run with the old keys fail.")
    private boolean interrupt;

    @Option(
            names = "--keep-old",
            description =
                    "Stop while the old S3 keys are still accepted, so that clients elsewhere can be given the new ones;"
                            + " the command without this goes on from there.")
    private boolean keepOld;

    @Override
    int call(ClusterSpec spec) {
        Set<Group> groups = groups(spec);
        try (RotateRun run = RotateRun.open(spec, common(), new RotateRun.Order(groups, interrupt, keepOld))) {
            RotateRun.Report report = run.run();
            print(report, report.text());
            return ExitCode.OK.status();
        }
    }

    private Set<Group> groups(ClusterSpec spec) {
        List<Problem> problems = new ArrayList<>();
        Set<Group> groups = EnumSet.noneOf(Group.class);
        for (String service : services) {
            Group group = SERVICES.get(service);
            if (group == null) {
                problems.add(Problem.of(
                        "PF-DAY-090",
                        "there is no service '" + service + "' with keys",
                        "name one of " + String.join(", ", SERVICES.keySet())));
            } else {
                groups.add(group);
            }
        }
        if (keepOld && !groups.contains(Group.S3) && !services.isEmpty()) {
            problems.add(Problem.of(
                    "PF-DAY-090",
                    "--keep-old is about the S3 keys, and they are not among those that are named",
                    "leave it out, or add --service s3"));
        }
        boolean given = spec.ceph().s3().keys().isPresent();
        if (given && groups.contains(Group.S3)) {
            problems.add(
                    Problem.at(
                            "PF-DAY-092",
                            "ceph.s3.access-key",
                            "the S3 user's keys are the inventory's, and are kept elsewhere",
                            "change them where the inventory refers to and build again, or rotate --service spark and --service ceph"));
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        if (services.isEmpty()) {
            groups.addAll(SERVICES.values());
            if (given) {
                groups.remove(Group.S3);
            }
        }
        return groups;
    }
}
