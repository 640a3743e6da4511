package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a machine beyond what planning needs: for people who must find it, judge it or cable it.
 *
 * @param id its name in the cluster
 * @param identity the substrate's own name of it, such as a MAAS system id
 * @param vendor maker of the machine, as its firmware says
 * @param product model of the machine
 * @param serial serial number of the chassis
 * @param cpu model of the processors
 * @param numa NUMA nodes, by number
 * @param ports network ports, by name
 * @param tests the last result of every hardware test
 */
public record Hardware(
        MachineId id,
        String identity,
        String vendor,
        String product,
        String serial,
        String cpu,
        List<NumaNode> numa,
        List<Port> ports,
        List<Test> tests) {
    /** One NUMA node and what hangs on it. */
    public record NumaNode(int number, int threads, ByteSize memory) {
        public NumaNode {
            requireNonNull(memory, "memory");
        }
    }

    /**
     * One network port.
     *
     * @param speed what the link runs at, empty when it has none
     * @param vlan VLAN id, empty for an untagged port or one that is in no network
     * @param numa the NUMA node of its slot, empty when unknown
     * @param neighbour who answered on the other end of the cable (LLDP)
     */
    public record Port(
            String name,
            String mac,
            Optional<BitRate> speed,
            OptionalInt vlan,
            OptionalInt numa,
            Optional<Neighbour> neighbour) {
        public Port {
            requireNonNull(name, "name");
            requireNonNull(mac, "mac");
            requireNonNull(speed, "speed");
            requireNonNull(vlan, "vlan");
            requireNonNull(numa, "numa");
            requireNonNull(neighbour, "neighbour");
        }

        private Port to(Optional<Neighbour> other) {
            return new Port(name, mac, speed, vlan, numa, other);
        }
    }

    /** The device at the other end of a cable, and its port. */
    public record Neighbour(String device, String port) {
        public Neighbour {
            requireNonNull(device, "device");
            requireNonNull(port, "port");
        }
    }

    /**
     * One hardware test.
     *
     * @param name the script, such as {@code smartctl-validate}
     * @param subject what it was run on, such as a drive's serial; empty for the machine
     * @param verdict as the substrate words it, such as {@code Passed} or {@code Degraded}
     */
    public record Test(String name, String subject, String verdict) {
        public Test {
            requireNonNull(name, "name");
            requireNonNull(subject, "subject");
            requireNonNull(verdict, "verdict");
        }
    }

    /**
     * This, with what only the other one knows: neighbours of ports that have none here, found by hardware address, and test
     * results.
     */
    public Hardware completedBy(Hardware other) {
        List<Port> completed = ports.stream()
                .map(port -> port.neighbour().isPresent() ? port : port.to(other.neighbour(port.mac())))
                .toList();
        return new Hardware(
                id, identity, vendor, product, serial, cpu, numa, completed, tests.isEmpty() ? other.tests() : tests);
    }

    private Optional<Neighbour> neighbour(String mac) {
        return ports.stream()
                .filter(port -> port.mac().equalsIgnoreCase(mac))
                .flatMap(port -> port.neighbour().stream())
                .findFirst();
    }

    public Hardware {
        requireNonNull(id, "id");
        requireNonNull(identity, "identity");
        requireNonNull(vendor, "vendor");
        requireNonNull(product, "product");
        requireNonNull(serial, "serial");
        requireNonNull(cpu, "cpu");
        numa = List.copyOf(numa);
        ports = List.copyOf(ports);
        tests = List.copyOf(tests);
    }
}
