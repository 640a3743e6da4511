package io.petaforge.lab;

import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Gives back everything of a lab. It trusts no flag of what was made: every kind of thing is looked for by the lab's
 * name or directory, removed, and looked for again. The record goes last, so that a release that is cut short is
 * continued by the next.
 */
final class LabRelease {
    private static final Duration ORDERLY = Duration.ofSeconds(3);
    private static final Duration DEATH = Duration.ofSeconds(10);

    private final LabPaths paths;
    private final LabStore store;
    private final LabNetwork network;
    private final LoopDisks disks;
    private final Supervisors supervisors;

    LabRelease(LabPaths paths, LabStore store, LabNetwork network, LoopDisks disks, Supervisors supervisors) {
        this.paths = paths;
        this.store = store;
        this.network = network;
        this.disks = disks;
        this.supervisors = supervisors;
    }

    Released run(String cluster, Progress progress) {
        Optional<LabRecord> record = store.salvage(cluster);
        ControlGroups groups = ControlGroups.ofThisMachine();
        List<String> removed = new ArrayList<>();

        progress.report("switching off");
        Set<Long> processes = processes(cluster, groups);
        // Orderly first: a supervisor collects its host, where an orphan would wait for the first process to do so.
        supervisors.processes(cluster).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
        Waiting.untilTrue(ORDERLY, () -> processes(cluster, groups).isEmpty());
        kill(() -> processes(cluster, groups));
        add(removed, processes.size(), "process", "processes");

        progress.report("removing networks, disks and files");
        Set<String> namespaces = network.namespaces(cluster);
        Set<String> links = record.map(lab -> network.rootLinks(lab.network())).orElse(Set.of());
        network.remove(namespaces, links);
        namespaces.stream().sorted().forEach(namespace -> removed.add("namespace " + namespace));
        links.stream().sorted().forEach(link -> removed.add("link " + link));

        Set<String> mounts = mounts(cluster);
        Map<Path, Path> loops = loops(cluster);
        disks.detach(loops.values().stream().sorted().toList());
        loops.values().stream().sorted().forEach(loop -> removed.add("loop device " + loop));

        List<Path> controlGroups = groups.existing(cluster);
        groups.remove(cluster);
        add(removed, controlGroups.size(), "control group", "control groups");

        record.ifPresent(this::handBack);
        if (mounts.isEmpty() && Files.exists(paths.lab(cluster))) {
            deleteFiles(cluster);
            removed.add("directory " + paths.lab(cluster));
        }
        if (store.all().isEmpty()) {
            // systemd-nspawn wanted it; these remove empty directories only.
            removeIfEmpty(Path.of("/run/systemd/nspawn"));
            removeIfEmpty(Path.of("/run/systemd"));
        }
        List<String> remaining = remaining(cluster, record, groups);
        return new Released(removed, remaining, checked(cluster, record));
    }

    /** A setting of the whole machine goes back with the last lab. */
    private void handBack(LabRecord lab) {
        try (LabLock lock = LabLock.take(paths, LabBuild.ALLOCATION, LabBuild.OTHER_LAB)) {
            List<LabRecord> others = store.all().stream()
                    .filter(other -> !other.cluster().equals(lab.cluster()))
                    .toList();
            InotifyLimit.restore(lab, others, store::write);
        }
    }

    /** Kills what a dead supervisor has left of one host. */
    void killHost(String cluster, MachineId machine) {
        ControlGroups.ofThisMachine().kill(cluster, machine.value());
    }

    private Set<Long> processes(String cluster, ControlGroups groups) {
        Set<Long> all = new TreeSet<>(supervisors.processes(cluster));
        all.addAll(groups.processes(cluster, ""));
        return all;
    }

    /** Looks again after each round: a process may have started another just before it died. */
    private static void kill(Supplier<Set<Long>> living) {
        Waiting.untilTrue(DEATH, () -> {
            Set<Long> pids = living.get();
            pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            return pids.isEmpty();
        });
    }

    private Map<Path, Path> loops(String cluster) {
        Map<Path, Path> mine = new java.util.TreeMap<>();
        disks.attached().forEach((file, device) -> {
            if (file.startsWith(paths.lab(cluster))) {
                mine.put(file, device);
            }
        });
        return mine;
    }

    /** Mount points inside the lab's directory; the hosts' own are in namespaces that died with them. */
    private Set<String> mounts(String cluster) {
        String directory = paths.lab(cluster) + "/";
        try {
            Set<String> found = new TreeSet<>();
            Files.readString(Path.of("/proc/self/mountinfo"))
                    .lines()
                    .map(line -> line.split(" ")[4])
                    .filter(point -> point.startsWith(directory))
                    .forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list mounts", e);
        }
    }

    private void deleteFiles(String cluster) {
        try {
            Path lab = paths.lab(cluster);
            List<Path> entries = new ArrayList<>();
            try (var listed = Files.list(lab)) {
                listed.forEach(entries::add);
            }
            entries.sort(Comparator.comparing(entry -> entry.equals(paths.record(cluster))));
            for (Path entry : entries) {
                deleteTree(entry);
            }
            Files.deleteIfExists(lab);
            removeIfEmpty(paths.labs());
            Optional.ofNullable(paths.labs().getParent()).ifPresent(LabRelease::removeIfEmpty);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the files of the lab " + cluster, e);
        }
    }

    /** Deletes a directory with all that is in it; there need not be one. */
    static void deleteTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @org.jspecify.annotations.Nullable IOException e)
                    throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void removeIfEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // Another lab is in it.
            return;
        }
    }

    private List<String> remaining(String cluster, Optional<LabRecord> record, ControlGroups groups) {
        List<String> left = new ArrayList<>();
        processes(cluster, groups).forEach(pid -> left.add("process " + pid + ": does not die"));
        network.namespaces(cluster).forEach(namespace -> left.add("namespace " + namespace + ": could not be deleted"));
        record.ifPresent(lab ->
                network.rootLinks(lab.network()).forEach(link -> left.add("link " + link + ": could not be deleted")));
        mounts(cluster).forEach(mount -> left.add("mount " + mount + ": somebody else has mounted it"));
        loops(cluster).forEach((file, device) -> left.add("loop device " + device + ": " + file + " is still open"));
        groups.existing(cluster).forEach(group -> left.add("control group " + group + ": still has processes"));
        if (Files.exists(paths.lab(cluster))) {
            left.add("directory " + paths.lab(cluster) + ": could not be deleted");
        }
        return left;
    }

    private List<String> checked(String cluster, Optional<LabRecord> record) {
        List<String> checked = new ArrayList<>(List.of(
                "processes in the control groups of the lab, or started from " + paths.lab(cluster),
                "network namespaces named " + Naming.namespacePrefix(cluster) + "*",
                "mounts below " + paths.lab(cluster),
                "loop devices backed by files below " + paths.lab(cluster),
                "control groups petaforge/" + cluster + " in every hierarchy",
                "the directory " + paths.lab(cluster)));
        record.ifPresent(lab -> checked.add("the bridge " + Naming.bridge(lab.network()) + " and its ports "
                + Naming.bridge(lab.network()) + "v*"));
        return checked;
    }

    private static void add(List<String> removed, int count, String one, String many) {
        if (count > 0) {
            removed.add(count + " " + (count == 1 ? one : many));
        }
    }
}
