package io.petaforge.ceph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.remote.Output;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the monitors say of the cluster.
 *
 * @param fsid the cluster's identity
 * @param mons names in the monitor map
 * @param quorum names of those in quorum
 * @param osds in the order of their numbers
 * @param rules the CRUSH rules
 * @param classes device classes that CRUSH knows
 * @param profiles the erasure code profiles: name to settings
 * @param knowsBulk whether this release has the pools' flag of that name (16.2.8, 17.2 and later)
 * @param requires name of the oldest release whose OSDs may join
 * @param runs names of the releases whose OSDs run
 * @param mgr the active manager; empty when there is none
 * @param standbys the other managers
 * @param health what stands against HEALTH_OK: messages by the names of the checks, muted ones left out
 * @param entities names of those whose keys the monitors know
 * @param used raw bytes on all OSDs, all copies counted
 * @param empty hosts and racks of the CRUSH tree with nothing in them
 * @param safe OSDs without CRUSH weight that nothing would be lost without, by the manager's word
 */
public record ClusterState(
        String fsid,
        List<String> mons,
        List<String> quorum,
        List<Osd> osds,
        List<Pool> pools,
        List<Rule> rules,
        List<String> classes,
        Map<String, Map<String, String>> profiles,
        boolean knowsBulk,
        String requires,
        List<String> runs,
        String mgr,
        List<String> standbys,
        Pgs pgs,
        Map<String, String> health,
        List<String> entities,
        long used,
        List<Bucket> empty,
        List<Integer> safe) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * One OSD of the OSD map.
     *
     * @param in whether data is mapped to it
     * @param noout whether it stays in however long it is down
     * @param host its CRUSH host; empty when it is not in the CRUSH tree
     * @param rack its CRUSH rack
     * @param root its CRUSH root
     * @param deviceClass its CRUSH device class
     * @param weight its CRUSH weight, TiB of its drive
     */
    public record Osd(
            int id,
            String uuid,
            boolean up,
            boolean in,
            boolean noout,
            String host,
            String rack,
            String root,
            @com.fasterxml.jackson.annotation.JsonProperty("class") String deviceClass,
            double weight) {}

    /** One CRUSH rule: {@code replicated} or {@code erasure}, and its steps as crushtool writes them. */
    public record Rule(String name, String type, List<String> steps) {
        public Rule {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One pool.
     *
     * @param type {@code replicated} or {@code erasure}
     * @param pgs how many placement groups it has, or is on its way to
     * @param profile its erasure code profile; empty when it has whole copies
     */
    public record Pool(
            String name,
            String type,
            int size,
            int minSize,
            int pgs,
            String rule,
            String profile,
            boolean bulk,
            List<String> applications,
            String autoscale) {
        public Pool {
            applications = List.copyOf(applications);
        }
    }

    /** Placement groups: all of them, and those that are active and clean. */
    public record Pgs(int total, int clean) {}

    /** A node of the CRUSH tree: its name and {@code host} or {@code rack}. */
    public record Bucket(String name, String type) {}

    public ClusterState {
        mons = List.copyOf(mons);
        quorum = List.copyOf(quorum);
        osds = osds.stream().sorted(Comparator.comparingInt(Osd::id)).toList();
        pools = List.copyOf(pools);
        rules = List.copyOf(rules);
        classes = List.copyOf(classes);
        profiles = Collections.unmodifiableMap(new TreeMap<>(profiles));
        runs = List.copyOf(runs);
        standbys = List.copyOf(standbys);
        health = Collections.unmodifiableMap(new TreeMap<>(health));
        entities = List.copyOf(entities);
        empty = List.copyOf(empty);
        safe = List.copyOf(safe);
    }

    /** Reads what {@code cluster.py} printed for its state stage; empty when no monitor answered. */
    static Optional<ClusterState> parse(Output output) {
        return results(output).map(results -> {
            try {
                return JSON.treeToValue(results.get(0), ClusterState.class);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("cluster.py printed something else: " + output.stdout(), e);
            }
        });
    }

    /** The results that {@code cluster.py} printed; empty when the cluster did not answer or there is no Python yet. */
    static Optional<JsonNode> results(Output output) {
        if (!output.ok()) {
            return Optional.empty();
        }
        try {
            JsonNode answer = JSON.readTree(output.stdout());
            return answer.path("reachable").asBoolean() ? Optional.of(answer.path("results")) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cluster.py printed something else: " + output.stdout(), e);
        }
    }

    /** The OSD of that number. Steps look each of thousands up, so halves are left out, not passed over. */
    Optional<Osd> osd(int id) {
        int from = 0;
        int to = osds.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (osds.get(middle).id() < id) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from < osds.size() && osds.get(from).id() == id ? Optional.of(osds.get(from)) : Optional.empty();
    }

    /** The pool of that name. */
    Optional<Pool> pool(String name) {
        return pools.stream().filter(pool -> pool.name().equals(name)).findFirst();
    }

    /** The rule of that name. */
    Optional<Rule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /** Whether clients may have data in it: it has pools and OSDs that serve them. */
    boolean serves() {
        return !pools.isEmpty() && upAndIn() > 0;
    }

    /** How many OSDs are up and in. */
    long upAndIn() {
        return osds.stream().filter(osd -> osd.up() && osd.in()).count();
    }
}
