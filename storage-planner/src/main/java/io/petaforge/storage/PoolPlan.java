package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

/**
 * One pool.
 *
 * @param rule the CRUSH rule's name
 * @param placementGroups a power of two
 * @param bulk whether it is known to grow large, Ceph's flag of that name
 */
public record PoolPlan(
        String name, Protection protection, String rule, int placementGroups, String application, boolean bulk) {
    public PoolPlan {
        requireNonNull(name, "name");
        requireNonNull(protection, "protection");
        requireNonNull(rule, "rule");
        requireNonNull(application, "application");
        if (Integer.bitCount(placementGroups) != 1) {
            throw new IllegalArgumentException(name + ": placement groups must be a power of two: " + placementGroups);
        }
    }
}
