package io.petaforge.bmc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.SshAccess;
import io.petaforge.api.SystemProbe;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.Pauses;
import java.time.Duration;
import java.util.List;

/** Waits until a machine that was switched on has booted so far that it can be logged in to. */
final class SshWait {
    /** Servers with much memory test it for ten minutes before they boot. */
    private static final Duration BOOT = Duration.ofMinutes(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Pauses pauses;
    private final SystemProbe probe;
    private final Progress progress;

    SshWait(Pauses pauses, SystemProbe probe, Progress progress) {
        this.pauses = requireNonNull(pauses, "pauses");
        this.probe = requireNonNull(probe, "probe");
        this.progress = requireNonNull(progress, "progress");
    }

    /**
     * Waits.
     *
     * @return the machine
     * @throws BmcFailure when no SSH server answers within 20 min
     */
    MachineId until(SshAccess access) {
        long end = pauses.nanoTime() + BOOT.toNanos();
        boolean said = false;
        while (!answers(access)) {
            if (pauses.nanoTime() > end) {
                throw new BmcFailure(
                        BmcFault.NOT_FOLLOWED,
                        access.machine() + " is on, and no SSH server answers at " + access.address() + " port "
                                + access.port() + " after " + BOOT.toMinutes() + " min",
                        "Look at its console: it may wait for a key, or boot something else.");
            }
            if (!said) {
                progress.report(access.machine() + " boots");
                said = true;
            }
            pauses.sleep(BETWEEN_LOOKS);
        }
        return access.machine();
    }

    /** An open port is not enough: firmware and load balancers have those too. */
    private boolean answers(SshAccess access) {
        return probe.look(List.of(access)).values().stream().anyMatch(found -> found.door() != SystemProbe.Door.SILENT);
    }
}
