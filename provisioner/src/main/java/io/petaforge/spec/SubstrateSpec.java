package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
     * @param hosts how to reach each machine that the groups ask for, by its name
     */
    record Fixed(String user, int port, Path privateKey, Map<MachineId, Host> hosts) implements SubstrateSpec {
        /**
         * One machine that exists.
         *
         * @param address name or IP address for SSH
         * @param hostKeys its public host keys in OpenSSH form; any other key is refused
         */
        public record Host(String address, List<String> hostKeys) {
            public Host {
                requireNonNull(address, "address");
                hostKeys = List.copyOf(hostKeys);
            }
        }

        public Fixed {
            requireNonNull(user, "user");
            requireNonNull(privateKey, "privateKey");
            hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
        }

        @Override
        public String name() {
            return "fixed";
        }
    }
}
