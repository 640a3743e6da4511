package io.petaforge.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The generations of all secrets that can be rotated, in one document: replacing it is the one moment at which a change
 * goes on, and a run that is killed before or after it finds the one or the other. The steps bring the hosts to what it
 * says.
 */
public record Generations(Map<Group, Generation> groups) {
    static final String FILE = "generations.json";

    /**
     * Secrets of a later generation than the first. Those of Ceph have it in the name of their directory: {@code osd.3} ends
     * with a number in any case.
     */
    private static final Pattern LATER = Pattern.compile("(s3|spark|tls)/.*\\.[0-9]+|ceph\\.[0-9]+/.*");

    /** What is rotated together. */
    public enum Group {
        /** Key and certificate of the cluster's CA. */
        CA(true),
        /** Keys and certificates of servers. */
        CERTIFICATES(false),
        /** Access key and secret key of the S3 user. */
        S3(true),
        /** What Spark's daemons, executors and drivers know each other by: Spark takes one at a time. */
        SPARK(false),
        /** What Ceph's daemons and its administrator log in to the monitors with: these know one key of each. */
        CEPH(false);

        private final boolean overlap;

        Group(boolean overlap) {
            this.overlap = overlap;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Generations {
        Map<Group, Generation> all = new EnumMap<>(Group.class);
        for (Group group : Group.values()) {
            all.put(group, groups.getOrDefault(group, Generation.FIRST));
        }
        groups = Collections.unmodifiableMap(all);
    }

    /**
     * Those of a cluster.
     *
     * @throws PetaforgeException when they cannot be read, or are gone: secrets of the wrong generation would be handed out
     */
    public static Generations read(StateDir state) {
        try {
            Optional<JsonNode> document = state.readWhole(FILE);
            if (document.isEmpty()
                    && StateLedger.read(state).orElse(StateLedger.NONE).secrets().keySet().stream()
                            .anyMatch(name -> LATER.matcher(name).matches())) {
                throw new PetaforgeException(ExitCode.PREFLIGHT, lost(state, "is gone, but secrets were rotated"));
            }
            return document.map(Generations::parse).orElse(new Generations(Map.of()));
        } catch (IOException | IllegalArgumentException e) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, lost(state, "cannot be read: " + e.getMessage()), e);
        }
    }

    private static Problem lost(StateDir state, String what) {
        return Problem.of(
                "PF-STATE-013",
                state.path().resolve(FILE) + " " + what,
                "it says which keys and certificates are in force: take the state that the cluster keeps, with"
                        + " 'petaforge adopt INVENTORY'");
    }

    private static Generations parse(JsonNode document) {
        Map<Group, Generation> groups = new EnumMap<>(Group.class);
        if (!document.isObject()) {
            throw new IllegalArgumentException("no object");
        }
        document.properties().forEach(entry -> {
            Group group = Group.valueOf(entry.getKey().toUpperCase(Locale.ROOT));
            JsonNode value = entry.getValue();
            groups.put(
                    group,
                    new Generation(
                            value.path("number").asInt(),
                            Generation.Stage.valueOf(
                                    value.path("stage").asText().toUpperCase(Locale.ROOT))));
        });
        return new Generations(groups);
    }

    /** Keeps them in place of those before. */
    public void keep(StateDir state) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        groups.forEach((group, generation) -> {
            if (!generation.equals(Generation.FIRST)) {
                document.putObject(group.key())
                        .put("number", generation.number())
                        .put("stage", generation.stage().name().toLowerCase(Locale.ROOT));
            }
        });
        state.keep(FILE, document);
    }

    /** The one of a group. */
    public Generation of(Group group) {
        return groups.getOrDefault(group, Generation.FIRST);
    }

    /** The groups whose change was begun and not finished. */
    public Set<Group> unsettled() {
        Set<Group> unsettled = EnumSet.noneOf(Group.class);
        groups.forEach((group, generation) -> {
            if (generation.stage() != Generation.Stage.SETTLED) {
                unsettled.add(group);
            }
        });
        return unsettled;
    }

    /** With these groups at their next stage: all in step, at the pace of the one that takes the most stages. */
    public Generations next(Set<Group> changing) {
        boolean overlap = changing.stream().anyMatch(group -> group.overlap);
        Map<Group, Generation> next = new EnumMap<>(Group.class);
        groups.forEach((group, generation) ->
                next.put(group, changing.contains(group) ? generation.next(overlap) : generation));
        return new Generations(next);
    }
}
