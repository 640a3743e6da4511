package io.petaforge.state;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.Map;
import java.util.Optional;

/** The state of one cluster as it goes to the hosts, and what is known here of the states that went there before. */
public final class StateCopy {
    private final StateDir state;
    private final Map<String, String> planned;

    private StateCopy(StateDir state, Map<String, String> planned) {
        this.state = requireNonNull(state, "state");
        this.planned = Map.copyOf(planned);
    }

    /**
     * The state that will be in force.
     *
     * @param planned contents of files that are about to be written, by name: whether they are already makes no difference
     */
    public static StateCopy of(StateDir state, Map<String, String> planned) {
        return new StateCopy(state, planned);
    }

    private StateFiles files() {
        StateFiles files = StateFiles.of(state);
        for (Map.Entry<String, String> file : planned.entrySet()) {
            files = files.with(file.getKey(), file.getValue());
        }
        return files;
    }

    /**
     * Notes the state before anything depends on it: which secrets there are, and the serial.
     *
     * @param seal where the operator's key exists already, what the hosts will know the state by
     */
    public void note(Optional<StateSeal> seal) {
        StateFiles files = files();
        StateLedger before = StateLedger.read(state).orElse(StateLedger.NONE);
        StateLedger now = before.with(files);
        if (seal.isPresent()) {
            now = now.sealed(seal.get().id(files));
        }
        if (!now.equals(before)) {
            now.keep(state);
        }
    }

    /** The state as the hosts are to have it; writes nothing. */
    public SealedState sealed(StateSeal seal) {
        StateFiles files = files();
        return seal.seal(files, ledger().with(files).serial());
    }

    /** Whether the state is another than the one noted last. */
    public boolean changed() {
        StateFiles files = files();
        return !files.digest().equals(ledger().digest());
    }

    /** Remembers that hosts have it: from now on nothing of it is ever made anew. */
    public void confirm() {
        StateLedger ledger = ledger();
        if (!ledger.confirmed()) {
            ledger.confirm().keep(state);
        }
    }

    /**
     * Whether a copy that a host has is this state or one that it came from. If not, another operator has changed the
     * cluster, or this state was made anew beside a cluster that exists.
     */
    public boolean descendsFrom(SealedState copy) {
        return ledger().descendsFrom(copy);
    }

    private StateLedger ledger() {
        return StateLedger.read(state).orElse(StateLedger.NONE);
    }

    /**
     * Refuses a directory from which something was lost on which the cluster depends: it is not to be made anew under a
     * cluster that runs.
     *
     * @throws PetaforgeException when the plan is gone, or with it what tells what else is
     */
    public static void refuseLoss(StateDir state) {
        Optional<StateLedger> ledger = StateLedger.read(state);
        boolean plan = state.has(StateFiles.PLAN);
        if (ledger.isPresent() && ledger.get().confirmed() && !plan) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-STATE-010",
                            "the accepted plan " + state.path().resolve(StateFiles.PLAN)
                                    + " is gone, but the cluster was built with one",
                            "take the state that the cluster keeps: petaforge adopt INVENTORY"));
        }
        if (ledger.isEmpty() && plan && !state.has("secrets/ceph/fsid")) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-STATE-011",
                            "a plan was accepted in " + state.path() + ", but the secrets that belong to it are gone",
                            "take the state that the cluster keeps: petaforge adopt INVENTORY"));
        }
    }
}
