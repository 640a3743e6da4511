package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the storage is planned from.
 *
 * @param cluster the cluster's name, which makes its OSDs' UUIDs its own
 * @param hosts the storage hosts with their OSD drives, in the order of the inventory
 * @param protection of the buckets' data; everything else is kept in whole copies
 * @param failureDomain what may fail as a whole
 * @param sizing budgets
 * @param previous the plan in force: OSDs of drives that are still there keep their ids. Without it positions decide, so
 *     that hosts can be added at the end
 * @param orders what the inventory says of drives beside their number
 */
public record StorageRequest(
        String cluster,
        List<Host> hosts,
        Protection protection,
        FailureDomain failureDomain,
        Sizing sizing,
        Optional<StoragePlan> previous,
        DriveOrders orders) {
    /** What may fail as a whole; CRUSH's bucket types have the same names. */
    public enum FailureDomain {
        HOST,
        RACK;

        /** CRUSH's bucket type. */
        public String bucketType() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One host with OSDs.
     *
     * @param memory installed
     * @param reserved what everything but the OSDs needs there: other daemons and the operating system
     * @param drives those meant for OSDs, in any order
     * @param dbDrives those meant for the OSDs' RocksDB and write-ahead log, in any order; may be empty
     * @param compute what it computes and sends with; without it neither is checked
     */
    public record Host(
            MachineId id,
            String rack,
            ByteSize memory,
            ByteSize reserved,
            List<Drive> drives,
            List<Drive> dbDrives,
            Optional<Compute> compute) {
        /** A host whose drives hold everything and whose threads and ports are not known. */
        public Host(MachineId id, String rack, ByteSize memory, ByteSize reserved, List<Drive> drives) {
            this(id, rack, memory, reserved, drives, List.of(), Optional.empty());
        }

        public Host {
            requireNonNull(id, "id");
            requireNonNull(rack, "rack");
            requireNonNull(memory, "memory");
            requireNonNull(reserved, "reserved");
            drives = List.copyOf(drives);
            dbDrives = List.copyOf(dbDrives);
            requireNonNull(compute, "compute");
        }
    }

    /**
     * What a host computes and sends with.
     *
     * @param threads hardware threads
     * @param otherThreads those that everything but the OSDs keeps busy
     * @param network sum of its fabric ports, each way
     */
    public record Compute(int threads, int otherThreads, BitRate network) {
        public Compute {
            requireNonNull(network, "network");
        }
    }

    /**
     * What the inventory says of drives beside their number.
     *
     * @param osdsPerDrive OSDs on each drive; empty: decided by threads
     * @param wipe serials of drives whose foreign contents may be destroyed
     * @param excluded drives of the machines that nothing is put on
     */
    public record DriveOrders(OptionalInt osdsPerDrive, List<String> wipe, List<ExcludedDrive> excluded) {
        /** Nothing is said. */
        public static final DriveOrders NONE = new DriveOrders(OptionalInt.empty(), List.of(), List.of());

        public DriveOrders {
            requireNonNull(osdsPerDrive, "osdsPerDrive");
            wipe = List.copyOf(wipe);
            excluded = List.copyOf(excluded);
        }
    }

    /** One drive for an OSD. */
    public record Drive(String serial, ByteSize size, Media media) {
        public Drive {
            requireNonNull(serial, "serial");
            requireNonNull(size, "size");
            requireNonNull(media, "media");
        }
    }

    /**
     * Budgets.
     *
     * @param mostPgsPerOsd placement group replicas that an average OSD carries at most, over all pools. Since a pool has a
     *     power of two of them, a full cluster gets between half of this and all of it
     * @param smallPoolPgs placement groups of a pool that holds next to nothing
     * @param leastMemoryPerOsd a host with less for each OSD is refused
     */
    public record Sizing(int mostPgsPerOsd, int smallPoolPgs, ByteSize leastMemoryPerOsd) {
        /**
         * About 100 (70 to 140) for each OSD, the common advice; 2 GiB each, below which Ceph's documentation warns of slow
         * OSDs.
         */
        public static final Sizing PRODUCTION = new Sizing(140, 8, ByteSize.ofGiB(2));

        /**
         * Few placement groups, since each must peer before the first write; a measured OSD of an idle lab takes 29 MB, a
         * loaded one 175 MB.
         */
        public static final Sizing LAB = new Sizing(24, 1, ByteSize.ofMiB(192));

        public Sizing {
            if (mostPgsPerOsd < 1 || Integer.bitCount(smallPoolPgs) != 1) {
                throw new IllegalArgumentException("placement groups: at least one, and powers of two");
            }
            requireNonNull(leastMemoryPerOsd, "leastMemoryPerOsd");
        }
    }

    /** A request whose inventory says nothing of drives beside their number. */
    public StorageRequest(
            String cluster,
            List<Host> hosts,
            Protection protection,
            FailureDomain failureDomain,
            Sizing sizing,
            Optional<StoragePlan> previous) {
        this(cluster, hosts, protection, failureDomain, sizing, previous, DriveOrders.NONE);
    }

    public StorageRequest {
        requireNonNull(cluster, "cluster");
        hosts = List.copyOf(hosts);
        requireNonNull(protection, "protection");
        requireNonNull(failureDomain, "failureDomain");
        requireNonNull(sizing, "sizing");
        requireNonNull(previous, "previous");
        requireNonNull(orders, "orders");
    }

    /** How many drives there are. */
    public int driveCount() {
        return hosts.stream().mapToInt(host -> host.drives().size()).sum();
    }

    /** The failure domain that a host is in. */
    public String domainOf(Host host) {
        return failureDomain == FailureDomain.RACK ? host.rack() : host.id().value();
    }

    /** How many hosts with drives each failure domain has. */
    public Map<String, Integer> hostsPerDomain() {
        Map<String, Integer> counts = new TreeMap<>();
        hosts.stream()
                .filter(host -> !host.drives().isEmpty())
                .forEach(host -> counts.merge(domainOf(host), 1, Integer::sum));
        return counts;
    }
}
