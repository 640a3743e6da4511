package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Everything that one cluster asks of a substrate. Cables matter only where the substrate lays them (the lab). */
public record ClusterRequest(String cluster, List<MachineRequest> machines, List<Cable> cables) {
    public ClusterRequest {
        requireNonNull(cluster, "cluster");
        machines = List.copyOf(machines);
        cables = List.copyOf(cables);
    }
}
