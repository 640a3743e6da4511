package io.petaforge.cloud.aws;

import io.petaforge.api.Pause;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.ClusterTags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The cluster's own network: looked for by its tags, and what is missing made. EC2 knows no idempotency for most of it, so
 * that what became of a request without an answer is seen by looking again.
 */
final class NetworkBuild {
    private static final int ATTEMPTS = 3;
    /** What was made is seen by then, nearly always; a second thing that was made all the same is removed with the rest. */
    private static final Duration SETTLED = Duration.ofSeconds(10);
    /** Subnets are a sixteenth of the network: no region has so many zones. */
    private static final int SUBNET_BITS = 4;

    private final Ec2 ec2;
    private final AwsSettings settings;
    private final ClusterTags tags;
    private final Pause pause;
    private final Progress progress;

    NetworkBuild(Ec2 ec2, AwsSettings settings, ClusterTags tags, Pause pause, Progress progress) {
        this.ec2 = ec2;
        this.settings = settings;
        this.tags = tags;
        this.pause = pause;
        this.progress = progress;
    }

    Network ensure() {
        String vpc = thing(
                "DescribeVpcs",
                "vpcSet",
                "vpcId",
                "network " + settings.network(),
                () -> ec2.createVpc(settings.network(), named("network")));
        String gateway = gateway(vpc);
        Map<String, String> subnets = subnets(vpc);
        routes(vpc, gateway, subnets);
        String group = thing(
                "DescribeSecurityGroups",
                "securityGroupInfo",
                "groupId",
                "security group",
                () -> ec2.createSecurityGroup(vpc, tags.name("machines"), named("machines")));
        rules(group);
        return new Network(vpc, group, subnets, placementGroups());
    }

    private String gateway(String vpc) {
        String gateway = thing(
                "DescribeInternetGateways",
                "internetGatewaySet",
                "internetGatewayId",
                "internet gateway",
                () -> ec2.createGateway(named("gateway")));
        once(
                () -> found("DescribeInternetGateways", "internetGatewaySet", "internetGatewayId", gateway)
                        .filter(found -> found.items("attachmentSet").stream()
                                .anyMatch(
                                        attachment -> attachment.value("vpcId").equals(vpc))),
                () -> ec2.attachGateway(gateway, vpc));
        return gateway;
    }

    private Map<String, String> subnets(String vpc) {
        List<String> zones = List.copyOf(new TreeSet<>(settings.zones().values()));
        Map<String, String> subnets = new TreeMap<>();
        for (int number = 0; number < zones.size(); number++) {
            String zone = zones.get(number);
            int position = number;
            subnets.put(
                    zone,
                    ensure(
                            () -> ec2.tagged("DescribeSubnets", "subnetSet", tags.tags()).stream()
                                    .filter(subnet ->
                                            subnet.value("availabilityZone").equals(zone))
                                    .map(subnet -> subnet.value("subnetId"))
                                    .findFirst(),
                            "subnet in " + zone,
                            () -> ec2.createSubnet(
                                    vpc,
                                    settings.network().subnet(settings.network().length() + SUBNET_BITS, position),
                                    zone,
                                    named(zone))));
        }
        return subnets;
    }

    private void routes(String vpc, String gateway, Map<String, String> subnets) {
        String table = thing(
                "DescribeRouteTables",
                "routeTableSet",
                "routeTableId",
                "route table",
                () -> ec2.createRouteTable(vpc, named("routes")));
        Supplier<Optional<Xml>> now = () -> found("DescribeRouteTables", "routeTableSet", "routeTableId", table);
        once(
                () -> now.get().filter(found -> found.items("routeSet").stream()
                        .anyMatch(route -> route.value("destinationCidrBlock").equals("0.0.0.0/0"))),
                () -> ec2.routeToGateway(table, gateway));
        List<String> associated = now.get().map(found -> found.items("associationSet")).orElse(List.of()).stream()
                .map(association -> association.value("subnetId"))
                .toList();
        subnets.values().stream()
                .filter(subnet -> !associated.contains(subnet))
                .forEach(subnet -> once(
                        () -> now.get().filter(found -> found.items("associationSet").stream()
                                .anyMatch(association ->
                                        association.value("subnetId").equals(subnet))),
                        () -> ec2.associate(table, subnet)));
    }

    private void rules(String group) {
        Xml now = found("DescribeSecurityGroups", "securityGroupInfo", "groupId", group)
                .orElse(new Xml("item", "", List.of()));
        List<IngressRule> missing = IngressRule.of(settings.operators()).stream()
                .filter(rule -> !rule.isIn(now))
                .toList();
        try {
            ec2.allow(group, missing);
        } catch (CloudFailure e) {
            // The answer to an earlier sending was lost: the rules are there.
            if (e.kind() != CloudFailure.Kind.STATE) {
                throw e;
            }
        }
    }

    private Map<String, String> placementGroups() {
        Map<String, String> groups = new TreeMap<>();
        if (settings.placement() == AwsSettings.Placement.NONE) {
            return groups;
        }
        for (String zone : new TreeSet<>(settings.zones().values())) {
            // Names are the account's: another cluster of the same name has another token.
            String name = tags.name(zone + "-" + tags.token());
            groups.put(
                    zone,
                    ensure(
                            () -> ec2.tagged("DescribePlacementGroups", "placementGroupSet", tags.tags()).stream()
                                    .map(group -> group.value("groupName"))
                                    .filter(name::equals)
                                    .findFirst(),
                            "placement group " + name,
                            () -> {
                                ec2.createPlacementGroup(
                                        name,
                                        settings.placement(),
                                        settings.racks(zone).size(),
                                        named(zone));
                                return name;
                            }));
        }
        return groups;
    }

    private Map<String, String> named(String thing) {
        Map<String, String> all = new TreeMap<>(tags.tags());
        all.put("Name", tags.name(thing));
        return all;
    }

    private String thing(String action, String set, String id, String words, Supplier<String> create) {
        return ensure(
                () -> ec2.tagged(action, set, tags.tags()).stream()
                        .map(item -> item.value(id))
                        .sorted()
                        .findFirst(),
                words,
                create);
    }

    private Optional<Xml> found(String action, String set, String id, String wanted) {
        return ec2.tagged(action, set, tags.tags()).stream()
                .filter(item -> item.value(id).equals(wanted))
                .findFirst();
    }

    private String ensure(Supplier<Optional<String>> find, String words, Supplier<String> create) {
        for (int attempt = 1; ; attempt++) {
            Optional<String> found = find.get();
            if (found.isPresent()) {
                return found.get();
            }
            try {
                String made = create.get();
                progress.report("made " + words + (words.contains(made) ? "" : " (" + made + ")"));
                return made;
            } catch (CloudFailure e) {
                unclear(e, attempt);
            }
        }
    }

    private void once(Supplier<Optional<Xml>> done, Runnable request) {
        for (int attempt = 1; done.get().isEmpty(); attempt++) {
            try {
                request.run();
                return;
            } catch (CloudFailure e) {
                unclear(e, attempt);
            }
        }
    }

    /** Waits until it can be seen what became of a request; other failures stand. */
    private void unclear(CloudFailure failure, int attempt) {
        boolean unclear = failure.kind() == CloudFailure.Kind.LOST
                || failure.kind() == CloudFailure.Kind.SERVER
                || failure.kind() == CloudFailure.Kind.STATE;
        if (!unclear || attempt >= ATTEMPTS) {
            throw failure;
        }
        pause.sleep(SETTLED);
    }
}
