package io.petaforge.cloud.openstack;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.SshAccess;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is asked of an OpenStack, and how.
 *
 * @param image name or id of the image that machines boot from
 * @param user login that the operator's key is given to
 * @param imageUser the login that the image makes by itself, such as {@code debian}
 * @param sshFrom ranges from which SSH is let in, beside the cluster's own machines; never the whole world
 * @param floatingIps whether each machine gets an address of the external network
 * @param jump a host on the way to the machines that is there already
 * @param ownJump a host on the way is made; it alone gets an address of the external network
 * @param zones availability zone of each rack; a rack that is not here is in the zone of its name
 * @param spread how machines of a group are kept from sharing a hypervisor
 * @param bootVolume size of the volume to boot from; empty for the flavor's own disk
 * @param bootVolumeType Cinder's type of it; empty for the default one
 * @param createTimeout after which a server that is neither ACTIVE nor ERROR has failed
 * @param replacements servers to make in place of those in ERROR, in all
 */
public record OpenStackSettings(
        String image,
        String user,
        String imageUser,
        Network network,
        List<Cidr> sshFrom,
        boolean floatingIps,
        Optional<SshAccess.Jump> jump,
        Optional<OwnJump> ownJump,
        Map<String, String> zones,
        Spread spread,
        Optional<ByteSize> bootVolume,
        Optional<String> bootVolumeType,
        Map<String, Group> groups,
        Duration createTimeout,
        int replacements) {
    /** How machines of one group in one zone are kept apart: Nova's policies for server groups. */
    public enum Spread {
        /** Each on a hypervisor of its own, or not at all. */
        HOSTS("anti-affinity"),
        /** Each on a hypervisor of its own while there are enough. */
        PREFER("soft-anti-affinity"),
        /** As Nova likes. */
        ANY("");

        private final String policy;

        Spread(String policy) {
            this.policy = policy;
        }

        String policy() {
            return policy;
        }

        /** As the inventory writes it. */
        public String yaml() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The network that machines are in: one that exists, or one that is made.
     *
     * @param existing name or id of a network with one IPv4 subnet
     * @param range of the subnet that is made
     * @param external name or id of the external network behind the router that is made
     * @param nameServers for the subnet that is made
     */
    public record Network(
            Optional<String> existing, Optional<Cidr> range, Optional<String> external, List<String> nameServers) {
        public Network {
            requireNonNull(existing, "existing");
            requireNonNull(range, "range");
            requireNonNull(external, "external");
            nameServers = List.copyOf(nameServers);
            if (existing.isPresent() == range.isPresent()) {
                throw new IllegalArgumentException("a network exists or is made");
            }
        }
    }

    /**
     * What one group of machines asks for.
     *
     * @param flavor name or id; empty for the smallest that is large enough
     * @param volumeType Cinder's type of data volumes; empty for the default one
     */
    public record Group(Optional<String> flavor, Optional<String> volumeType) {
        /** Asks for nothing. */
        public static final Group ANY = new Group(Optional.empty(), Optional.empty());

        public Group {
            requireNonNull(flavor, "flavor");
            requireNonNull(volumeType, "volumeType");
        }
    }

    /** @param flavor name or id; empty for the smallest that is large enough */
    public record OwnJump(Optional<String> flavor) {
        public OwnJump {
            requireNonNull(flavor, "flavor");
        }
    }

    public OpenStackSettings {
        requireNonNull(image, "image");
        requireNonNull(user, "user");
        requireNonNull(imageUser, "imageUser");
        requireNonNull(network, "network");
        sshFrom = List.copyOf(sshFrom);
        requireNonNull(jump, "jump");
        requireNonNull(ownJump, "ownJump");
        if (ownJump.isPresent() && (floatingIps || jump.isPresent())) {
            throw new IllegalArgumentException("one way to the machines");
        }
        zones = Collections.unmodifiableMap(new TreeMap<>(zones));
        requireNonNull(spread, "spread");
        requireNonNull(bootVolume, "bootVolume");
        requireNonNull(bootVolumeType, "bootVolumeType");
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
        requireNonNull(createTimeout, "createTimeout");
        if (replacements < 0) {
            throw new IllegalArgumentException("no negative budget");
        }
    }

    String zone(String rack) {
        return zones.getOrDefault(rack, rack);
    }

    boolean makesJumpHost() {
        return ownJump.isPresent();
    }

    /** Whether this machine gets an address of the external network. */
    boolean floats(String machine) {
        return floatingIps || (ownJump.isPresent() && machine.equals(JumpHost.NAME));
    }

    Group group(String name) {
        if (ownJump.isPresent() && name.equals(JumpHost.NAME)) {
            return new Group(ownJump.get().flavor(), Optional.empty());
        }
        return groups.getOrDefault(name, Group.ANY);
    }
}
