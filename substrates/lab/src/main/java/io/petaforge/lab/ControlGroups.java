package io.petaforge.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One control group per host in every hierarchy, versions 1 and 2. systemd-nspawn puts a host under the group of its
 * caller in each of them, so hosts that share one would share limits and see each other.
 */
final class ControlGroups {
    private static final String TOP = "petaforge";
    private static final String SUPERVISORS = "supervisors";
    /** The largest weight of version 1's scale of 2 to 262144: the lab as a whole goes before the tools around it. */
    private static final int LAB_SHARES = 8192;

    private static final Duration DEATH = Duration.ofSeconds(10);

    private final List<Hierarchy> hierarchies;

    ControlGroups(List<Hierarchy> hierarchies) {
        this.hierarchies = List.copyOf(hierarchies);
    }

    /** Limits of one host. */
    record Limits(int threads, long memoryBytes, boolean isSwitch) {}

    /** The hierarchies of this machine. */
    static ControlGroups ofThisMachine() {
        return new ControlGroups(Hierarchy.ofThisMachine());
    }

    /** Makes a host's groups with their limits and returns their directories. */
    List<Path> make(String cluster, String machine, Limits limits) {
        List<Path> made = new ArrayList<>();
        for (Hierarchy hierarchy : hierarchies) {
            Path host = descend(hierarchy, cluster, machine);
            hierarchy.settings(limits).forEach((name, value) -> write(host.resolve(name), value));
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

    /** Kills every process of a host, or of the whole lab when {@code machine} is empty, and waits for their end. */
    void kill(String cluster, String machine) {
        // Again after each round: a process may have started another just before it died.
        Waiting.untilTrue(DEATH, () -> {
            Set<Long> pids = processes(cluster, machine);
            pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            return pids.isEmpty();
        });
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

    /** Removes the groups of one host. */
    void remove(String cluster, String machine) {
        for (Hierarchy hierarchy : hierarchies) {
            tree(hierarchy.mount().resolve(TOP).resolve(cluster).resolve(machine))
                    .forEach(ControlGroups::removeEmpty);
        }
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
                    write(top.resolve("cpu.weight"), Integer.toString(LAB_SHARES * 100 / Hierarchy.SHARES_PER_THREAD));
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
