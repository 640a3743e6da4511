package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Where machines are put.
 *
 * @param subnets by zone
 * @param placementGroups names by zone; empty without placement groups
 */
record Network(String vpc, String securityGroup, Map<String, String> subnets, Map<String, String> placementGroups) {
    Network {
        requireNonNull(vpc, "vpc");
        requireNonNull(securityGroup, "securityGroup");
        subnets = Map.copyOf(subnets);
        placementGroups = Map.copyOf(placementGroups);
    }

    String subnet(String zone) {
        return requireNonNull(subnets.get(zone), zone);
    }

    String placementGroup(String zone) {
        return requireNonNull(placementGroups.get(zone), zone);
    }
}
