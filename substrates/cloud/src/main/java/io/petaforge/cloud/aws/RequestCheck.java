package io.petaforge.cloud.aws;

import io.petaforge.api.Cidr;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import java.math.BigInteger;
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
    /** Ranges that EC2 makes no network of, or that its machines have for themselves. */
    private static final List<Cidr> RESERVED_RANGES = java.util.stream.Stream.of(
                    "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.17.0.0/16", "198.19.0.0/16", "224.0.0.0/3")
            .map(Cidr::parse)
            .toList();
    /** EC2 takes sixty rules of each family in a group. */
    private static final int MOST_RANGES = 60;
    /** In all, in addresses of IPv4: four of the largest blocks that one owner has. */
    private static final long MOST_ADDRESSES = 4L << 24;

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
        if (record.jump() != settings.jump().isPresent()) {
            problems.add(Problem.at(
                    "PF-AWS-019",
                    "substrate.aws.access",
                    "the cluster " + request.cluster() + " was begun with 'access: "
                            + (record.jump() ? "jump" : "public") + "', and its subnets are made for that",
                    "Write that, or destroy the cluster first."));
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
        RESERVED_RANGES.stream()
                .filter(network::overlaps)
                .forEach(range -> problems.add(Problem.at(
                        "PF-AWS-026",
                        "substrate.aws.network",
                        network + " overlaps " + range + ", which EC2 or its machines need for themselves",
                        "Write for example 10.60.0.0/16.")));
        problems.addAll(operators(settings.operators()));
        settings.operators().forEach(range -> {
            if (SecurityRule.opensToTheWorld(range)) {
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

    /** What no single range shows: EC2 would refuse it only when the network is there already. */
    private static List<Problem> operators(List<Cidr> ranges) {
        List<Problem> problems = new ArrayList<>();
        for (boolean six : new boolean[] {false, true}) {
            long count = ranges.stream().filter(range -> range.isIpv6() == six).count();
            if (count > MOST_RANGES) {
                problems.add(Problem.at(
                        "PF-AWS-025",
                        "substrate.aws.operators",
                        count + " ranges of " + (six ? "IPv6" : "IPv4") + ": a security group of EC2 takes "
                                + MOST_RANGES,
                        "Join neighbours, or connect from fewer places."));
            }
        }
        BigInteger addresses = ranges.stream()
                .filter(range -> !range.isIpv6() && !SecurityRule.opensToTheWorld(range))
                .map(Cidr::size)
                .reduce(BigInteger.ZERO, BigInteger::add);
        if (addresses.compareTo(BigInteger.valueOf(MOST_ADDRESSES)) > 0) {
            problems.add(Problem.at(
                    "PF-AWS-025",
                    "substrate.aws.operators",
                    "together the ranges hold " + addresses + " addresses, and would open the machines' SSH to a large"
                            + " part of the world",
                    "Write the addresses that you connect from, such as 198.51.100.7/32."));
        }
        return problems;
    }
}
