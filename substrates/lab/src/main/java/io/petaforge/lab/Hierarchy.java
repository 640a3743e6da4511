package io.petaforge.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A mounted hierarchy of control groups.
 *
 * @param version 1 or 2
 * @param controllers of version 1: what the mount names; of version 2: what its root offers
 */
record Hierarchy(Path mount, int version, Set<String> controllers) {
    /** What a thread weighs; the kernel's default for one group. */
    static final int SHARES_PER_THREAD = 1024;
    /** The controllers that systemd itself handles; in others it leaves its hosts where their caller is. */
    private static final Set<String> V1_HANDLED =
            Set.of("cpu", "cpuacct", "memory", "pids", "blkio", "devices", "name=systemd");
    /** Switches go before hosts: a routing session that misses its turn takes the fabric down. */
    private static final int SWITCH_SHARES = 8192;
    /** The period of the CPU limit in microseconds, the kernel's default. */
    private static final int PERIOD_US = 100_000;

    Hierarchy {
        controllers = Set.copyOf(controllers);
    }

    /** The hierarchies that are mounted now. */
    static List<Hierarchy> ofThisMachine() {
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
            return List.copyOf(found);
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
                Set<String> controllers = new TreeSet<>(List.of(fields[3].split(",")));
                controllers.retainAll(V1_HANDLED);
                if (!controllers.isEmpty()) {
                    found.add(new Hierarchy(mount, 1, controllers));
                }
            }
        });
        return List.copyOf(found);
    }

    /** Limits as file names and contents of a host's group; a limit of every thread there is would only cost time. */
    Map<String, String> settings(ControlGroups.Limits limits) {
        Map<String, String> settings = new TreeMap<>();
        boolean limitsCpu = limits.threads() < Runtime.getRuntime().availableProcessors();
        int shares = limits.isSwitch() ? SWITCH_SHARES : SHARES_PER_THREAD * limits.threads();
        String quota = Long.toString((long) limits.threads() * PERIOD_US);
        if (version == 2) {
            if (controllers.contains("cpu")) {
                // The same scale: version 2's default weight is 100 where version 1's is 1024.
                settings.put("cpu.weight", Integer.toString(Math.min(10_000, shares * 100 / SHARES_PER_THREAD)));
                settings.put("cpu.max", (limitsCpu ? quota : "max") + " " + PERIOD_US);
            }
            if (controllers.contains("memory")) {
                settings.put("memory.max", Long.toString(limits.memoryBytes()));
            }
            return settings;
        }
        if (controllers.contains("cpu")) {
            settings.put("cpu.shares", Integer.toString(shares));
            if (limitsCpu) {
                settings.put("cpu.cfs_quota_us", quota);
            }
        }
        if (controllers.contains("memory")) {
            settings.put("memory.limit_in_bytes", Long.toString(limits.memoryBytes()));
        }
        return settings;
    }
}
