package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

/**
 * One pool.
 *
 * @param minSize copies or chunks that must be there for it to be read and written, Ceph's min_size
 * @param rule the CRUSH rule's name; of an erasure-coded pool the name of its profile too
 * @param placementGroups a power of two
 * @param bulk whether it is known to grow large, Ceph's flag of that name
 */
public record PoolPlan(
        String name,
        Protection protection,
        int minSize,
        String rule,
        int placementGroups,
        String application,
        boolean bulk) {
    public PoolPlan {
        requireNonNull(name, "name");
        requireNonNull(protection, "protection");
        requireNonNull(rule, "rule");
        requireNonNull(application, "application");
        if (Integer.bitCount(placementGroups) != 1) {
            throw new IllegalArgumentException(name + ": placement groups must be a power of two: " + placementGroups);
        }
    }

    /** A pool whose min_size is that of its protection. */
    public PoolPlan(
            String name, Protection protection, String rule, int placementGroups, String application, boolean bulk) {
        this(name, protection, protection.minSize(), rule, placementGroups, application, bulk);
    }
}
