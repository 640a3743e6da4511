package io.petaforge.remote;

import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import java.time.Duration;

/** What can go wrong with a connection, in words. */
final class SshProblems {
    private SshProblems() {}

    static Problem unreachable(SshAccess access, Duration waited, String last) {
        return Problem.of(
                "PF-SSH-001",
                host(access) + " did not answer within " + seconds(waited) + ": " + last,
                "Check that the machine is on and that its out-of-band address is reachable, then run the same command again.");
    }

    static Problem wrongHostKey(SshAccess access, String offered, String expected) {
        return Problem.of(
                "PF-SSH-002",
                host(access) + " has host key " + offered + ", not the one it should have (" + expected + ")",
                "Find out what answers at that address; connect only after the substrate names the key that it really has.");
    }

    static Problem refused(SshAccess access, Duration waited) {
        return Problem.of(
                "PF-SSH-003",
                host(access) + " refused the login of " + access.user()
                        + (waited.isZero() ? "" : " for " + seconds(waited)),
                "Put the public half of " + access.privateKey() + " into " + access.user()
                        + "'s authorized_keys on that machine.");
    }

    static Problem lost(SshAccess access, String last) {
        return Problem.of(
                "PF-SSH-004",
                "the connection to " + host(access) + " was lost in the middle of a command: " + last,
                "Run the same command again; it finds out what was done and continues.");
    }

    static Problem noCommonAlgorithms(SshAccess access, String detail) {
        return Problem.of(
                "PF-SSH-005",
                host(access) + " and petaforge have no SSH algorithms in common: " + detail,
                "Let its sshd offer curve25519-sha256 with aes128-gcm@openssh.com, and the pinned kind of host key.");
    }

    static Problem noSudo(SshAccess access, String detail) {
        return Problem.of(
                "PF-SSH-006",
                access.user() + " may not use sudo without a password on " + host(access) + ": " + detail,
                "Allow it (NOPASSWD: ALL in a file of /etc/sudoers.d), or log in as root.");
    }

    static Problem noProgram(SshAccess access, String detail) {
        return Problem.of(
                "PF-SSH-007",
                host(access) + " could not carry out a program of its shell: " + detail,
                "Check that sh and coreutils work there and that /run and /tmp have space.");
    }

    static Problem badKey(SshAccess access, String detail) {
        return Problem.of(
                "PF-SSH-008",
                "a key for " + host(access) + " cannot be read: " + detail,
                "Give a private key without a passphrase in OpenSSH or PKCS#8 form, and host keys as in a known_hosts file.");
    }

    static Problem silent(SshAccess access, Duration limit) {
        return Problem.of(
                "PF-SSH-009",
                host(access) + " did not finish within " + seconds(limit)
                        + ", although each command on it has a time limit",
                "Look for processes that cannot be ended (state D) on that machine; its storage may hang.");
    }

    static Problem interrupted(SshAccess access) {
        return Problem.of(
                "PF-SSH-010", "waiting for " + host(access) + " was interrupted", "Run the same command again.");
    }

    static Problem localFile(SshAccess access, String detail) {
        return Problem.of(
                "PF-SSH-011",
                "a file to be sent to " + host(access) + " cannot be read: " + detail,
                "Run the same command again; a file that is missing is made anew.");
    }

    static Problem gone(SshAccess access, Operation.Guarded change, String last) {
        return Problem.of(
                "PF-SSH-012",
                host(access) + " does not answer since its " + change.name()
                        + " were changed, although it was to undo that by itself after "
                        + seconds(change.window()) + ": " + last,
                "Look at its console: files are kept below /var/lib/petaforge/undone and /var/lib/petaforge/commit; a restart undoes"
                        + " a change that is in the latter.");
    }

    static Problem noForwarding(SshAccess access, SshAccess jump) {
        return Problem.of(
                "PF-SSH-013",
                host(jump) + " lets nobody through to " + host(access),
                "Allow forwarding there (AllowTcpForwarding and PermitOpen in its sshd_config), or name another jump host.");
    }

    static Problem notPinned(SshAccess access, String offered, String line) {
        return Problem.of(
                "PF-SSH-014",
                host(access) + " offers host key " + offered + ", and no key of it is known yet",
                "Compare with what 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' (or the file of that kind) prints on its"
                        + " console; if they agree, pin it: host-keys: [\"" + line + "\"]");
    }

    private static String host(SshAccess access) {
        return access.machine() + " (" + access.address() + ":" + access.port() + ")";
    }

    private static String seconds(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 || millis > 10_000 ? duration.toSeconds() + " s" : millis + " ms";
    }
}
