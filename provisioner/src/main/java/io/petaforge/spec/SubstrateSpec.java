package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Where the machines come from. */
public sealed interface SubstrateSpec {
    /** The key under {@code substrate}, which is also the substrate's {@link io.petaforge.api.Substrate#name() name}. */
    String name();

    /** Machines that petaforge makes on the machine it runs on. */
    record Lab() implements SubstrateSpec {
        @Override
        public String name() {
            return "lab";
        }
    }

    /** Machines that are yet to be bought: there is something to plan, and nothing to build on. */
    record Planned() implements SubstrateSpec {
        @Override
        public String name() {
            return "planned";
        }
    }

    /**
     * Machines that exist and run.
     *
     * @param user login on all of them; sudo is used when it is not root
     * @param port TCP port of their sshd
     * @param privateKey file of the private key that the login accepts
     * @param knownHosts file of host keys, for hosts that list none
     * @param jump a host that the way leads through, where there is no direct one
     * @param hosts how to reach each machine that the groups ask for, by its name
     */
    record Fixed(
            String user,
            int port,
            Path privateKey,
            Optional<Path> knownHosts,
            Optional<Jump> jump,
            Map<MachineId, Host> hosts)
            implements SubstrateSpec {
        /**
         * One machine that exists.
         *
         * @param address name or IP address for SSH
         * @param port TCP port of its sshd, where it is not that of all
         * @param hostKeys its public host keys in OpenSSH form; any other key is refused
         */
        public record Host(String address, OptionalInt port, List<String> hostKeys) {
            public Host {
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

        public Fixed {
            requireNonNull(user, "user");
            requireNonNull(privateKey, "privateKey");
            requireNonNull(knownHosts, "knownHosts");
            requireNonNull(jump, "jump");
            hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
        }

        @Override
        public String name() {
            return "fixed";
        }
    }
}
