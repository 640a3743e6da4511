package io.petaforge.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One control group per host in every hierarchy, versions 1 and 2. systemd-nspawn puts a host under the group of its
 * caller in each of them, so hosts that share one would share limits and see each other.
 */
final class ControlGroups {
    private static final String TOP = "petaforge";
    private static final String SUPERVISORS = "supervisors";
    /** The controllers that systemd itself handles; in others it leaves its hosts where their caller is. */
    private static final Set<String> V1_HANDLED =
            Set.of("cpu", "cpuacct", "memory", "pids", "blkio", "devices", "name=systemd");
    /** The largest weight of version 1's scale of 2 to 262144: the lab as a whole goes before the tools around it. */
    private static final int LAB_SHARES = 8192;
    /** What a thread weighs; the kernel's default for one group. */
    private static final int SHARES_PER_THREAD = 1024;
    /** Switches go before hosts: a routing session that misses its turn takes the fabric down. */
    private static final int SWITCH_SHARES = 8192;
    /** The period of the CPU limit in microseconds, the kernel's default. */
    private static final int PERIOD_US = 100_000;

    private final List<Hierarchy> hierarchies;

    ControlGroups(List<Hierarchy> hierarchies) {
        this.hierarchies = List.copyOf(hierarchies);
    }

    /**
     * A mounted hierarchy.
     *
     * @param controllers of version 1: what the mount names; of version 2: what its root offers
     */
    record Hierarchy(Path mount, int version, Set<String> controllers) {
        Hierarchy {
            controllers = Set.copyOf(controllers);
        }
    }

    /** Limits of one host. */
    record Limits(int threads, long memoryBytes, boolean isSwitch) {}

    /** The hierarchies of this machine. */
    static ControlGroups ofThisMachine() {
        try {
            List<Hierarchy> found = new ArrayList<>();
            for (Hierarchy hierarchy : parse(Files.readString(Path.of("/proc/self/mounts")))) {
                Path offered = hierarchy.mount().resolve("cgroup.controllers");
                found.add(
                        hierarchy.version() == 2 && Files.exists(offered)
                                ? new Hierarchy(
                                        hierarchy.mount(),
                                        2,
                                        Set.of(Files.readString(offered).strip().split(" ")))
                                : hierarchy);
            }
            return new ControlGroups(found);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the control group hierarchies", e);
        }
    }

    /** Hierarchies in {@code /proc/self/mounts}; those of version 1 that systemd does not handle are left out. */
    static List<Hierarchy> parse(String mounts) {
        List<Hierarchy> found = new ArrayList<>();
        mounts.lines().map(line -> line.split(" ")).forEach(fields -> {
            if (fields.length < 4) {
                return;
            }
            Path mount = Path.of(fields[1]);
            if (fields[2].equals("cgroup2")) {
                found.add(new Hierarchy(mount, 2, Set.of()));
            } else if (fields[2].equals("cgroup")) {
                Set<String> controllers = new TreeSet<>(Set.of(fields[3].split(",")));
                controllers.retainAll(V1_HANDLED);
                if (!controllers.isEmpty()) {
                    found.add(new Hierarchy(mount, 1, controllers));
                }
            }
        });
        return List.copyOf(found);
    }

    /** Makes a host's groups with their limits and returns their directories. */
    List<Path> make(String cluster, String machine, Limits limits) {
        List<Path> made = new ArrayList<>();
        for (Hierarchy hierarchy : hierarchies) {
            Path host = descend(hierarchy, cluster, machine);
            settings(hierarchy, limits).forEach((name, value) -> write(host.resolve(name), value));
            made.add(host);
        }
        return List.copyOf(made);
    }

    /** The groups in which the supervisors themselves are: the limits of a host must not hit its power switch. */
    List<Path> makeForSupervisors(String cluster) {
        return hierarchies.stream()
                .map(hierarchy -> descend(hierarchy, cluster, SUPERVISORS))
                .toList();
    }

    /** Every directory of a lab, children before parents. */
    List<Path> existing(String cluster) {
        List<Path> found = new ArrayList<>();
        for (Hierarchy hierarchy : hierarchies) {
            found.addAll(tree(hierarchy.mount().resolve(TOP).resolve(cluster)));
        }
        return List.copyOf(found);
    }

    /** Every process of a host, or of the whole lab when {@code machine} is empty. */
    Set<Long> processes(String cluster, String machine) {
        Set<Long> pids = new TreeSet<>();
        for (Hierarchy hierarchy : hierarchies) {
            Path top = hierarchy.mount().resolve(TOP).resolve(cluster);
            for (Path group : tree(machine.isEmpty() ? top : top.resolve(machine))) {
                try {
                    Files.readString(group.resolve("cgroup.procs"))
                            .lines()
                            .map(Long::valueOf)
                            .forEach(pids::add);
                } catch (IOException e) {
                    // The group went away with its last process.
                    continue;
                }
            }
        }
        return pids;
    }

