package io.petaforge.cloud.openstack;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Ownership.Orphan;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import io.petaforge.cloud.ClusterTags;
import java.util.List;
import java.util.Optional;

/** Servers that bear a cluster's name and are not in its record. */
final class Strays {
    private final Cloud cloud;
    private final OpenStackSettings settings;
    private final Pause pause;
    private final String cluster;
    private final OpenStackRecord record;
    private final List<Server> servers;

    /** Asks the cloud for them. */
    Strays(Cloud cloud, OpenStackSettings settings, Pause pause, String cluster, OpenStackRecord record) {
        this.cloud = cloud;
        this.settings = settings;
        this.pause = pause;
        this.cluster = cluster;
        this.record = record;
        this.servers = cloud.servers(Names.ofCluster(cluster)).stream()
                .filter(server -> cluster.equals(server.metadata().get(ClusterTags.CLUSTER)))
                .filter(server -> !record.names().tags().owns(server.metadata()) || !record.knows(server.attempt()))
                .toList();
    }

    List<Orphan> orphans() {
        return servers.stream()
                .map(server -> new Orphan(server.id(), server.name(), server.status(), machine(server)))
                .toList();
    }

    /** The machine that a server is in its cluster; empty where its metadata do not say so. */
    static Optional<MachineId> machine(Server server) {
        try {
            return Optional.of(server.machine()).filter(name -> !name.isEmpty()).map(MachineId::new);
        } catch (IllegalArgumentException e) {
            // Somebody else's metadata.
            return Optional.empty();
        }
    }

    /**
     * Deletes some of them, with what was made for them alone.
     *
     * @throws PetaforgeException BAD_INPUT, and nothing is deleted, when one of the identities is not among them
     */
    Released release(List<String> identities, Progress progress) {
        List<String> unknown = identities.stream()
                .filter(id -> servers.stream().noneMatch(server -> server.id().equals(id)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-OS-026",
                            "No orphans of the cluster: " + String.join(", ", unknown) + ".",
                            "Use those that the list of orphans shows."));
        }
        return Released.all(servers.stream()
                .filter(server -> identities.contains(server.id()))
                .map(Strays::token)
                .distinct()
                .map(token -> release(token, identities, progress))
                .toList());
    }

    /** Those of one build: what its servers stand in goes with the last of them, if it is another than the present one. */
    private Released release(String token, List<String> identities, Progress progress) {
        Sweep sweep = new Sweep(cloud, settings, new Names(new ClusterTags(cluster, token)), pause, progress);
        List<Server> siblings =
                servers.stream().filter(server -> token.equals(token(server))).toList();
        if (!token.isEmpty()
                && !token.equals(record.token())
                && siblings.stream().allMatch(server -> identities.contains(server.id()))) {
            return sweep.all();
        }
        return sweep.machinesOnly(attempt -> servers.stream()
                .anyMatch(server ->
                        identities.contains(server.id()) && server.attempt().equals(attempt)));
    }

    private static String token(Server server) {
        return server.metadata().getOrDefault(ClusterTags.TOKEN, "");
    }
}
