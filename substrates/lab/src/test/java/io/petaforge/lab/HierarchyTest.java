package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HierarchyTest {
    private static final int ALL_THREADS = Runtime.getRuntime().availableProcessors();

    @Test
    void hybridMachinesHaveOnePerControllerAndOneUnified() {
        assertEquals(
                List.of(
                        new Hierarchy(Path.of("/sys/fs/cgroup/cpu,cpuacct"), 1, Set.of("cpu", "cpuacct")),
                        new Hierarchy(Path.of("/sys/fs/cgroup/memory"), 1, Set.of("memory")),
                        new Hierarchy(Path.of("/sys/fs/cgroup/systemd"), 1, Set.of("name=systemd")),
                        new Hierarchy(Path.of("/sys/fs/cgroup/unified"), 2, Set.of())),
                Hierarchy.parse(
                        """
                        proc /proc proc rw,relatime 0 0
                        cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0
                        cgroup /sys/fs/cgroup/cpuset cgroup rw,relatime,cpuset 0 0
                        cgroup /sys/fs/cgroup/memory cgroup rw,relatime,memory 0 0
                        cgroup /sys/fs/cgroup/systemd cgroup rw,relatime,name=systemd 0 0
                        cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0
                        """));
    }

    @Test
    void unifiedMachinesHaveOne() {
        assertEquals(
                List.of(new Hierarchy(Path.of("/sys/fs/cgroup"), 2, Set.of())),
                Hierarchy.parse("cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime,nsdelegate 0 0\n"));
    }

    @Test
    void limitsOfAHostInBothVersions() {
        ControlGroups.Limits host = new ControlGroups.Limits(ALL_THREADS, 3L << 30, false);
        assertEquals(
                Map.of("cpu.shares", Integer.toString(1024 * ALL_THREADS)),
                new Hierarchy(Path.of("/c"), 1, Set.of("cpu")).settings(host));
        assertEquals(
                Map.of("memory.limit_in_bytes", "3221225472"),
                new Hierarchy(Path.of("/m"), 1, Set.of("memory")).settings(host));
        assertEquals(
                Map.of(
                        "cpu.weight",
                        Integer.toString(100 * ALL_THREADS),
                        "cpu.max",
                        "max 100000",
                        "memory.max",
                        "3221225472"),
                new Hierarchy(Path.of("/u"), 2, Set.of("cpu", "memory", "io")).settings(host));
    }

    @Test
    void fewerThreadsThanTheMachineHasAreALimit() {
        ControlGroups.Limits idle = new ControlGroups.Limits(0, 1 << 20, true);
        assertEquals(
                "0",
                new Hierarchy(Path.of("/c"), 1, Set.of("cpu")).settings(idle).get("cpu.cfs_quota_us"));
        assertEquals(
                "8192",
                new Hierarchy(Path.of("/c"), 1, Set.of("cpu")).settings(idle).get("cpu.shares"));
        assertEquals(
                "800",
                new Hierarchy(Path.of("/u"), 2, Set.of("cpu")).settings(idle).get("cpu.weight"));
        assertEquals(
                "0 100000",
                new Hierarchy(Path.of("/u"), 2, Set.of("cpu")).settings(idle).get("cpu.max"));
    }
}
