package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to reach a machine, and how to know that it is the one: the host keys come from the substrate, never from the
 * first connection.
 *
 * @param address out-of-band address or name
 * @param port TCP port of sshd
 * @param user login; sudo is used when it is not root
 * @param privateKey file of the operator's private key
 * @param hostKeys public host keys in OpenSSH form ({@code ssh-ed25519 AAAA...}); any other key is refused
 * @param jump a host that lies on the way, where there is no direct one
 */
public record SshAccess(
        MachineId machine,
        String address,
        int port,
        String user,
        Path privateKey,
        List<String> hostKeys,
        Optional<Jump> jump) {
    /**
     * A host that passes connections on. It is used for nothing else, and needs no rights but that.
     *
     * @param address its address as seen from here
     * @param hostKeys as {@link SshAccess#hostKeys}
     */
    public record Jump(String address, int port, String user, Path privateKey, List<String> hostKeys) {
        public Jump {
            requireNonNull(address, "address");
            requireNonNull(user, "user");
            requireNonNull(privateKey, "privateKey");
            hostKeys = List.copyOf(hostKeys);
        }

        /** The same host, known by other keys. */
        public Jump withHostKeys(List<String> keys) {
            return new Jump(address, port, user, privateKey, keys);
        }
    }

    public SshAccess {
        requireNonNull(machine, "machine");
        requireNonNull(address, "address");
        requireNonNull(user, "user");
        requireNonNull(privateKey, "privateKey");
        hostKeys = List.copyOf(hostKeys);
        requireNonNull(jump, "jump");
    }

    /** A machine that is reached directly. */
    public SshAccess(MachineId machine, String address, int port, String user, Path privateKey, List<String> hostKeys) {
        this(machine, address, port, user, privateKey, hostKeys, Optional.empty());
    }

    /** The same machine, known by other keys. */
    public SshAccess withHostKeys(List<String> keys) {
        return new SshAccess(machine, address, port, user, privateKey, keys, jump);
    }

    /** The same way under another name. */
    public SshAccess named(MachineId name) {
        return new SshAccess(name, address, port, user, privateKey, hostKeys, jump);
    }

    /** The same machine by way of another jump host. */
    public SshAccess by(Jump other) {
        return new SshAccess(machine, address, port, user, privateKey, hostKeys, Optional.of(other));
    }

    /** The same way with another private key, on the jump host too where both had one. */
    public SshAccess withPrivateKey(Path key) {
        return new SshAccess(
                machine,
                address,
                port,
                user,
                key,
                hostKeys,
                jump.map(way -> way.privateKey().equals(privateKey)
                        ? new Jump(way.address(), way.port(), way.user(), key, way.hostKeys())
                        : way));
    }
}
