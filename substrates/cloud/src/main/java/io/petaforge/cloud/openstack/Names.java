package io.petaforge.cloud.openstack;

import io.petaforge.cloud.ClusterTags;
import java.util.Map;
import java.util.TreeMap;

/**
 * What everything of a cluster is called. Of networks, routers, ports and groups jclouds can set nothing but the name when
 * it makes them, so their names carry what servers and volumes have in their metadata: they are found by it after a run
 * that was killed.
 */
record Names(ClusterTags tags) {
    /** The beginning of every name that the cluster's things have, whoever made it. */
    static String ofCluster(String cluster) {
        return "petaforge-" + cluster + "-";
    }

    /** The beginning of every name that this cluster's things have. */
    String prefix() {
        return ofCluster(tags.cluster()) + tags.token() + "-";
    }

    String thing(String thing) {
        return prefix() + thing;
    }

    /** The server group of a group of machines in a zone. */
    String serverGroup(String group, String zone) {
        return prefix() + "spread-" + group + "-" + zone;
    }

    /** The port of one try of making a machine. */
    String port(Held held) {
        return port(held.machine(), held.attempt());
    }

    String port(String machine, String attempt) {
        return prefix() + "port-" + machine + "-" + attempt;
    }

    String server(Held held) {
        return prefix() + held.machine();
    }

    Map<String, String> metadata(Held held) {
        Map<String, String> metadata = new TreeMap<>(tags.machine(held.machine()));
        metadata.put(Server.ATTEMPT, held.attempt());
        return metadata;
    }
}
