package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.lifetime.Lifetime;
import io.petaforge.plan.PlanJson;
import io.petaforge.state.RunLock;
import io.petaforge.state.StateDir;
import java.io.IOException;
import java.util.Optional;

/** The cluster's end, kept before its machines are asked for: a later run gives new ones the same. */
final class KeptEnd {
    private static final String FILE = "end.json";

    private final StateDir state;

    KeptEnd(StateDir state) {
        this.state = state;
    }

    /**
     * What was decided; empty for a cluster that stays.
     *
     * @throws PetaforgeException when it cannot be read: then machines would be made that never end
     */
    Optional<Lifetime> read() {
        try {
            return state.readWhole(FILE).map(document -> PlanJson.read(document, Lifetime.class));
        } catch (IOException | IllegalArgumentException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-END-006",
                            "the cluster's end, " + state.path().resolve(FILE) + ", cannot be read: " + e.getMessage(),
                            "write it again as {\"begun\": \"2026-03-01T08:00:00Z\", \"end\": \"2026-03-01T16:00:00Z\"}, in"
                                    + " UTC; the timers on its machines have it too: systemctl cat petaforge-end.timer"),
                    e);
        }
    }

    /**
     * What was decided before this run held the cluster must not have been changed by one that held it meanwhile.
     *
     * @param lock given up when it was
     */
    void mustStillBe(Optional<Lifetime> before, RunLock lock) {
        if (!read().equals(before)) {
            lock.close();
            throw new PetaforgeException(
                    ExitCode.LOCKED,
                    Problem.of(
                            "PF-END-007",
                            "another run gave the cluster another end just now",
                            "look at it with 'status', then run this again"));
        }
    }

    /** Keeps it; nothing is written when it is kept already. */
    void keep(Optional<Lifetime> lifetime) {
        lifetime.filter(decided -> !read().equals(lifetime))
                .ifPresent(decided -> state.keep(FILE, PlanJson.tree(decided)));
    }
}
