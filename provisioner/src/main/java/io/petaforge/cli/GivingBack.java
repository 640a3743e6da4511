package io.petaforge.cli;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRelease;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Released;
import io.petaforge.api.Substrate;
import io.petaforge.plan.Departures;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Gives the machines back that a cluster has been drained of. */
final class GivingBack {
    private final Substrate substrate;
    private final Console console;

    GivingBack(Substrate substrate, Console console) {
        this.substrate = substrate;
        this.console = console;
    }

    /**
     * Gives back the hosts that leave, and switches that only they needed.
     *
     * @param next what the cluster asks of the substrate without them
     * @throws PetaforgeException when some cannot be removed: they are still recorded, and the next build tries again
     */
    void run(PlannedCluster leaving, ClusterRequest next) {
        Set<MachineId> machines = leaving.plan().leaving().hosts().stream()
                .map(Departures.Host::id)
                .collect(Collectors.toCollection(TreeSet::new));
        machines.addAll(switches(leaving.request()));
        machines.removeAll(next.machines().stream().map(MachineRequest::id).toList());
        if (machines.isEmpty()) {
            return;
        }
        Optional<MachineRelease> release = substrate.capability(MachineRelease.class);
        if (release.isEmpty()) {
            console.report(machines.stream().map(MachineId::value).collect(Collectors.joining(", "))
                    + ": not the cluster's any more; left running");
            return;
        }
        Released released = release.get().releaseMachines(leaving.spec().name(), machines, console);
        released.removed().forEach(thing -> console.report("given back: " + thing));
        if (!released.remaining().isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.DESTROY_INCOMPLETE,
                    released.remaining().stream()
                            .map(thing -> Problem.of(
                                    "PF-DAY-035",
                                    thing + ": drained, and could not be given back",
                                    "Remove the cause and run the same command again."))
                            .toList());
        }
    }

    private static Set<MachineId> switches(ClusterRequest request) {
        return request.machines().stream()
                .filter(machine -> machine.kind() == MachineRequest.Kind.SWITCH)
                .map(MachineRequest::id)
                .collect(Collectors.toSet());
    }
}
