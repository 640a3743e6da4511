package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Where machines are taken from EC2, and how.
 *
 * @param region such as {@code eu-central-1}
 * @param endpoint address of the API where it is not Amazon's own for the region
 * @param network address range of the VPC that is made for the cluster, /16 to /24
 * @param zones availability zone of each rack
 * @param operators who may connect to the machines' SSH
 * @param image the operating system
 * @param user login that the operator's key is given to
 * @param placement how machines of a zone are spread over its hardware
 * @param bootDrive size of the volume for the operating system
 * @param volumes what data drives on EBS are
 * @param groups what each group of machines is made of
 * @param startTimeout after which a machine that does not run is replaced
 * @param replacements how many machines may be replaced in one run
 * @param end when the machines switch themselves off and are gone
 * @param jump instance type of the host that leads to machines without public addresses; empty where they have them
 * @param quotas address of Service Quotas where it is not Amazon's own for the region
 */
public record AwsSettings(
        String region,
        Optional<URI> endpoint,
        Cidr network,
        Map<String, String> zones,
        List<Cidr> operators,
        Image image,
        String user,
        Placement placement,
        ByteSize bootDrive,
        Volumes volumes,
        Map<String, Group> groups,
        Duration startTimeout,
        int replacements,
        Optional<Instant> end,
        Optional<String> jump,
        Optional<URI> quotas) {
    /**
     * Which image: the newest of this owner and name.
     *
     * @param owner an account's number, or {@code amazon}
     * @param name may have {@code *} and {@code ?}
     * @param user the login that the image makes by itself, such as {@code admin} (Debian)
     */
    public record Image(String owner, String name, String user) {
        public Image {
            requireNonNull(owner, "owner");
            requireNonNull(name, "name");
            requireNonNull(user, "user");
        }
    }

    /** Kinds of placement groups. */
    public enum Placement {
        NONE,
        /** Close together, for bandwidth. */
        CLUSTER,
        /** Each rack is a partition: no hardware in common with another. */
        PARTITION;

        /** As EC2 and the inventory write it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Volumes of EBS.
     *
     * @param type of flash volumes: gp3, io1 or io2
     * @param iops operations per second, where not the type's default
     * @param throughput MiB/s, for gp3 only, where not its default
     * @param encrypted with the account's default key
     */
    public record Volumes(String type, OptionalInt iops, OptionalInt throughput, boolean encrypted) {
        public Volumes {
            requireNonNull(type, "type");
            requireNonNull(iops, "iops");
            requireNonNull(throughput, "throughput");
        }
    }

    /**
     * What a group of machines is made of.
     *
     * @param types instance types, the one to prefer first
     * @param spot whether spare capacity is asked for first, which Amazon may take back
     * @param spotWait how long, before machines are asked for at the full price
     */
    public record Group(List<String> types, boolean spot, Duration spotWait) {
        public Group {
            types = List.copyOf(types);
            requireNonNull(spotWait, "spotWait");
        }
    }

    public AwsSettings {
        requireNonNull(region, "region");
        requireNonNull(endpoint, "endpoint");
        requireNonNull(network, "network");
        zones = Collections.unmodifiableMap(new TreeMap<>(zones));
        operators = List.copyOf(operators);
        requireNonNull(image, "image");
        requireNonNull(user, "user");
        requireNonNull(placement, "placement");
        requireNonNull(bootDrive, "bootDrive");
        requireNonNull(volumes, "volumes");
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
        requireNonNull(startTimeout, "startTimeout");
        requireNonNull(end, "end");
        requireNonNull(jump, "jump");
        requireNonNull(quotas, "quotas");
    }

    /** The address of the API. */
    URI address() {
        return endpoint.orElseGet(() -> amazons("ec2"));
    }

    /** The address of Service Quotas; empty where EC2 is somebody else's and nothing is said of quotas. */
    Optional<URI> quotasAddress() {
        return quotas.isPresent() || endpoint.isPresent() ? quotas : Optional.of(amazons("servicequotas"));
    }

    private URI amazons(String service) {
        return URI.create("https://" + service + "." + region + ".amazonaws.com"
                // The partition of China has its own domain.
                + (region.startsWith("cn-") ? ".cn" : ""));
    }

    /** What a group is made of; nothing where the inventory does not say. */
    Group group(String name) {
        if (name.equals(JumpHost.NAME) && jump.isPresent()) {
            return new Group(List.of(jump.get()), false, Duration.ZERO);
        }
        Group group = groups.get(name);
        return group == null ? new Group(List.of(), false, Duration.ZERO) : group;
    }

    /** The availability zone of a rack; empty where the inventory does not say. */
    String zone(String rack) {
        return zones.getOrDefault(rack, "");
    }

    /** The racks of a zone in their order: the first is partition 1. */
    List<String> racks(String zone) {
        return zones.entrySet().stream()
                .filter(entry -> entry.getValue().equals(zone))
                .map(Map.Entry::getKey)
                .toList();
    }
}
