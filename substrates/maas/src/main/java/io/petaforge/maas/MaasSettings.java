package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Erase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which region, and how machines are taken from it and given back.
 *
 * @param url the region, such as {@code https://maas.example:5443/MAAS}
 * @param authority PEM file of the certificate to trust instead of those of the system
 * @param series release of Ubuntu to deploy, such as {@code jammy}
 * @param user login that the operator's key is given to
 * @param erase how drives are wiped on release
 * @param deploys deployments in flight at most: fifteen of an 8 GB image were seen to fill a 25 Gbit/s link
 * @param deployTimeout after which a deployment has failed; MAAS's own is 30 min, counted anew at each sign of life
 * @param releaseTimeout after which a release is reported as not done
 * @param replacements other machines to try, in all, when deployments fail
 * @param acceptFailedTests whether machines with failed, degraded or unfinished hardware tests are taken all the same
 * @param bootDrive least size of the drive for the operating system
 * @param zones MAAS's zone of each rack whose name is another one
 * @param groups what each group of machines asks for beside threads, memory and drives
 */
public record MaasSettings(
        URI url,
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
        Map<String, Group> groups) {
    /** The operating system, its logs and a Spark release take less than 20 GB. */
    public static final ByteSize BOOT_DRIVE = new ByteSize(32_000_000_000L);

    /**
     * What a group asks for.
     *
     * @param pool resource pool; empty for any
     * @param tags all of which a machine must carry
     * @param notTags none of which it may carry
     * @param interfaces networks that it must be connected to, each by a label of its own
     */
    public record Group(
            Optional<String> pool, List<String> tags, List<String> notTags, Map<String, Interface> interfaces) {
        /** Asks for nothing. */
        public static final Group ANY = new Group(Optional.empty(), List.of(), List.of(), Map.of());

        public Group {
            requireNonNull(pool, "pool");
            tags = List.copyOf(tags);
            notTags = List.copyOf(notTags);
            interfaces = Collections.unmodifiableMap(new TreeMap<>(interfaces));
        }
    }

    /** A port that must be in a space or subnet, and at least so fast. */
    public record Interface(Optional<String> space, Optional<String> subnet, Optional<BitRate> speed) {
        public Interface {
            requireNonNull(space, "space");
            requireNonNull(subnet, "subnet");
            requireNonNull(speed, "speed");
        }
    }

    public MaasSettings {
        requireNonNull(url, "url");
        requireNonNull(authority, "authority");
        requireNonNull(series, "series");
        requireNonNull(user, "user");
        requireNonNull(erase, "erase");
        requireNonNull(deployTimeout, "deployTimeout");
        requireNonNull(releaseTimeout, "releaseTimeout");
        requireNonNull(bootDrive, "bootDrive");
        if (deploys < 1 || replacements < 0) {
            throw new IllegalArgumentException("at least one deployment in flight, no negative budget");
        }
        zones = Collections.unmodifiableMap(new TreeMap<>(zones));
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    }

    /** The zone that is a rack: that of its name unless said otherwise. */
    String zone(String rack) {
        return zones.getOrDefault(rack, rack);
    }

    /** The rack that a zone is. */
    String rack(String zone) {
        return zones.entrySet().stream()
                .filter(entry -> entry.getValue().equals(zone))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(zone);
    }

    /** What a group asks for; nothing where nothing is said. */
    Group group(String name) {
        return groups.getOrDefault(name, Group.ANY);
    }
}
