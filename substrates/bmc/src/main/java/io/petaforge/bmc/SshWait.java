package io.petaforge.bmc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.SshAccess;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.Pauses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Waits until a machine that was switched on has booted so far that it can be logged in to. */
final class SshWait {
    /** Servers with much memory test it for ten minutes before they boot. */
    private static final Duration BOOT = Duration.ofMinutes(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final int PATIENCE_MILLIS = 3000;

    private final Pauses pauses;
    private final Progress progress;

    SshWait(Pauses pauses, Progress progress) {
        this.pauses = requireNonNull(pauses, "pauses");
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
    private static boolean answers(SshAccess access) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(access.address(), access.port()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] start = socket.getInputStream().readNBytes(4);
            return new String(start, StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            return false;
        }
    }
}
