package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * Where machines are put.
 *
 * @param subnets by zone
 * @param placementGroups names by zone; empty without placement groups
 * @param entrance what a network has whose machines have no public addresses; empty where they have
 */
record Network(
        String vpc,
        String securityGroup,
        Map<String, String> subnets,
        Map<String, String> placementGroups,
        Optional<Entrance> entrance) {
    /**
     * Where the jump host is put, and what leads out.
     *
     * @param subnet with public addresses
     * @param nat gateway that machines fetch their packages through
     */
    record Entrance(String subnet, String securityGroup, String nat) {
        Entrance {
            requireNonNull(subnet, "subnet");
            requireNonNull(securityGroup, "securityGroup");
            requireNonNull(nat, "nat");
        }
    }

    Network {
        requireNonNull(vpc, "vpc");
        requireNonNull(securityGroup, "securityGroup");
        subnets = Map.copyOf(subnets);
        placementGroups = Map.copyOf(placementGroups);
        requireNonNull(entrance, "entrance");
    }

    String subnet(String zone) {
        return requireNonNull(subnets.get(zone), zone);
    }

    String placementGroup(String zone) {
        return requireNonNull(placementGroups.get(zone), zone);
    }
}
