package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.custody.ClusterLock;
import io.petaforge.custody.LockHolder;
import io.petaforge.remote.Fleet;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Breaks the lock of a run that is dead, or that somebody decided to end. */
@Command(
        name = "unlock",
        mixinStandardHelpOptions = true,
        description = {
            "Show who holds the cluster's lock, and break it.",
            "A run that is still alive notices before its next change and ends."
        })
final class UnlockCommand extends InventoryCommand {
    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    /** What came of it, as printed. */
    record Result(String cluster, Optional<LockHolder> holder, boolean broken) {}

    @Override
    int call(ClusterSpec spec) {
        StateDir state = StateDir.of(common().stateRoot(), spec.name());
        try (Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot())) {
            Map<MachineId, SshAccess> access = accessTo(substrate, spec);
            LockHolder self = LockHolder.ofThisProcess("unlock", state.path());
            try (Fleet fleet = Custody.patientFor(access.values());
                    ClusterLock lock = new ClusterLock(
                            fleet,
                            Custody.monitors(spec, state),
                            self,
                            ClusterLock.PATIENCE,
                            text -> {},
                            System::nanoTime)) {
                Optional<LockHolder> holder = lock.holder();
                if (holder.isEmpty()) {
                    print(new Result(spec.name(), holder, false), "nobody holds cluster " + spec.name());
                    return ExitCode.OK.status();
                }
                LockHolder other = holder.get();
                confirm(spec.name(), other);
                int left = lock.breakLock(other);
                if (left > 0) {
                    throw new PetaforgeException(
                            ExitCode.LOCKED,
                            Problem.of(
                                    "PF-DAY-066",
                                    "the lock is still held on " + left + " hosts",
                                    "run this again; somebody may have taken it meanwhile"));
                }
                print(
                        new Result(spec.name(), holder, true),
                        "the lock of " + other.describe() + " is broken" + (other.isDead(self) ? "; it was dead" : ""));
                return ExitCode.OK.status();
            }
        }
    }

    private void confirm(String cluster, LockHolder other) {
        if (yes) {
            return;
        }
        java.io.Console terminal = System.console();
        if (terminal == null) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-DAY-067",
                            "cluster '" + cluster + "' is held by " + other.describe()
                                    + ", and there is no terminal to ask on",
                            "make sure that this run is dead, then add --yes"));
        }
        String answer = terminal.readLine(
                "Cluster %s is held by %s.%nTwo runs at once can do harm. Break the lock? (yes/no) ",
                cluster, other.describe());
        if (!"yes".equals(answer)) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT, Problem.of("PF-DAY-068", "the lock was not broken", "answer yes to break it"));
        }
    }
}
