package io.petaforge.cloud.aws;

import io.petaforge.api.ExitCode;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.cloud.ClusterTags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ways in and out of a network whose machines have no public addresses: one subnet with public addresses, in it the jump
 * host, and one NAT gateway with an address that stays. One gateway serves all zones: machines fetch packages through it and
 * nothing else, so that its zone's loss costs no more than that, while one in each would cost three times as much and three of
 * the five such addresses that an account has by itself.
 */
final class Entrances {
    /** A gateway takes one to three minutes to be there. */
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** The last of the network's sixteen subnets: zones count from the first. */
    private static final int POSITION = (1 << NetworkBuild.SUBNET_BITS) - 1;
    /** In these states a gateway is shown for an hour, and is none. */
    private static final Set<String> GONE = Set.of("deleted", "deleting", "failed");

    private static final String PUBLIC = "public";
    private static final String PRIVATE = "private";

    private final Ec2 ec2;
    private final AwsSettings settings;
    private final ClusterTags tags;
    private final Ensured ensured;
    private final SecurityGroups groups;
    private final Pause pause;
    private final Progress progress;

    Entrances(
            Ec2 ec2,
            AwsSettings settings,
            ClusterTags tags,
            Ensured ensured,
            SecurityGroups groups,
            Pause pause,
            Progress progress) {
        this.ec2 = ec2;
        this.settings = settings;
        this.tags = tags;
        this.ensured = ensured;
        this.groups = groups;
        this.pause = pause;
        this.progress = progress;
    }

    /** The gateway may still be on its way. */
    Network.Entrance ensure(String vpc) {
        String zone = JumpHost.zone(settings);
        String subnet = ensured.thing(
                "DescribeSubnets", "subnetSet", "subnetId", PUBLIC, "subnet with public addresses", () -> ec2.network()
                        .createSubnet(
                                vpc,
                                settings.network()
                                        .subnet(settings.network().length() + NetworkBuild.SUBNET_BITS, POSITION),
                                zone,
                                ensured.named(PUBLIC, PUBLIC)));
        String address =
                ensured.thing("DescribeAddresses", "addressesSet", "allocationId", "public address", () -> ec2.network()
                        .allocateAddress(ensured.named("nat")));
        String nat = nat(subnet, address);
        String group = groups.ensure(vpc, JumpHost.NAME, "security group of the jump host", tags.name("jump"), "jump");
        groups.in(group, settings.operators().stream().map(SecurityRule::ssh).toList());
        // It passes connections on, and does nothing else: no way out leads anywhere but to the machines' SSH.
        groups.out(group, List.of(SecurityRule.ssh(settings.network())));
        return new Network.Entrance(subnet, group, nat);
    }

    private String nat(String subnet, String address) {
        return ensured.ensure(
                () -> gateways().stream()
                        .filter(gateway -> !GONE.contains(gateway.value("state")))
                        .map(gateway -> gateway.value("natGatewayId"))
                        .sorted()
                        .findFirst(),
                "NAT gateway",
                () -> ec2.network()
                        .createNat(
                                subnet,
                                address,
                                // Under the token of one that failed EC2 would answer with that again.
                                tags.token() + "-nat-" + gateways().size(),
                                ensured.named("nat")));
    }

    private List<Xml> gateways() {
        return ec2.tagged("DescribeNatGateways", "natGatewaySet", tags.tags());
    }

    /** Waits for the gateway, and leads machines out through it. */
    void finish(Network network, Network.Entrance entrance) {
        await(entrance.nat());
        Routes routes = Routes.ensure(ec2, ensured, network.vpc(), PRIVATE, "routes-private");
        routes.throughNat(entrance.nat());
        routes.serve(network.subnets().values());
    }

    private void await(String nat) {
        Instant since = pause.clock().instant();
        for (boolean told = false; ; told = true) {
            Optional<Xml> gateway = gateways().stream()
                    .filter(found -> found.value("natGatewayId").equals(nat))
                    .findFirst();
            String state = gateway.map(found -> found.value("state")).orElse("pending");
            if (state.equals("available")) {
                return;
            }
            boolean late = Duration.between(since, pause.clock().instant()).compareTo(LONGEST) > 0;
            if (late || GONE.contains(state)) {
                String why = gateway.map(found -> found.value("failureMessage")).orElse("");
                throw new PetaforgeException(
                        ExitCode.STEP_FAILED,
                        Problem.of(
                                "PF-AWS-023",
                                "The NAT gateway " + nat + ", through which the machines fetch their packages, is "
                                        + state
                                        + (late ? " after " + LONGEST.toMinutes() + " min" : "")
                                        + (why.isEmpty() ? "." : ": " + why + "."),
                                "Run the same command again: "
                                        + (late ? "it goes on waiting." : "another takes its place.")));
            }
            if (!told) {
                progress.report("waiting for the NAT gateway " + nat);
            }
            pause.sleep(Launch.TICK);
        }
    }
}
