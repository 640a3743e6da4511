package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import io.petaforge.custody.ClusterLock;
import io.petaforge.custody.LockHolder;
import io.petaforge.custody.LockStep;
import io.petaforge.custody.StateCopyStep;
import io.petaforge.custody.StateOwnerStep;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.OperatorPrivateKey;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.Role;
import io.petaforge.state.Journal;
import io.petaforge.state.SealedState;
import io.petaforge.state.StateCopy;
import io.petaforge.state.StateDir;
import io.petaforge.state.StateFiles;
import io.petaforge.state.StateSeal;
import io.petaforge.step.Gate;
import io.petaforge.step.RunResult;
import io.petaforge.step.Step;
import io.petaforge.step.StepResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * How one run keeps the cluster in the right hands: it notes the state before anything depends on it, sees that the hosts
 * get their copy, and holds the cluster's lock while it changes something.
 */
final class Custody implements AutoCloseable {
    private final String cluster;
    private final StateDir state;
    private final Console console;
    private final Journal journal;
    private final LockHolder self;
    private Optional<ClusterLock> lock = Optional.empty();
    private Optional<Fleet> ownFleet = Optional.empty();

    Custody(String cluster, String command, StateDir state, Console console, Journal journal) {
        this.cluster = cluster;
        this.state = state;
        this.console = console;
        this.journal = journal;
        this.self = LockHolder.ofThisProcess(command, state.path());
    }

    /**
     * Before a plan is accepted: a cluster that exists is taken before a machine is asked for; what the plan's state will be
     * is noted.
     *
     * @param access to the machines that exist; none need be asked where the plan is the one in force already
     */
    void beforeAccepting(PlannedCluster offered, AcceptedPlan accepted, Supplier<Map<MachineId, SshAccess>> access) {
        if (accepted.exists() && !accepted.is(offered)) {
            Map<MachineId, SshAccess> known = access.get();
            if (!known.isEmpty()) {
                ownFleet = Optional.of(patientFor(known.values()));
                lock(ownFleet.get(), offered.plan().ceph().mons(), ClusterLock.PATIENCE);
                lock.orElseThrow().pass();
            }
        }
        StateCopy.of(state, accepted.documents(offered)).note(Optional.empty());
    }

    /** Connections to hosts that must be up. */
    static Fleet patientFor(Collection<SshAccess> access) {
        return SshFleet.of(access, SshSettings.DEFAULTS.withBoot(Duration.ZERO));
    }

    /** Notes the state with all that was recorded of the machines. */
    void beforeSteps(PlannedCluster planned, AcceptedPlan accepted, Map<MachineId, SshAccess> access) {
        pin(access.values());
        seal(cluster, access.values()).ifPresent(seal -> StateCopy.of(state, accepted.documents(planned))
                .note(Optional.of(seal)));
    }

    /** What stands before everything that changes a host. */
    Gate gate(PlannedCluster planned, Fleet fleet, boolean first) {
        if (lock.isEmpty()) {
            lock(fleet, planned.plan().ceph().mons(), first ? ClusterLock.FIRST_PATIENCE : ClusterLock.PATIENCE);
        }
        return lock.orElseThrow();
    }

    private void lock(Fleet fleet, List<MachineId> hosts, Duration patience) {
        lock = Optional.of(new ClusterLock(fleet, hosts, self, patience, this::note, System::nanoTime));
    }

    private void note(String text) {
        console.report(text);
        journal.record("lock", Map.of("note", text));
    }

    /** The steps, and a look at who holds the cluster. */
    List<Step> with(List<Step> steps) {
        List<Step> all = new ArrayList<>(steps);
        all.add(0, new LockStep(self));
        return all;
    }

    /** Remembers that the hosts have their copy; tells whether they must get another one, because the steps made a secret. */
    boolean afterSteps(RunResult result) {
        boolean kept = result.steps().stream()
                .filter(step -> step.name().equals(StateCopyStep.NAME))
                .anyMatch(step ->
                        step.outcome() == StepResult.Outcome.CHANGED || step.outcome() == StepResult.Outcome.UNCHANGED);
        StateCopy copy = StateCopy.of(state, Map.of());
        if (kept) {
            copy.confirm();
        }
        return kept && copy.changed();
    }

    /** The hosts that keep the lock: those of the accepted plan's monitors, or all that may have one. */
    static List<MachineId> monitors(ClusterSpec spec, StateDir state) {
        List<MachineId> planned = new AcceptedPlan(state).monitors();
        return planned.isEmpty()
                ? spec.members(Role.MON).stream().map(MachineGroup.Member::id).toList()
                : planned;
    }

    /** The host keys of today, for whoever takes the cluster over. */
    private void pin(Collection<SshAccess> access) {
        TreeSet<String> lines = new TreeSet<>();
        for (SshAccess way : access) {
            String name = way.port() == 22 ? way.address() : "[" + way.address() + "]:" + way.port();
            way.hostKeys().forEach(key -> lines.add(name + " " + key));
        }
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        if (!state.readText(StateFiles.PINS).orElse("").equals(text)) {
            state.keep(StateFiles.PINS, text);
        }
    }

    /** The seal under the key that opens these machines; empty before there is one. */
    static Optional<StateSeal> seal(String cluster, Collection<SshAccess> access) {
        return access.stream().findFirst().map(way -> seal(cluster, way.privateKey()));
    }

    /** The seal under the key in a file. */
    static StateSeal seal(String cluster, Path privateKey) {
        OperatorPrivateKey key = OperatorPrivateKey.read(privateKey);
        return new StateSeal(cluster, key.number().bytes(), key.fingerprint());
    }

    /** The steps that see whose cluster it is, and give the hosts their copy. */
    static List<Step> steps(StateDir state, Map<String, String> planned, Supplier<StateSeal> seal) {
        StateCopy copy = StateCopy.of(state, planned);
        return List.of(new StateOwnerStep(copy::descendsFrom), new StateCopyStep(new Supplier<>() {
            private Optional<SealedState> sealed = Optional.empty();

            /** Once for all: the same step asks again after it has acted. */
            @Override
            public synchronized SealedState get() {
                if (sealed.isEmpty()) {
                    sealed = Optional.of(copy.sealed(seal.get()));
                }
                return sealed.get();
            }
        }));
    }

    @Override
    public void close() {
        lock.ifPresent(ClusterLock::close);
        lock = Optional.empty();
        ownFleet.ifPresent(Fleet::close);
        ownFleet = Optional.empty();
    }
}
