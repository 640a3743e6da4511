package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Machines of Amazon EC2, in a network of the cluster's own.
 *
 * @param region such as {@code eu-central-1}
 * @param accessKey where the id of an access key is kept
 * @param secretKey where its secret is kept
 * @param sessionToken where the token of a temporary key is kept
 * @param endpoint address of the API where it is not Amazon's own
 * @param network address range of the network that is made
 * @param racks availability zone of each rack
 * @param operators who may connect to SSH
 * @param image the operating system
 * @param user login on all machines; sudo is used when it is not root
 * @param placement how machines of a zone are spread over its hardware
 * @param bootDrive size of the drive for the operating system
 * @param volumes what data drives are that are no NVMe
 * @param groups what each group of machines is made of, by the group's name
 * @param startTimeout after which a machine that does not run is replaced
 * @param replacements other machines to try, in all
 * @param access how machines are reached
 * @param jumpType instance type of the jump host, where there is one
 * @param quotasEndpoint address of Service Quotas where it is not Amazon's own
 * @param prices file with the prices that the cost is told by
 */
public record AwsSpec(
        String region,
        SecretRef accessKey,
        SecretRef secretKey,
        Optional<SecretRef> sessionToken,
        Optional<URI> endpoint,
        Cidr network,
        Map<String, String> racks,
        List<Cidr> operators,
        Image image,
        String user,
        Placement placement,
        ByteSize bootDrive,
        Volumes volumes,
        Map<String, Group> groups,
        Duration startTimeout,
        int replacements,
        Access access,
        String jumpType,
        Optional<URI> quotasEndpoint,
        Optional<Path> prices)
        implements SubstrateSpec {
    /**
     * The newest image of this owner and name.
     *
     * @param user the login that the image makes by itself
     */
    public record Image(String owner, String name, String user) {
        public Image {
            requireNonNull(owner, "owner");
            requireNonNull(name, "name");
            requireNonNull(user, "user");
        }
    }

    /** How machines are reached. */
    public enum Access {
        /** At addresses of their own. */
        PUBLIC,
        /** Through a host that is made for it; they have none. */
        JUMP;

        /** As the inventory writes it. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Kinds of placement groups. */
    public enum Placement {
        NONE,
        CLUSTER,
        PARTITION;

        /** As the inventory writes it. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Types of flash volumes. */
    public enum VolumeType {
        GP3,
        IO1,
        IO2;

        /** As the inventory and EC2 write it. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Volumes of EBS.
     *
     * @param iops operations per second
     * @param throughput MiB/s, of gp3 only
     */
    public record Volumes(VolumeType type, OptionalInt iops, OptionalInt throughput, boolean encrypted) {
        public Volumes {
            requireNonNull(type, "type");
            requireNonNull(iops, "iops");
            requireNonNull(throughput, "throughput");
        }
    }

    /**
     * What a group is made of.
     *
     * @param types instance types, the one to prefer first
     * @param spot whether spare capacity is asked for first
     * @param spotWait how long, before machines are asked for at the full price
     */
    public record Group(List<String> types, boolean spot, Duration spotWait) {
        public Group {
            types = List.copyOf(types);
            requireNonNull(spotWait, "spotWait");
        }
    }

    public AwsSpec {
        requireNonNull(region, "region");
        requireNonNull(accessKey, "accessKey");
        requireNonNull(secretKey, "secretKey");
        requireNonNull(sessionToken, "sessionToken");
        requireNonNull(endpoint, "endpoint");
        requireNonNull(network, "network");
        racks = Collections.unmodifiableMap(new TreeMap<>(racks));
        operators = List.copyOf(operators);
        requireNonNull(image, "image");
        requireNonNull(user, "user");
        requireNonNull(placement, "placement");
        requireNonNull(bootDrive, "bootDrive");
        requireNonNull(volumes, "volumes");
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
        requireNonNull(startTimeout, "startTimeout");
        requireNonNull(access, "access");
        requireNonNull(jumpType, "jumpType");
        requireNonNull(quotasEndpoint, "quotasEndpoint");
        requireNonNull(prices, "prices");
    }

    /** What is so where nothing is said; region, racks and operators stand in for those that must be said. */
    static AwsSpec defaults() {
        return new AwsSpec(
                "eu-central-1",
                new SecretRef.Env("AWS_ACCESS_KEY_ID"),
                new SecretRef.Env("AWS_SECRET_ACCESS_KEY"),
                Optional.empty(),
                Optional.empty(),
                Cidr.parse("10.60.0.0/16"),
                Map.of(),
                List.of(),
                // Debian's own account, and its image's login.
                new Image("136693071363", "debian-12-amd64-*", "admin"),
                "admin",
                Placement.NONE,
                ByteSize.ofGiB(32),
                new Volumes(VolumeType.GP3, OptionalInt.empty(), OptionalInt.empty(), true),
                Map.of(),
                // Ten times what a machine takes.
                Duration.ofMinutes(10),
                2,
                Access.PUBLIC,
                // It passes on what operators type and what hosts answer; the least type that every region has.
                "t3.micro",
                Optional.empty(),
                Optional.empty());
    }

    /** Instance type of the jump host; empty where machines have public addresses. */
    public Optional<String> jump() {
        return access == Access.JUMP ? Optional.of(jumpType) : Optional.empty();
    }

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public boolean spot(String group) {
        Group found = groups.get(group);
        return found != null && found.spot();
    }

    @Override
    public String login() {
        return user;
    }
}
