package io.petaforge.lab;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes a lab, or what is missing of it: record first, then keys, networks, disks, hosts. */
final class LabBuild {
    /** The lock under which labs take what all of them share. */
    static final String ALLOCATION = "allocation";

    static final Duration OTHER_LAB = Duration.ofMinutes(1);

    private final Commands commands;
    private final LabPaths paths;
    private final LabStore store;
    private final LabNetwork network;
    private final LoopDisks disks;
    private final Supervisors supervisors;
    private final ImageCache images;
    private final ImageRecipe recipe;
    private final AddressRanges ranges;
    private final Supplier<BootCommand.Means> means;
    private final LabLinks links;

    LabBuild(
            Commands commands,
            LabPaths paths,
            LabStore store,
            LabNetwork network,
            LoopDisks disks,
            Supervisors supervisors,
            ImageCache images,
            ImageRecipe recipe,
            AddressRanges ranges,
            Supplier<BootCommand.Means> means,
            LabLinks links) {
        this.commands = commands;
        this.paths = paths;
        this.store = store;
        this.network = network;
        this.disks = disks;
        this.supervisors = supervisors;
        this.images = images;
        this.recipe = recipe;
        this.ranges = ranges;
        this.means = means;
        this.links = links;
    }

    LabRecord run(ClusterRequest request, Progress progress) {
        new HostTools(commands).install(progress);
        needImages(request, progress);
        LabRecord lab = allocate(request);
        new LabKeys(paths).need(lab);
        progress.report("connecting " + lab.machines().size() + " machines");
        network.make(lab);
        links.refresh(lab);
        List<LabMachine> off = lab.machines().stream()
                .filter(machine -> !supervisors.isOn(lab.cluster(), machine.id()))
                .toList();
        if (!off.isEmpty()) {
            progress.report("switching on " + off.size() + " machines");
            powerOn(lab, off);
        }
        return lab;
    }

    /** Switches on those that are off; their disks are attached again if this machine was restarted. */
    void powerOn(LabRecord lab, List<LabMachine> machines) {
        List<LabMachine> off = machines.stream()
                .filter(machine -> !supervisors.isOn(lab.cluster(), machine.id()))
                .toList();
        Set<String> namespaces = network.namespaces(lab.cluster());
        if (!off.stream().allMatch(machine -> namespaces.contains(Naming.namespace(lab.cluster(), machine.id())))) {
            // This machine was restarted since.
            network.make(lab);
        }
        Map<Path, Path> devices;
        try (LabLock lock = LabLock.take(paths, "loop-devices", OTHER_LAB)) {
            devices = disks.attach(backings(lab, off));
        }
        String operator = new LabKeys(paths).need(lab);
        ControlGroups groups = ControlGroups.ofThisMachine();
        HostFiles files = new HostFiles(paths, groups, means.get());
        for (LabMachine machine : off) {
            // A host that outlived its supervisor has its root mounted and its disks open.
            groups.kill(lab.cluster(), machine.id().value());
            files.write(lab, machine, devices, operator);
        }
        // Switches first: a fabric that routes early makes everything after it shorter.
        List<LabMachine> order = new ArrayList<>(off);
        order.sort(java.util.Comparator.comparing(machine -> machine.kind() != MachineRequest.Kind.SWITCH));
        supervisors.start(lab.cluster(), order);
    }

    /** A lab that exists stays on the layers it was made on, whatever this version's recipe is. */
    private void needImages(ClusterRequest request, Progress progress) {
        Optional<LabRecord> existing = store.read(request.cluster());
        if (existing.isPresent()) {
            LabRecord lab = existing.get();
            boolean recipeOfToday = lab.baseLayer().equals(recipe.baseLayer())
                    && lab.preparedLayer().equals(recipe.preparedLayer());
            if (!recipeOfToday) {
                if (!images.has(lab.baseLayer()) || !images.has(lab.preparedLayer())) {
                    throw new PetaforgeException(
                            ExitCode.PREFLIGHT,
                            Problem.of(
                                    "PF-LAB-015",
                                    "The root filesystem that the lab " + lab.cluster()
                                            + " was made on is gone from the cache, and this version makes another.",
                                    "Destroy the cluster and build it again."));
                }
                return;
            }
        }
        images.needBase(progress);
        boolean prepared = request.machines().stream().anyMatch(machine -> machine.kind() == MachineRequest.Kind.HOST);
        if (prepared) {
            // Bare hosts need the package repository that comes with it.
            images.needPrepared(progress);
        }
    }

    /** Labs pick their network one at a time, and an allocation is on disk before anything of it exists. */
    private LabRecord allocate(ClusterRequest request) {
        try (LabLock lock = LabLock.take(paths, ALLOCATION, OTHER_LAB)) {
            LabRecord before = store.read(request.cluster()).orElseGet(() -> fresh(request.cluster()));
            LabRecord after = InotifyLimit.raise(Allocation.extend(before, request), store::write);
            store.write(after);
            return after;
        }
    }

    private LabRecord fresh(String cluster) {
        Set<Integer> recorded = store.all().stream().map(LabRecord::network).collect(Collectors.toSet());
        int free = ranges.free(recorded)
                .orElseThrow(() -> new PetaforgeException(ExitCode.PREFLIGHT, LabPreflight.noAddressRange()));
        return Allocation.fresh(cluster, free, recipe.baseLayer(), recipe.preparedLayer());
    }

    private List<LoopDisks.Backing> backings(LabRecord lab, List<LabMachine> machines) {
        return machines.stream()
                .flatMap(machine -> machine.disks().stream()
                        .map(disk -> new LoopDisks.Backing(
                                disk, paths.host(lab.cluster(), machine.id()).disk(disk.serial()))))
                .toList();
    }
}
