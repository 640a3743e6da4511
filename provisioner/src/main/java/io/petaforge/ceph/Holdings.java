package io.petaforge.ceph;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.step.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a Ceph cluster holds for its users, by its own {@code ceph df}: placed once, whatever the copies take.
 *
 * @param pools that hold anything, the fullest first
 */
public record Holdings(List<Pool> pools) {
    /** One pool. */
    public record Pool(String name, long objects, ByteSize stored) {
        public Pool {
            requireNonNull(name, "name");
            requireNonNull(stored, "stored");
        }
    }

    public Holdings {
        pools = List.copyOf(pools);
    }

    /** Asked on one monitor's host; empty while no monitor answers. */
    public static Probe<Optional<Holdings>> probe(ClusterPlan plan, MachineId voice) {
        return new Probe<>(
                voice,
                "ceph/holdings",
                Cluster.question(plan, voice, List.of(Cluster.run(List.of(Cluster.command("df"))))),
                Holdings::parse);
    }

    static Optional<Holdings> parse(Output output) {
        return ClusterState.results(output)
                .map(results -> results.path(0).path("out"))
                .filter(JsonNode::isObject)
                .map(Holdings::read);
    }

    private static Holdings read(JsonNode df) {
        List<Pool> pools = new ArrayList<>();
        for (JsonNode pool : df.path("pools")) {
            JsonNode stats = pool.path("stats");
            if (stats.path("objects").asLong() > 0) {
                pools.add(new Pool(
                        pool.path("name").asText(),
                        stats.path("objects").asLong(),
                        new ByteSize(stats.path("stored").asLong())));
            }
        }
        pools.sort((a, b) -> Long.compare(b.stored().bytes(), a.stored().bytes()));
        return new Holdings(pools);
    }

    /** All objects. */
    public long objects() {
        return pools.stream().mapToLong(Pool::objects).sum();
    }

    /** Bytes of all objects. */
    public ByteSize stored() {
        return new ByteSize(
                pools.stream().mapToLong(pool -> pool.stored().bytes()).sum());
    }
}
