package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Patience of the connections.
 *
 * @param boot how long a host may take until it answers; while it lasts, refused, unreachable and broken off mean "not yet"
 * @param authentication how long a host that answers may take until it knows our key
 * @param retry pause between two attempts
 * @param connect longest wait for the answer to one attempt
 * @param keepAlive between two questions whether the host is still there; whole seconds
 * @param unanswered after so many the host is taken for lost
 * @param transfers hears how far uploads are
 */
public record SshSettings(
        Duration boot,
        Duration authentication,
        Duration retry,
        Duration connect,
        Duration keepAlive,
        int unanswered,
        TransferListener transfers) {
    /**
     * Two minutes to boot: a lab host takes two seconds, a server's firmware longer than this, and its substrate waits for
     * that. 15 s for the key: cloud images write it in their first boot, after sshd has started. 50 ms between attempts:
     * half of it is lost on average, on the critical path. A host that is silent for 15 s is lost.
     */
    public static final SshSettings DEFAULTS = new SshSettings(
            Duration.ofMinutes(2),
            Duration.ofSeconds(15),
            Duration.ofMillis(50),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            3,
            TransferListener.SILENT);

    public SshSettings {
        requireNonNull(boot, "boot");
        requireNonNull(authentication, "authentication");
        requireNonNull(retry, "retry");
        requireNonNull(connect, "connect");
        requireNonNull(keepAlive, "keepAlive");
        requireNonNull(transfers, "transfers");
        if (keepAlive.toSeconds() < 1 || unanswered < 1) {
            throw new IllegalArgumentException(
                    "keep-alive is counted in whole seconds, and at least one is unanswered");
        }
    }

    /** The same with another patience for booting hosts; zero means that a host must be up. */
    public SshSettings withBoot(Duration longest) {
        return new SshSettings(longest, authentication, retry, connect, keepAlive, unanswered, transfers);
    }

    /** The same with somebody who hears how far uploads are. */
    public SshSettings withTransfers(TransferListener listener) {
        return new SshSettings(boot, authentication, retry, connect, keepAlive, unanswered, listener);
    }
}
