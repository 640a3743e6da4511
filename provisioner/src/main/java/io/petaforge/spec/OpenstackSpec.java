package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is asked of an OpenStack. Credentials are not in the inventory: they are where OpenStack's own client finds them.
 *
 * @param cloud its name in {@code clouds.yaml}; empty for what {@code OS_CLOUD} or the other {@code OS_*} say
 * @param image name or id of the image
 * @param user login that the operator's key is given to
 * @param imageUser the login that the image makes by itself
 * @param sshFrom ranges that SSH is let in from
 * @param floatingIps whether each machine gets an address of the external network
 * @param jump a host on the way to the machines that is there already
 * @param access how machines are reached
 * @param jumpFlavor flavor of the jump host, where one is made; empty for the smallest that is large enough
 * @param zones availability zone of each rack that is not named like its zone
 * @param bootVolume size of a volume to boot from; empty for the flavor's own disk
 * @param bootVolumeType Cinder's type of it
 * @param createMinutes after which a server that is neither ACTIVE nor ERROR has failed
 * @param replacements servers to make in place of those in ERROR, in all
 * @param prices file with the prices that the cost is told by
 */
public record OpenstackSpec(
        Optional<String> cloud,
        String image,
        String user,
        String imageUser,
        Network network,
        List<Cidr> sshFrom,
        boolean floatingIps,
        Optional<SshSpec.Jump> jump,
        Access access,
        Optional<String> jumpFlavor,
        Map<String, String> zones,
        Spread spread,
        Optional<ByteSize> bootVolume,
        Optional<String> bootVolumeType,
        Map<String, Group> groups,
        int createMinutes,
        int replacements,
        Optional<Path> prices)
        implements SubstrateSpec {
    /** How machines are reached. */
    public enum Access {
        /** At addresses of their own, or through a host that is there already. */
        DIRECT,
        /** Through a host that is made for it; it alone has a floating address. */
        JUMP;

        /** As the inventory writes it. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How machines of a group are kept from sharing a hypervisor. */
    public enum Spread {
        /** Each on one of its own, or not at all. */
        HOSTS,
        /** Each on one of its own while there are enough. */
        PREFER,
        ANY;

        /** As the inventory writes it. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The network that machines are in: one of them is present. */
    public record Network(
            Optional<String> name, Optional<Cidr> create, Optional<String> external, List<String> nameServers) {
        public Network {
            requireNonNull(name, "name");
            requireNonNull(create, "create");
            requireNonNull(external, "external");
            nameServers = List.copyOf(nameServers);
        }
    }

    /** What a group of machines asks for. */
    public record Group(Optional<String> flavor, Optional<String> volumeType) {
        public Group {
            requireNonNull(flavor, "flavor");
            requireNonNull(volumeType, "volumeType");
        }
    }

    public OpenstackSpec {
        requireNonNull(cloud, "cloud");
        requireNonNull(image, "image");
        requireNonNull(user, "user");
        requireNonNull(imageUser, "imageUser");
        requireNonNull(network, "network");
        sshFrom = List.copyOf(sshFrom);
        requireNonNull(jump, "jump");
        requireNonNull(access, "access");
        requireNonNull(jumpFlavor, "jumpFlavor");
        zones = Collections.unmodifiableMap(new TreeMap<>(zones));
        requireNonNull(spread, "spread");
        requireNonNull(bootVolume, "bootVolume");
        requireNonNull(bootVolumeType, "bootVolumeType");
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
        requireNonNull(prices, "prices");
    }

    @Override
    public String name() {
        return "openstack";
    }

    @Override
    public String login() {
        return user;
    }
}
