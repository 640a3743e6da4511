package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a machine told of itself when it was asked. It knows neither its group nor its rack: those are the inventory's.
 *
 * @param threads hardware threads that are switched on
 * @param memory installed memory, or what the kernel has of it where the firmware does not say
 * @param disks drives that have an identity, ordered by it; those of the operating system are marked
 * @param nics ports whose rate is known, in the order of their names
 * @param addresses IPv4 addresses that others can use, without prefix length, in the order of the interfaces
 * @param hardware the same in full, for people
 * @param software what runs on it
 * @param findings what was left out or looks wrong; none of it need stand in the way of a build
 */
public record Inspection(
        int threads,
        ByteSize memory,
        List<Disk> disks,
        List<Nic> nics,
        List<String> addresses,
        Hardware hardware,
        Software software,
        List<Problem> findings) {
    /**
     * What runs on a machine.
     *
     * @param distribution its {@code ID} in {@code os-release}, such as {@code debian}; empty when it has none
     * @param version its {@code VERSION_ID}, such as {@code 12}; empty when it has none
     * @param name as people know it
     * @param python version of {@code python3}; empty when there is none
     */
    public record Software(String distribution, String version, String name, String python) {
        public Software {
            requireNonNull(distribution, "distribution");
            requireNonNull(version, "version");
            requireNonNull(name, "name");
            requireNonNull(python, "python");
        }
    }

    public Inspection {
        if (threads < 1) {
            throw new IllegalArgumentException("a machine has at least one thread");
        }
        requireNonNull(memory, "memory");
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        addresses = List.copyOf(addresses);
        requireNonNull(hardware, "hardware");
        requireNonNull(software, "software");
        findings = List.copyOf(findings);
    }

    /** This, with what the substrate knows beside it. */
    public Inspection completedBy(Hardware known) {
        return new Inspection(threads, memory, disks, nics, addresses, hardware.completedBy(known), software, findings);
    }

    /** The machine as planners take it. */
    public Machine machine(String group, Location location) {
        return new Machine(hardware.id(), group, location, threads, memory, disks, nics);
    }
}
