package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.custody.ClusterLock;
import io.petaforge.custody.LockHolder;
import io.petaforge.remote.Fleet;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import io.petaforge.step.Gate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A cluster that is held from now on, as far as its hosts still answer. */
final class HeldCluster implements AutoCloseable {
    /** What is to be destroyed may be half gone; silent hosts are not waited for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Optional<Fleet> fleet;
    private Optional<ClusterLock> lock;

    private HeldCluster(Optional<Fleet> fleet, Optional<ClusterLock> lock) {
        this.fleet = fleet;
        this.lock = lock;
    }

    /**
     * Takes the cluster for its end. One that has no machines, or whose record is damaged, is held by the state directory's
     * lock alone.
     *
     * @throws PetaforgeException when another run holds it
     */
    static HeldCluster forDestroy(ClusterSpec spec, StateDir state, Substrate substrate, Console console) {
        Map<MachineId, SshAccess> access;
        try {
            access = substrate.access(spec.name());
        } catch (PetaforgeException damaged) {
            return new HeldCluster(Optional.empty(), Optional.empty());
        }
        if (access.isEmpty()) {
            return new HeldCluster(Optional.empty(), Optional.empty());
        }
        Fleet fleet = Custody.patientFor(access.values());
        ClusterLock lock = new ClusterLock(
                fleet,
                Custody.monitors(spec, state),
                LockHolder.ofThisProcess("destroy", state.path()),
                PATIENCE,
                console::report,
                System::nanoTime);
        HeldCluster held = new HeldCluster(Optional.of(fleet), Optional.of(lock));
        try {
            lock.pass();
            return held;
        } catch (PetaforgeException refused) {
            held.close();
            throw refused;
        }
    }

    /** What stands before everything that changes a host. */
    Gate gate() {
        return lock.<Gate>map(held -> held).orElse(Gate.OPEN);
    }

    /** Says that the hosts are gone, and the lock with them: nobody is asked to give it back. */
    void gone(boolean hostsAreGone) {
        if (hostsAreGone) {
            lock.ifPresent(ClusterLock::forget);
            lock = Optional.empty();
        }
    }

    @Override
    public void close() {
        lock.ifPresent(ClusterLock::close);
        fleet.ifPresent(Fleet::close);
    }
}
