package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How SSH reaches the machines of an inventory that lists them: what holds for all of them.
 *
 * @param user login on all of them; sudo is used when it is not root
 * @param port TCP port of their sshd, where a machine does not say otherwise
 * @param privateKey file of the private key that the login accepts
 * @param knownHosts file of host keys, for machines that list none
 * @param jump a host that the way leads through, where there is no direct one
 */
public record SshSpec(String user, int port, Path privateKey, Optional<Path> knownHosts, Optional<Jump> jump) {
    /**
     * What differs from machine to machine.
     *
     * @param address name or IP address for SSH
     * @param port TCP port of its sshd, where it is not that of all
     * @param hostKeys its public host keys in OpenSSH form; any other key is refused
     */
    public record Place(String address, OptionalInt port, List<String> hostKeys) {
        public Place {
            requireNonNull(address, "address");
            requireNonNull(port, "port");
            hostKeys = List.copyOf(hostKeys);
        }
    }

    /** The host on the way, in the same terms. */
    public record Jump(String address, int port, String user, Path privateKey, List<String> hostKeys) {
        public Jump {
            requireNonNull(address, "address");
            requireNonNull(user, "user");
            requireNonNull(privateKey, "privateKey");
            hostKeys = List.copyOf(hostKeys);
        }
    }

    public SshSpec {
        requireNonNull(user, "user");
        requireNonNull(privateKey, "privateKey");
        requireNonNull(knownHosts, "knownHosts");
        requireNonNull(jump, "jump");
    }
}
