package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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

    /**
     * Machines that exist and are switched by their management controllers.
     *
     * @param user login on all of them; sudo is used when it is not root
     * @param port TCP port of their sshd
     * @param privateKey file of the private key that the login accepts
     * @param hosts each machine that the groups ask for, by its name
     */
    record Bmc(String user, int port, Path privateKey, Map<MachineId, Host> hosts) implements SubstrateSpec {
        /** What a controller speaks. */
        public enum Protocol {
            IPMI,
            REDFISH;

            /** As the inventory writes it. */
            public String yaml() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /**
         * One machine.
         *
         * @param address name or IP address for SSH
         * @param hostKeys its public host keys in OpenSSH form; any other key is refused
         */
        public record Host(String address, List<String> hostKeys, Controller controller) {
            public Host {
                requireNonNull(address, "address");
                hostKeys = List.copyOf(hostKeys);
                requireNonNull(controller, "controller");
            }
        }

        /**
         * How to switch it.
         *
         * @param port UDP for IPMI, TCP for Redfish
         * @param fingerprint SHA-256 of the certificate that is trusted, 64 lower-case hexadecimal digits
         * @param system the machine's id where one Redfish service has several
         * @param intervalSeconds least time between two commands
         */
        public record Controller(
                Protocol protocol,
                String address,
                int port,
                String user,
                SecretRef password,
                Optional<String> fingerprint,
                Optional<String> system,
                int intervalSeconds) {
            public Controller {
                requireNonNull(protocol, "protocol");
                requireNonNull(address, "address");
                requireNonNull(user, "user");
                requireNonNull(password, "password");
                requireNonNull(fingerprint, "fingerprint");
                requireNonNull(system, "system");
            }
        }

        public Bmc {
            requireNonNull(user, "user");
            requireNonNull(privateKey, "privateKey");
            hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
        }

        @Override
        public String name() {
            return "bmc";
        }
    }
}
