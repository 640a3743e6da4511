package io.petaforge.custody;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.state.SealedState;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code petaforge/state-copy}: the encrypted state on every monitor's host, before any service learns a secret that is in
 * it.
 */
public final class StateCopyStep implements Step {
    /** This step's name, for those that come after it. */
    public static final String NAME = "petaforge/state-copy";

    /** Where the copy lies; only root may read it. */
    public static final String PATH = "/var/lib/petaforge/state-copy";

    private static final String MODE = "0600";
    private static final String OWNER = "root:root";

    /** Mode and owner, the checksum of the body, the lines before it; nothing where there is no copy. */
    private static final String PROBE =
            """
            [ -f "$1" ] && [ ! -L "$1" ] || exit 0
            stat -c '%04a %U:%G' -- "$1"
            tail -n +$(($2 + 1)) -- "$1" | sha256sum | cut -c 1-64
            head -n "$2" -- "$1"
            """;

    /**
     * A host's copy as it was found.
     *
     * @param intact whether the body is what the header says, and nobody else may read it
     * @param header empty when there is no copy
     * @param unreadable why a copy that is there says nothing; empty when it does
     */
    record Found(boolean intact, Optional<SealedState> header, String unreadable) {}

    private final Supplier<SealedState> state;

    /**
     * The copy of a state.
     *
     * @param state asked for when the step's turn comes
     */
    public StateCopyStep(Supplier<SealedState> state) {
        this.state = requireNonNull(state, "state");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of(StateOwnerStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        plan.ceph().mons().forEach(mon -> probes.add(copy(mon)));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        SealedState wanted = state.get();
        List<Action> actions = new ArrayList<>();
        for (MachineId mon : plan.ceph().mons()) {
            Found found = facts.get(copy(mon));
            if (!found.intact() || found.header().filter(wanted::sameAs).isEmpty()) {
                actions.add(new Action(
                        mon,
                        "keep the encrypted state, " + PATH,
                        new Operation.WriteFile(PATH, new Secret(wanted.text()), MODE, OWNER)));
            }
        }
        return actions;
    }

    static Probe<Found> copy(MachineId mon) {
        return Probe.ofHost(
                mon,
                NAME,
                Command.script(PROBE, PATH, Integer.toString(SealedState.HEADER_LINES)),
                StateCopyStep::parse);
    }

    private static Found parse(Output output) {
        String[] parts = output.stdout().split("\n", 3);
        if (parts.length < 3) {
            return new Found(false, Optional.empty(), "");
        }
        try {
            SealedState header = SealedState.parse(parts[2]);
            boolean intact = parts[0].equals(MODE + " " + OWNER) && parts[1].equals(header.bodySum());
            return new Found(intact, Optional.of(header), "");
        } catch (IllegalArgumentException e) {
            return new Found(false, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }
}
