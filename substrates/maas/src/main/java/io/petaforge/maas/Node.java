package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Hardware;
import io.petaforge.api.Media;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A machine as MAAS describes it.
 *
 * @param id system id
 * @param statusName the state in MAAS's words
 * @param owner user who holds it
 * @param bootDrive id of the drive it boots from
 * @param tests the sum of its hardware tests, as MAAS gives it
 * @param addresses those it has in its state: before a deployment, what commissioning saw
 * @param bootAddresses of the port it boots from
 * @param annotations what its owner wrote to it; gone with the owner
 */
record Node(
        String id,
        String hostname,
        NodeStatus status,
        String statusName,
        Optional<String> owner,
        boolean locked,
        String zone,
        String pool,
        Set<String> tags,
        String architecture,
        int threads,
        ByteSize memory,
        Verdict tests,
        OptionalInt bootDrive,
        List<Drive> drives,
        List<Port> ports,
        List<String> addresses,
        List<String> bootAddresses,
        Map<String, String> annotations,
        String power,
        Vendor vendor,
        List<Hardware.NumaNode> numa) {
    /** The sum of a machine's hardware tests. */
    enum Verdict {
        /** Never tested, or no test of MAAS's choosing ran. */
        NONE,
        RUNNING,
        PASSED,
        FAILED,
        DEGRADED;

        /** As people read it, such as {@code degraded}. */
        String word() {
            return this == NONE ? "not run" : name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One drive.
     *
     * @param id number by which MAAS's answers refer to it
     * @param path the stable name below {@code /dev/disk/by-id}; empty where the drive has none
     * @param free whether nothing is on it, not even a partition table: only then a storage constraint matches it
     * @param root whether the root filesystem is on it
     */
    record Drive(
            int id,
            String name,
            String model,
            String serial,
            String path,
            ByteSize size,
            Set<String> tags,
            boolean free,
            boolean root) {
        Drive {
            requireNonNull(name, "name");
            requireNonNull(model, "model");
            requireNonNull(serial, "serial");
            requireNonNull(path, "path");
            requireNonNull(size, "size");
            tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        }

        /** MAAS tags flash {@code ssd} and says nowhere that it is NVMe: the kernel's name and the stable path do. */
        Media media() {
            if (tags.contains("rotary")) {
                return Media.HDD;
            }
            return name.startsWith("nvme") || path.contains("/nvme-") ? Media.NVME : Media.SSD;
        }

        /** Serial, or the stable path where the drive tells none: never the kernel's name. */
        String identity() {
            return serial.isBlank() ? path : serial;
        }
    }

    /**
     * One network port; of physical ones, what is made of them too (bonds, bridges, VLANs).
     *
     * @param speed of a port that is made of others, that of the fastest of them
     * @param links networks that it is in: what is configured, and what it saw while commissioned
     */
    record Port(
            int id,
            String name,
            String mac,
            boolean physical,
            Optional<BitRate> speed,
            OptionalInt vlan,
            OptionalInt numa,
            Set<String> spaces,
            List<Link> links) {
        Port {
            requireNonNull(name, "name");
            requireNonNull(mac, "mac");
            requireNonNull(speed, "speed");
            requireNonNull(vlan, "vlan");
            requireNonNull(numa, "numa");
            spaces = Collections.unmodifiableSet(new TreeSet<>(spaces));
            links = List.copyOf(links);
        }

        /** Whether it is in that space. */
        boolean inSpace(String space) {
            return spaces.contains(space);
        }

        /** Whether it is in that subnet. */
        boolean inSubnet(String cidr) {
            return links.stream().anyMatch(link -> link.subnet().equals(cidr));
        }
    }

    /**
     * A port's place in a subnet.
     *
     * @param address empty while it has none
     * @param configured whether MAAS gives it this place, not only saw it there while the machine was commissioned
     */
    record Link(String subnet, String space, Optional<String> address, boolean configured) {
        Link {
            requireNonNull(subnet, "subnet");
            requireNonNull(space, "space");
            requireNonNull(address, "address");
        }
    }

    /** Who made it. */
    record Vendor(String name, String product, String serial, String cpu) {
        Vendor {
            requireNonNull(name, "name");
            requireNonNull(product, "product");
            requireNonNull(serial, "serial");
            requireNonNull(cpu, "cpu");
        }
    }

    Node {
        requireNonNull(id, "id");
        requireNonNull(hostname, "hostname");
        requireNonNull(status, "status");
        requireNonNull(statusName, "statusName");
        requireNonNull(owner, "owner");
        requireNonNull(zone, "zone");
        requireNonNull(pool, "pool");
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        requireNonNull(architecture, "architecture");
        requireNonNull(memory, "memory");
        requireNonNull(tests, "tests");
        requireNonNull(bootDrive, "bootDrive");
        drives = List.copyOf(drives);
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
        bootAddresses = List.copyOf(bootAddresses);
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        requireNonNull(power, "power");
        requireNonNull(vendor, "vendor");
        numa = List.copyOf(numa);
    }

    /** The same with other drives. */
    Node with(OptionalInt boot, List<Drive> others) {
        return new Node(
                id,
                hostname,
                status,
                statusName,
                owner,
                locked,
                zone,
                pool,
                tags,
                architecture,
                threads,
                memory,
                tests,
                boot,
                others,
                ports,
                addresses,
                bootAddresses,
                annotations,
                power,
                vendor,
                numa);
    }

    /** As people know it: {@code node1 (mph6mh)}. */
    String label() {
        return hostname + " (" + id + ")";
    }

    /** Where SSH finds it once it is deployed: on the port it boots from, else anywhere. */
    Optional<String> address() {
        return bootAddresses.stream().findFirst().or(() -> addresses.stream().findFirst());
    }
}
