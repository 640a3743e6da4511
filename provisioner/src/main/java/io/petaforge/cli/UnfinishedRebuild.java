package io.petaforge.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.petaforge.api.MachineId;
import io.petaforge.plan.PlanJson;
import io.petaforge.state.StateDir;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a rebuild has come, kept before each of its steps, so that one that was killed goes on where it was: a host that
 * is away already is not asked whether it may go.
 *
 * @param batches hosts that are made anew together, in order
 * @param wipe whether their drives are emptied
 * @param service what of the hosts is made anew; empty for all of it
 * @param batch index of the present one
 * @param stage of the present batch
 */
record UnfinishedRebuild(List<List<String>> batches, boolean wipe, String service, int batch, Stage stage) {
    /** Stages of a batch, in order. */
    enum Stage {
        /** Nothing was done to it. */
        WAITING,
        /** It may be gone: whether a reinstallation was begun is not known. */
        LEAVING,
        /** It has a new system, or is without the service's files. */
        BARE,
        /** Its drives are empty. */
        WIPED
    }

    private static final String FILE = "rebuild.json";

    UnfinishedRebuild {
        List<List<String>> copy = new ArrayList<>();
        batches.forEach(hosts -> copy.add(List.copyOf(hosts)));
        batches = List.copyOf(copy);
        requireNonNull(service, "service");
        requireNonNull(stage, "stage");
    }

    static UnfinishedRebuild of(List<List<MachineId>> batches, boolean wipe, String service) {
        return new UnfinishedRebuild(
                batches.stream()
                        .map(hosts -> hosts.stream().map(MachineId::value).toList())
                        .toList(),
                wipe,
                service,
                0,
                Stage.WAITING);
    }

    /** What a run before this one has left; empty when it left nothing. */
    static Optional<UnfinishedRebuild> read(StateDir state) {
        return state.read(FILE)
                .filter(document -> !document.isEmpty())
                .map(document -> PlanJson.read(document, UnfinishedRebuild.class));
    }

    void keep(StateDir state) {
        state.keep(FILE, PlanJson.tree(this));
    }

    static void forget(StateDir state) {
        state.keep(FILE, JsonNodeFactory.instance.objectNode());
    }

    /** Whether it is the same order, however far it has come. */
    boolean sameAs(UnfinishedRebuild other) {
        return batches.equals(other.batches) && wipe == other.wipe && service.equals(other.service);
    }

    UnfinishedRebuild at(Stage next) {
        return new UnfinishedRebuild(batches, wipe, service, batch, next);
    }

    UnfinishedRebuild next() {
        return new UnfinishedRebuild(batches, wipe, service, batch + 1, Stage.WAITING);
    }

    boolean isDone() {
        return batch >= batches.size();
    }

    List<MachineId> hosts() {
        return batches.get(batch).stream().map(MachineId::new).toList();
    }

    /** As people read it. */
    String text() {
        return (service.isEmpty() ? "" : service + " on ")
                + String.join(
                        "; ",
                        batches.stream().map(hosts -> String.join(", ", hosts)).toList())
                + (wipe ? " (with --wipe)" : "");
    }
}