    /** Anonymous and shared memory of a whole lab in bytes, without the page cache; 0 when no hierarchy tells. */
    long memoryInUse(String cluster) {
        for (Hierarchy hierarchy : hierarchies) {
            Path statistics = hierarchy.mount().resolve(TOP).resolve(cluster).resolve("memory.stat");
            if (hierarchy.controllers().contains("memory") && Files.isReadable(statistics)) {
                // Version 1 has its own group's figures under the bare names and the subtree's with "total_" before
                // them.
                Set<String> wanted =
                        hierarchy.version() == 1 ? Set.of("total_rss", "total_shmem") : Set.of("anon", "shmem");
                try (Stream<String> lines = Files.lines(statistics)) {
                    return lines.map(line -> line.split(" "))
                            .filter(words -> words.length == 2 && wanted.contains(words[0]))
                            .mapToLong(words -> Long.parseLong(words[1]))
                            .sum();
                } catch (IOException e) {
                    // The lab went away meanwhile.
                    return 0;
                }
            }
        }
        return 0;
    }

    /** Removes the groups of a lab; those that still hold a process stay. */
    void remove(String cluster) {
        for (Path group : existing(cluster)) {
            removeEmpty(group);
        }
        for (Hierarchy hierarchy : hierarchies) {
            // Only the last lab's removal succeeds.
            removeEmpty(hierarchy.mount().resolve(TOP));
        }
    }

    /** Limits as file names and contents of a host's group; a limit of every thread there is would only cost time. */
    static Map<String, String> settings(Hierarchy hierarchy, Limits limits) {
        Map<String, String> settings = new TreeMap<>();
        boolean limitsCpu = limits.threads() < Runtime.getRuntime().availableProcessors();
        int shares = limits.isSwitch() ? SWITCH_SHARES : SHARES_PER_THREAD * limits.threads();
        String quota = Long.toString((long) limits.threads() * PERIOD_US);
        if (hierarchy.version() == 2) {
            if (hierarchy.controllers().contains("cpu")) {
                // The same scale: version 2's default weight is 100 where version 1's is 1024.
                settings.put("cpu.weight", Integer.toString(Math.min(10_000, shares * 100 / SHARES_PER_THREAD)));
                settings.put("cpu.max", (limitsCpu ? quota : "max") + " " + PERIOD_US);
            }
            if (hierarchy.controllers().contains("memory")) {
                settings.put("memory.max", Long.toString(limits.memoryBytes()));
            }
            return settings;
        }
        if (hierarchy.controllers().contains("cpu")) {
            settings.put("cpu.shares", Integer.toString(shares));
            if (limitsCpu) {
                settings.put("cpu.cfs_quota_us", quota);
            }
        }
        if (hierarchy.controllers().contains("memory")) {
            settings.put("memory.limit_in_bytes", Long.toString(limits.memoryBytes()));
        }
        return settings;
    }

    private static Path descend(Hierarchy hierarchy, String cluster, String machine) {
        Path top = hierarchy.mount().resolve(TOP);
        Path lab = top.resolve(cluster);
        Path group = lab.resolve(machine);
        if (!Files.isDirectory(group)) {
            try {
                Files.createDirectories(group);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make the control group " + group, e);
            }
            if (hierarchy.version() == 2) {
                for (Path parent : List.of(hierarchy.mount(), top, lab)) {
                    for (String controller : List.of("cpu", "memory", "pids", "io")) {
                        if (hierarchy.controllers().contains(controller)) {
                            write(parent.resolve("cgroup.subtree_control"), "+" + controller);
                        }
                    }
                }
                if (hierarchy.controllers().contains("cpu")) {
                    write(top.resolve("cpu.weight"), Integer.toString(LAB_SHARES * 100 / SHARES_PER_THREAD));
                }
            } else if (hierarchy.controllers().contains("cpu")) {
                write(top.resolve("cpu.shares"), Integer.toString(LAB_SHARES));
            }
        }
        return group;
    }

    private static void write(Path file, String value) {
        try {
            Files.write(file, value.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set " + file + " to " + value, e);
        }
    }

    private static void removeEmpty(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            // Still in use: whoever releases the lab looks again and reports it.
            return;
        }
    }

    private static List<Path> tree(Path top) {
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(Path::getNameCount).reversed())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // Groups come and go while a host dies; what is left is seen by the next look.
            return List.of();
        }
    }
}
