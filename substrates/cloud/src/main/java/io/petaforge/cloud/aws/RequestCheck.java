package io.petaforge.cloud.aws;

import io.petaforge.api.Cidr;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is wrong with a request whatever the region: pure. */
final class RequestCheck {
    /** EC2's for one placement group in one zone. */
    private static final int PARTITIONS = 7;
    /** Addresses of a subnet that are Amazon's own. */
    private static final int RESERVED = 5;
    /** A subnet is a sixteenth of the network; EC2 makes none smaller than /28, and no network larger than /16. */
    private static final int WIDEST = 16;

    private static final int NARROWEST = 24;

    private RequestCheck() {}

    /** Instance types of the groups that ask for machines. */
    static Set<String> types(ClusterRequest request, AwsSettings settings) {
        return request.machines().stream()
                .flatMap(machine -> settings.group(machine.group()).types().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<Problem> problems(ClusterRequest request, AwsSettings settings, AwsRecord record) {
        List<Problem> problems = new ArrayList<>();
        long switches = request.machines().stream()
                .filter(machine -> machine.kind() == MachineRequest.Kind.SWITCH)
                .count();
        if (switches > 0) {
            problems.add(Problem.of(
                    "PF-AWS-001",
                    "The plan asks EC2 for " + switches + (switches == 1 ? " switch" : " switches")
                            + "; EC2 hands out hosts only.",
                    "Leave out network.design: the network is EC2's."));
        }
        if (!record.region().equals(settings.region())) {
            problems.add(Problem.at(
                    "PF-AWS-002",
                    "substrate.aws.region",
                    "the cluster " + request.cluster() + " was begun in " + record.region(),
                    "Name that region, or destroy the cluster there first."));
        }
        problems.addAll(groups(request, settings));
        problems.addAll(networks(request, settings));
        return problems;
    }

    private static List<Problem> groups(ClusterRequest request, AwsSettings settings) {
        List<Problem> problems = new ArrayList<>();
        Set<String> groups = new TreeSet<>();
        Set<String> racks = new TreeSet<>();
        request.machines().forEach(machine -> {
            groups.add(machine.group());
            racks.add(machine.rack());
        });
        groups.stream()
                .filter(group -> settings.group(group).types().isEmpty())
                .forEach(group -> problems.add(Problem.at(
                        "PF-AWS-003",
                        "substrate.aws.groups",
                        "nothing says which instance types the group " + group + " is made of",
                        "Write 'types: [i4i.2xlarge]' under " + group + ".")));
        racks.stream()
                .filter(rack -> settings.zone(rack).isEmpty())
                .forEach(rack -> problems.add(Problem.at(
                        "PF-AWS-004",
                        "substrate.aws.racks",
                        "nothing says in which zone the rack " + rack + " is",
                        "Write for example '" + rack + ": " + settings.region() + "a'.")));
        if (settings.placement() == AwsSettings.Placement.PARTITION) {
            new TreeSet<>(settings.zones().values())
                    .stream()
                            .filter(zone -> settings.racks(zone).size() > PARTITIONS)
                            .forEach(zone -> problems.add(Problem.at(
                                    "PF-AWS-005",
                                    "substrate.aws.placement",
                                    "the zone " + zone + " has "
                                            + settings.racks(zone).size() + " racks; EC2 has " + PARTITIONS
                                            + " partitions in a zone",
                                    "Spread the racks over more zones, or use another placement.")));
        }
        return problems;
    }

    private static List<Problem> networks(ClusterRequest request, AwsSettings settings) {
        List<Problem> problems = new ArrayList<>();
        Cidr network = settings.network();
        if (network.isIpv6() || network.length() < WIDEST || network.length() > NARROWEST) {
            problems.add(Problem.at(
                    "PF-AWS-006",
                    "substrate.aws.network",
                    network + " cannot be the network: EC2 takes /16 and smaller, and " + NARROWEST
                            + " leaves sixteen subnets of the smallest size",
                    "Write for example 10.60.0.0/16."));
        } else {
            long room = (1L << (32 - network.length() - 4)) - RESERVED;
            request.machines().stream()
                    .collect(Collectors.groupingBy(
                            machine -> settings.zone(machine.rack()), java.util.TreeMap::new, Collectors.counting()))
                    .forEach((zone, count) -> {
                        if (count > room) {
                            problems.add(Problem.at(
                                    "PF-AWS-007",
                                    "substrate.aws.network",
                                    "a subnet of " + network + " has room for " + room + " machines, and " + zone
                                            + " is to have " + count,
                                    "Use a larger network, such as 10.60.0.0/16."));
                        }
                    });
        }
        if (settings.operators().isEmpty()) {
            problems.add(Problem.at(
                    "PF-AWS-008",
                    "substrate.aws.operators",
                    "nobody could connect to the machines",
                    "Write the addresses that you connect from, such as [198.51.100.7/32]."));
        }
        settings.operators().forEach(range -> {
            if (IngressRule.opensToTheWorld(range)) {
                problems.add(Problem.at(
                        "PF-AWS-009",
                        "substrate.aws.operators",
                        range + " would open the machines' SSH to the world",
                        "Write the addresses that you connect from, such as 198.51.100.7/32."));
            } else if (range.overlaps(network)) {
                problems.add(Problem.at(
                        "PF-AWS-018",
                        "substrate.aws.network",
                        network + " overlaps " + range
                                + ", from where the operators come: answers would never leave it",
                        "Choose another private range."));
            }
        });
        return problems;
    }
}
