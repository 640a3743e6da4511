package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.Erase;
import io.petaforge.api.MachineId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where the machines come from. */
public sealed interface SubstrateSpec
        permits SubstrateSpec.Lab,
                SubstrateSpec.Planned,
                SubstrateSpec.Listed,
                SubstrateSpec.Maas,
                AwsSpec,
                OpenstackSpec {
    /** The key under {@code substrate}, which is also the substrate's {@link io.petaforge.api.Substrate#name() name}. */
    String name();

    /** Whether machines of a group may be taken back by their owner while they are in use. */
    default boolean spot(String group) {
        return false;
    }

    /** The login on its machines. */
    default String login() {
        return "root";
    }

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

    /** Machines that exist, each listed with where it is reached. */
    sealed interface Listed extends SubstrateSpec {
        /** What holds for reaching any of them. */
        SshSpec ssh();

        @Override
        default String login() {
            return ssh().user();
        }

        /** Where each is reached. */
        Map<MachineId, SshSpec.Place> places();

        /** How those that have a controller are switched. */
        Map<MachineId, ControllerSpec> controllers();
    }

    /**
     * Machines that exist and run.
     *
     * @param ssh how to reach them
     * @param hosts each machine that the groups ask for, by its name
     */
    record Fixed(SshSpec ssh, Map<MachineId, Host> hosts) implements Listed {
        /** One machine, and how to switch it where it has a controller. */
        public record Host(SshSpec.Place place, Optional<ControllerSpec> controller) {
            public Host {
                requireNonNull(place, "place");
                requireNonNull(controller, "controller");
            }
        }

        public Fixed {
            requireNonNull(ssh, "ssh");
            hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
        }

        @Override
        public Map<MachineId, SshSpec.Place> places() {
            Map<MachineId, SshSpec.Place> places = new TreeMap<>();
            hosts.forEach((id, host) -> places.put(id, host.place()));
            return places;
        }

        @Override
        public Map<MachineId, ControllerSpec> controllers() {
            Map<MachineId, ControllerSpec> controllers = new TreeMap<>();
            hosts.forEach((id, host) -> host.controller().ifPresent(by -> controllers.put(id, by)));
            return controllers;
        }

        @Override
        public String name() {
            return "fixed";
        }
    }

    /**
     * Machines that exist and are switched by their management controllers.
     *
     * @param ssh how to reach them
     * @param hosts each machine that the groups ask for, by its name
     */
    record Bmc(SshSpec ssh, Map<MachineId, Host> hosts) implements Listed {
        /** One machine, how to switch it, and what is said of installing it over the network. */
        public record Host(SshSpec.Place place, ControllerSpec controller, Boot boot) {
            public Host {
                requireNonNull(place, "place");
                requireNonNull(controller, "controller");
                requireNonNull(boot, "boot");
            }
        }

        /**
         * How a machine is installed over the network; what is left out is asked of the machine itself when it runs.
         *
         * @param mac of the port that it boots from, six pairs of lower-case hexadecimal digits with colons
         * @param drive serial number of the drive for the operating system
         */
        public record Boot(Optional<String> mac, Optional<String> drive) {
            public Boot {
                requireNonNull(mac, "mac");
                requireNonNull(drive, "drive");
            }
        }

        public Bmc {
            requireNonNull(ssh, "ssh");
            hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
        }

        @Override
        public Map<MachineId, SshSpec.Place> places() {
            Map<MachineId, SshSpec.Place> places = new TreeMap<>();
            hosts.forEach((id, host) -> places.put(id, host.place()));
            return places;
        }

        @Override
        public Map<MachineId, ControllerSpec> controllers() {
            Map<MachineId, ControllerSpec> controllers = new TreeMap<>();
            hosts.forEach((id, host) -> controllers.put(id, host.controller()));
            return controllers;
        }

        @Override
        public String name() {
            return "bmc";
        }
    }

    /**
     * Machines of a MAAS region; its zones are the racks, by their names.
     *
     * @param url the region's address, such as {@code https://maas.example:5443/MAAS}
     * @param apiKey where the API key of a user is kept
     * @param authority certificate to trust instead of those of the system
     * @param series release of Ubuntu to deploy
     * @param user login on all of them; sudo is used when it is not root
     * @param erase how drives are wiped when the cluster is destroyed
     * @param deploys deployments in flight at most
     * @param deployTimeout after which a deployment has failed
     * @param releaseTimeout after which a release is reported as not done
     * @param replacements other machines to try, in all, when deployments fail
     * @param acceptFailedTests whether machines with failed or degraded hardware tests are taken all the same
     * @param bootDrive least size of the drive for the operating system
     * @param zones MAAS's zone of each rack whose name is another one
     * @param groups what MAAS must know of the machines of a group, by the group's name
     */
    record Maas(
            URI url,
            SecretRef apiKey,
            Optional<Path> authority,
            String series,
            String user,
            Erase erase,
            int deploys,
            Duration deployTimeout,
            Duration releaseTimeout,
            int replacements,
            boolean acceptFailedTests,
            ByteSize bootDrive,
            Map<String, String> zones,
            Map<String, Group> groups)
            implements SubstrateSpec {
        /**
         * What MAAS must know of a machine.
         *
         * @param pool its resource pool
         * @param tags that it carries, all of them
         * @param notTags that it carries none of
         * @param networks that it is connected to, by a label
         */
        public record Group(
                Optional<String> pool, List<String> tags, List<String> notTags, Map<String, Network> networks) {
            public Group {
                requireNonNull(pool, "pool");
                tags = List.copyOf(tags);
                notTags = List.copyOf(notTags);
                networks = Collections.unmodifiableMap(new TreeMap<>(networks));
            }
        }

        /** A port in that space and subnet, at least so fast. */
        public record Network(Optional<String> space, Optional<Cidr> subnet, Optional<BitRate> speed) {
            public Network {
                requireNonNull(space, "space");
                requireNonNull(subnet, "subnet");
                requireNonNull(speed, "speed");
            }
        }

        public Maas {
            requireNonNull(url, "url");
            requireNonNull(apiKey, "apiKey");
            requireNonNull(authority, "authority");
            requireNonNull(series, "series");
            requireNonNull(user, "user");
            requireNonNull(erase, "erase");
            requireNonNull(deployTimeout, "deployTimeout");
            requireNonNull(releaseTimeout, "releaseTimeout");
            requireNonNull(bootDrive, "bootDrive");
            zones = Collections.unmodifiableMap(new TreeMap<>(zones));
            groups = Collections.unmodifiableMap(new TreeMap<>(groups));
        }

        /** What is so where nothing is said; address and key stand in for those that must be said. */
        static Maas defaults() {
            return new Maas(
                    URI.create("https://maas.invalid/MAAS"),
                    new SecretRef.Env("MAAS_API_KEY"),
                    Optional.empty(),
                    "jammy",
                    "ubuntu",
                    // Remnants of Ceph on a drive stop the next deployment.
                    Erase.QUICK,
                    // Fifteen deployments of an 8 GB image were seen to fill a 25 Gbit/s link.
                    10,
                    // Half as long again as MAAS itself waits for a sign of life.
                    Duration.ofMinutes(45),
                    Duration.ofHours(2),
                    2,
                    false,
                    new ByteSize(32_000_000_000L),
                    Map.of(),
                    Map.of());
        }

        @Override
        public String name() {
            return "maas";
        }

        @Override
        public String login() {
            return user;
        }
    }
}
