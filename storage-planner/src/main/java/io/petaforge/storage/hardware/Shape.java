package io.petaforge.storage.hardware;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A whole cluster as the models see it: kinds of hosts with their counts, so that a shape of 10,000 hosts is as cheap as
 * one of ten.
 *
 * @param groups the storage hosts
 * @param racks how many racks
 * @param protection of the data
 * @param domain what may fail as a whole
 * @param chunksPerDomain copies or chunks of one object in a failure domain; 1 unless erasure coding spans fewer domains
 *     than it has chunks
 * @param osdsPerDrive OSDs that share a drive
 * @param gateways the S3 gateways
 * @param clients who reads and writes; without them there are enough of them elsewhere
 * @param tls whether S3 is spoken over TLS
 * @param objectSize a typical object's
 * @param fill the part of the space that is planned to be full
 * @param shared whether all hosts are containers of one machine, as in the lab: then they share its threads, its one
 *     drive, and a network that is made by its kernel
 */
public record Shape(
        List<HostGroup> groups,
        int racks,
        Protection protection,
        FailureDomain domain,
        int chunksPerDomain,
        int osdsPerDrive,
        Gateways gateways,
        Optional<Clients> clients,
        boolean tls,
        ByteSize objectSize,
        double fill,
        boolean shared) {
    /** Between the field's 0.75 and 0.80: the upper end, where the loss of a failure domain still fits. */
    public static final double FILL = 0.80;

    /** What S3A's multipart uploads and table files come to; the gateway cuts everything into 4 MiB anyway. */
    public static final ByteSize OBJECT = ByteSize.ofMiB(4);

    public Shape {
        groups = List.copyOf(groups);
        requireNonNull(protection, "protection");
        requireNonNull(domain, "domain");
        requireNonNull(gateways, "gateways");
        requireNonNull(clients, "clients");
        requireNonNull(objectSize, "objectSize");
        if (groups.stream().anyMatch(group -> group.perRack().size() != racks)) {
            throw new IllegalArgumentException(
                    "every group needs a number of hosts for each of the " + racks + " racks");
        }
        if (chunksPerDomain < 1 || osdsPerDrive < 1 || objectSize.bytes() < 1 || fill <= 0 || fill > 1) {
            throw new IllegalArgumentException("chunks, OSDs and the object size begin at 1, fill is a part of 1");
        }
    }

    /** Hosts over racks with the usual choices: one OSD for each drive, TLS, 4 MiB objects, clients elsewhere. */
    public static Shape of(
            List<HostGroup> groups, int racks, Protection protection, FailureDomain domain, Gateways gateways) {
        return new Shape(
                groups, racks, protection, domain, 1, 1, gateways, Optional.empty(), true, OBJECT, FILL, false);
    }

    /** The same with these clients. */
    public Shape with(Clients others) {
        return new Shape(
                groups,
                racks,
                protection,
                domain,
                chunksPerDomain,
                osdsPerDrive,
                gateways,
                Optional.of(others),
                tls,
                objectSize,
                fill,
                shared);
    }

    /** The same with other protection, so many chunks of an object in a failure domain. */
    public Shape with(Protection other, int perDomain) {
        return new Shape(
                groups,
                racks,
                other,
                domain,
                perDomain,
                osdsPerDrive,
                gateways,
                clients,
                tls,
                objectSize,
                fill,
                shared);
    }

    /** The same with or without TLS, and objects of this size. */
    public Shape with(boolean encrypted, ByteSize object) {
        return new Shape(
                groups,
                racks,
                protection,
                domain,
                chunksPerDomain,
                osdsPerDrive,
                gateways,
                clients,
                encrypted,
                object,
                fill,
                shared);
    }

    /** The same, planned to be this full. */
    public Shape filled(double part) {
        return new Shape(
                groups,
                racks,
                protection,
                domain,
                chunksPerDomain,
                osdsPerDrive,
                gateways,
                clients,
                tls,
                objectSize,
                part,
                shared);
    }

    /** The same on one machine. */
    public Shape onOneMachine() {
        return new Shape(
                groups,
                racks,
                protection,
                domain,
                chunksPerDomain,
                osdsPerDrive,
                gateways,
                clients,
                tls,
                objectSize,
                fill,
                true);
    }

    /** The same with these hosts and gateways. */
    public Shape with(List<HostGroup> others, Gateways daemons) {
        return new Shape(
                others,
                racks,
                protection,
                domain,
                chunksPerDomain,
                osdsPerDrive,
                daemons,
                clients,
                tls,
                objectSize,
                fill,
                shared);
    }

    /**
     * With so many more hosts of the first kind in every rack, or in all where hosts are the failure domain; the same when
     * there is no kind.
     */
    public Shape withMoreHosts(int more) {
        if (groups.isEmpty()) {
            return this;
        }
        HostGroup first = groups.get(0);
        List<Integer> perRack = new ArrayList<>(first.perRack());
        if (domain == FailureDomain.RACK) {
            perRack.replaceAll(hosts -> hosts + more);
        } else {
            for (int i = 0; i < more; i++) {
                int fewest = perRack.indexOf(Collections.min(perRack));
                perRack.set(fewest, perRack.get(fewest) + 1);
            }
        }
        List<HostGroup> larger = new ArrayList<>(groups);
        larger.set(0, new HostGroup(first.type(), perRack));
        return with(larger, gateways);
    }

    /** How many storage hosts. */
    public int hosts() {
        return groups.stream().mapToInt(HostGroup::hosts).sum();
    }

    /** How many OSDs. */
    public int osds() {
        return groups.stream()
                .mapToInt(group -> group.hosts() * group.type().driveCount() * osdsPerDrive)
                .sum();
    }

    /** The bytes of all OSD drives. */
    public ByteSize raw() {
        return new ByteSize(groups.stream()
                .mapToLong(group -> group.type().raw().bytes() * group.hosts())
                .sum());
    }

    /** The raw bytes of every failure domain that has any, rack by rack. */
    public List<Long> domains() {
        if (domain == FailureDomain.RACK) {
            return java.util.stream.IntStream.range(0, racks)
                    .mapToObj(rack -> groups.stream()
                            .mapToLong(group ->
                                    group.type().raw().bytes() * group.perRack().get(rack))
                            .sum())
                    .filter(bytes -> bytes > 0)
                    .toList();
        }
        return groups.stream()
                .flatMap(group -> java.util.Collections.nCopies(
                        group.hosts(), group.type().raw().bytes())
                        .stream())
                .filter(bytes -> bytes > 0)
                .toList();
    }
}
