package io.petaforge.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;

/**
 * What everything that is made for a cluster carries from the moment it exists.
 *
 * @param token random, from the cluster's record: tells this cluster's things from those of another cluster of the same
 *     name that somebody else made
 */
public record ClusterTags(String cluster, String token) {
    /** Key of the cluster's name. */
    public static final String CLUSTER = "petaforge-cluster";
    /** Key of the token. */
    public static final String TOKEN = "petaforge-token";
    /** Key of the name that a machine has in the cluster. */
    public static final String MACHINE = "petaforge-machine";

    public ClusterTags {
        requireNonNull(cluster, "cluster");
        requireNonNull(token, "token");
    }

    /** What people see first. */
    public String name(String thing) {
        return cluster + "-" + thing;
    }

    /** The tags of a thing that is no machine. */
    public Map<String, String> tags() {
        return Map.of(CLUSTER, cluster, TOKEN, token);
    }

    /** The tags of a machine. */
    public Map<String, String> machine(String machine) {
        Map<String, String> tags = new TreeMap<>(tags());
        tags.put(MACHINE, machine);
        return tags;
    }

    /** Whether a thing with these tags is this cluster's. */
    public boolean owns(Map<String, String> tags) {
        return cluster.equals(tags.get(CLUSTER)) && token.equals(tags.get(TOKEN));
    }
}
