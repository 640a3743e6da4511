package io.petaforge.cloud.aws;

import io.petaforge.api.Pause;
import io.petaforge.api.Progress;
import io.petaforge.cloud.ClusterTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cluster's own network: looked for by its tags, and what is missing made. */
final class NetworkBuild {
    /** Subnets are a sixteenth of the network: no region has so many zones. */
    static final int SUBNET_BITS = 4;

    private final Ec2 ec2;
    private final AwsSettings settings;
    private final ClusterTags tags;
    private final Ensured ensured;
    private final SecurityGroups groups;
    private final Entrances entrances;

    NetworkBuild(Ec2 ec2, AwsSettings settings, ClusterTags tags, Pause pause, Progress progress) {
        this.ec2 = ec2;
        this.settings = settings;
        this.tags = tags;
        this.ensured = new Ensured(ec2, tags, pause, progress);
        this.groups = new SecurityGroups(ec2, ensured, progress);
        this.entrances = new Entrances(ec2, settings, tags, ensured, groups, pause, progress);
    }

    /** A network that machines can be made in; {@link #finish} is still to come. */
    Network ensure() {
        String vpc =
                ensured.thing("DescribeVpcs", "vpcSet", "vpcId", "network " + settings.network(), () -> ec2.network()
                        .createVpc(settings.network(), ensured.named("network")));
        String gateway = gateway(vpc);
        Map<String, String> subnets = subnets(vpc);
        // First of all: what leads out takes longest to be made.
        Optional<Network.Entrance> entrance = settings.jump().map(type -> entrances.ensure(vpc));
        Routes routes = Routes.ensure(ec2, ensured, vpc, "", "routes");
        routes.throughGateway(gateway);
        routes.serve(entrance.map(found -> List.of(found.subnet())).orElseGet(() -> List.copyOf(subnets.values())));
        String group = groups.ensure(vpc, "", "security group", tags.name("machines"), "machines");
        List<SecurityRule> rules = new ArrayList<>();
        entrance.ifPresentOrElse(
                found -> rules.add(SecurityRule.sshOfGroup(found.securityGroup())),
                () -> settings.operators().forEach(range -> rules.add(SecurityRule.ssh(range))));
        rules.add(SecurityRule.among(group));
        groups.in(group, rules);
        return new Network(vpc, group, subnets, placementGroups(), entrance);
    }

    /** What can be done only when the slowest part is there: meanwhile machines started. */
    void finish(Network network) {
        network.entrance().ifPresent(entrance -> entrances.finish(network, entrance));
    }

    private String gateway(String vpc) {
        String gateway = ensured.thing(
                "DescribeInternetGateways",
                "internetGatewaySet",
                "internetGatewayId",
                "internet gateway",
                () -> ec2.network().createGateway(ensured.named("gateway")));
        ensured.once(
                () -> ensured.found("DescribeInternetGateways", "internetGatewaySet", "internetGatewayId", gateway)
                        .filter(found -> found.items("attachmentSet").stream()
                                .anyMatch(
                                        attachment -> attachment.value("vpcId").equals(vpc))),
                () -> ec2.network().attachGateway(gateway, vpc));
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
                    ensured.ensure(
                            () -> ec2.tagged("DescribeSubnets", "subnetSet", tags.tags()).stream()
                                    .filter(subnet -> Ensured.is(subnet, "")
                                            && subnet.value("availabilityZone").equals(zone))
                                    .map(subnet -> subnet.value("subnetId"))
                                    .findFirst(),
                            "subnet in " + zone,
                            () -> ec2.network()
                                    .createSubnet(
                                            vpc,
                                            settings.network()
                                                    .subnet(settings.network().length() + SUBNET_BITS, position),
                                            zone,
                                            ensured.named(zone))));
        }
        return subnets;
    }

    private Map<String, String> placementGroups() {
        Map<String, String> made = new TreeMap<>();
        if (settings.placement() == AwsSettings.Placement.NONE) {
            return made;
        }
        for (String zone : new TreeSet<>(settings.zones().values())) {
            // Names are the account's: another cluster of the same name has another token.
            String name = tags.name(zone + "-" + tags.token());
            made.put(
                    zone,
                    ensured.ensure(
                            () -> ec2.tagged("DescribePlacementGroups", "placementGroupSet", tags.tags()).stream()
                                    .map(group -> group.value("groupName"))
                                    .filter(name::equals)
                                    .findFirst(),
                            "placement group " + name,
                            () -> {
                                ec2.network()
                                        .createPlacementGroup(
                                                name,
                                                settings.placement(),
                                                settings.racks(zone).size(),
                                                ensured.named(zone));
                                return name;
                            }));
        }
        return made;
    }
}
