package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.ServiceRequest;
import io.petaforge.api.Substrate;
import io.petaforge.discover.SshInspector;
import io.petaforge.lifetime.Lifetime;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.Journal;
import io.petaforge.state.RunLock;
import io.petaforge.state.StateDir;
import io.petaforge.step.Gate;
import io.petaforge.step.RunResult;
import io.petaforge.step.Step;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A cluster that is changed without its plan being changed: what such a command holds while it runs. */
final class StandingCluster implements AutoCloseable {
    private final String command;
    private final ClusterSpec spec;
    private final Path stateRoot;
    private final StateDir state;
    private final Substrate substrate;
    private final RunLock lock;
    private final Journal journal;
    private final Console console;
    private final RunRecorder recorder;

    private StandingCluster(String command, ClusterSpec spec, CommonOptions options) {
        this.command = command;
        this.spec = spec;
        this.stateRoot = options.stateRoot();
        this.state = StateDir.of(stateRoot, spec.name());
        // What is installed anew ends when the rest does.
        this.substrate = Substrates.of(
                spec.substrate(),
                stateRoot,
                new KeptEnd(state).read().map(Lifetime::end),
                this::trace,
                new SshInspector());
        this.lock = state.lock(command);
        this.journal = Journal.open(state, Clock.systemUTC());
        this.console = Console.ofProcess(options);
        this.recorder = new RunRecorder(console, journal, Instant.now());
    }

    /**
     * Takes the cluster's lock.
     *
     * @throws PetaforgeException when another run holds the cluster
     */
    static StandingCluster open(String command, ClusterSpec spec, CommonOptions options) {
        return new StandingCluster(command, spec, options);
    }

    private void trace(ServiceRequest request) {
        recorder.request(request);
    }

    /** Does the command's work between the journal's lines of its start and its end. */
    <T> T run(Supplier<T> work) {
        journal.record("start", Map.of("command", command, "cluster", spec.name()));
        try {
            T result = work.get();
            journal.record("end", Map.of("outcome", "OK"));
            return result;
        } catch (RemoteFailure e) {
            throw new PetaforgeException(ExitCode.UNREACHABLE, e.problem(), e);
        }
    }

    /**
     * The plan in force.
     *
     * @throws PetaforgeException when the inventory is another than the one that the cluster was built from
     */
    PlannedCluster planned() {
        PlannedCluster planned = recorder.phase(
                "plan", () -> PlannedCluster.of(spec, substrate, accepted().inForce()));
        if (!accepted().is(planned)) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-DAY-075",
                            "the cluster was not built from this inventory as it is now",
                            "run build first, which makes the cluster what the inventory says; 'plan' shows what it"
                                    + " would do"));
        }
        return planned;
    }

    /** What the plan is made with, with the secrets that are in force now. */
    Wiring wiring(PlannedCluster planned) {
        return recorder.phase(
                "resources",
                () -> Wiring.of(
                        planned, stateRoot, substrate, new KeptEnd(state).read().map(Lifetime::end), console));
    }

    /** Carries steps out on the hosts as they are now: the ways to them are asked for anew, for host keys may have changed. */
    RunResult run(ClusterPlan plan, List<Step> steps, SshSettings settings, Gate gate) {
        try (Fleet fleet = SshFleet.of(substrate.access(spec.name()).values(), settings)) {
            return run(plan, steps, fleet, gate);
        }
    }

    /** The same over connections that exist. */
    RunResult run(ClusterPlan plan, List<Step> steps, Fleet fleet, Gate gate) {
        RunResult result = Wiring.engine(fleet, recorder, gate).run(plan, steps);
        result.failure().ifPresent(failure -> {
            throw failure;
        });
        return result;
    }

    /** To be closed when the hosts are let go. */
    Custody custody() {
        return new Custody(spec.name(), command, state, console, journal);
    }

    void report(String text) {
        console.report(text);
    }

    AcceptedPlan accepted() {
        return new AcceptedPlan(state);
    }

    StateDir state() {
        return state;
    }

    Substrate substrate() {
        return substrate;
    }

    RunRecorder recorder() {
        return recorder;
    }

    Progress console() {
        return console;
    }

    @Override
    public void close() {
        console.close();
        journal.close();
        lock.close();
        substrate.close();
    }
}
