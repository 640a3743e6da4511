package io.petaforge.lab;

import io.petaforge.api.Cable;
import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives back single machines of a lab that goes on without them: their processes, namespaces with the cables in them, drives,
 * control groups and files. The record loses a machine when nothing of it is left.
 */
final class LabDeparture {
    private final LabPaths paths;
    private final LabStore store;
    private final LabNetwork network;
    private final LoopDisks disks;
    private final Supervisors supervisors;
    private final LabLinks links;

    LabDeparture(
            LabPaths paths,
            LabStore store,
            LabNetwork network,
            LoopDisks disks,
            Supervisors supervisors,
            LabLinks links) {
        this.paths = paths;
        this.store = store;
        this.network = network;
        this.disks = disks;
        this.supervisors = supervisors;
        this.links = links;
    }

    Released run(LabRecord lab, Set<MachineId> leaving, Progress progress) {
        List<String> removed = new ArrayList<>();
        List<String> remaining = new ArrayList<>();
        Set<MachineId> gone = new TreeSet<>();
        for (LabMachine machine : lab.machines()) {
            if (leaving.contains(machine.id())) {
                progress.report("giving back " + machine.id());
                List<String> left = remove(lab, machine, removed);
                remaining.addAll(left);
                if (left.isEmpty()) {
                    gone.add(machine.id());
                }
            }
        }
        LabRecord rest = without(lab, gone);
        store.write(rest);
        links.refresh(rest);
        return new Released(
                removed,
                remaining,
                List.of("processes, namespaces, loop devices, control groups and files of the machines"));
    }

    private List<String> remove(LabRecord lab, LabMachine machine, List<String> removed) {
        ControlGroups groups = ControlGroups.ofThisMachine();
        String cluster = lab.cluster();
        String name = machine.id().value();
        supervisors.stop(cluster, machine.id());
        groups.kill(cluster, name);
        String namespace = Naming.namespace(cluster, machine.id());
        Set<String> namespaces = new TreeSet<>(Set.of(namespace));
        namespaces.retainAll(network.namespaces(cluster));
        Set<String> ports = new TreeSet<>(Set.of(Naming.bridgePort(lab.network(), machine.index())));
        ports.retainAll(network.rootLinks(lab.network()));
        namespaces.forEach(own -> network.unplug(own, NetworkBatch.cabled(lab, machine.id())));
        network.remove(namespaces, ports);
        Path directory = paths.host(cluster, machine.id()).directory();
        disks.detach(devices(directory));
        groups.remove(cluster, name);
        List<String> left = left(lab, machine, namespace, directory, groups);
        if (left.isEmpty()) {
            delete(directory);
            removed.add(
                    "machine " + name + ": its namespace, " + machine.disks().size() + " drives and files");
        }
        return left;
    }

    private List<String> left(
            LabRecord lab, LabMachine machine, String namespace, Path directory, ControlGroups groups) {
        List<String> left = new ArrayList<>();
        String name = machine.id().value();
        if (supervisors.isOn(lab.cluster(), machine.id())
                || !groups.processes(lab.cluster(), name).isEmpty()) {
            left.add("processes of " + name + ": they do not die");
        }
        if (network.namespaces(lab.cluster()).contains(namespace)) {
            left.add("namespace " + namespace + ": could not be deleted");
        }
        devices(directory).forEach(device -> left.add("loop device " + device + " of " + name + ": it is still open"));
        return left;
    }

    private List<Path> devices(Path directory) {
        return disks.attached().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(directory))
                .map(java.util.Map.Entry::getValue)
                .sorted()
                .toList();
    }

    /** Moved away at one go: half of a machine's files would be taken for a machine. */
    private static void delete(Path directory) {
        Path gone = directory.resolveSibling(directory.getFileName() + ".gone");
        try {
            LabRelease.deleteTree(gone);
            if (Files.exists(directory)) {
                Files.move(directory, gone);
            }
            LabRelease.deleteTree(gone);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    /** The lab without some machines and the cables that ended there. */
    static LabRecord without(LabRecord lab, Set<MachineId> gone) {
        return new LabRecord(
                lab.format(),
                lab.cluster(),
                lab.network(),
                lab.baseLayer(),
                lab.preparedLayer(),
                lab.inotifyInstances(),
                lab.machines().stream()
                        .filter(machine -> !gone.contains(machine.id()))
                        .toList(),
                lab.cables().stream().filter(cable -> stays(cable, gone)).toList());
    }

    private static boolean stays(Cable cable, Set<MachineId> gone) {
        return !gone.contains(cable.a().machine()) && !gone.contains(cable.b().machine());
    }
}
