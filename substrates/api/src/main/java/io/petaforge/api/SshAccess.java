package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * How to reach a machine, and how to know that it is the one: the host keys come from the substrate, never from the
 * first connection.
 *
 * @param address out-of-band address or name
 * @param port TCP port of sshd
 * @param user login; sudo is used when it is not root
 * @param privateKey file of the operator's private key
 * @param hostKeys public host keys in OpenSSH form ({@code ssh-ed25519 AAAA...}); any other key is refused
 */
public record SshAccess(
        MachineId machine, String address, int port, String user, Path privateKey, List<String> hostKeys) {
    public SshAccess {
        requireNonNull(machine, "machine");
        requireNonNull(address, "address");
        requireNonNull(user, "user");
        requireNonNull(privateKey, "privateKey");
        hostKeys = List.copyOf(hostKeys);
    }
}
