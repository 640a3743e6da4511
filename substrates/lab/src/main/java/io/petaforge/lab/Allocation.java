package io.petaforge.lab;

import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Decides what a lab owns: a pure function of the request and of what the lab has already. */
final class Allocation {
    private Allocation() {}

    /** The record of a lab that does not exist yet, without machines. */
    static LabRecord fresh(String cluster, int network, String baseLayer, String preparedLayer) {
        return new LabRecord(LabRecord.FORMAT, cluster, network, baseLayer, preparedLayer, 0, List.of(), List.of());
    }

    /**
     * The lab with everything that the request adds to it. Machines that the request no longer names stay.
     *
     * @throws PetaforgeException when a machine exists with other hardware, or there are no addresses left
     */
    static LabRecord extend(LabRecord lab, ClusterRequest request) {
        List<Problem> problems = new ArrayList<>();
        List<LabMachine> machines = new ArrayList<>(lab.machines());
        int next = machines.stream().mapToInt(LabMachine::index).max().orElse(-1) + 1;
        for (MachineRequest wanted : request.machines()) {
            LabMachine made = make(lab, wanted, next);
            LabMachine existing = lab.machine(wanted.id()).orElse(null);
            if (existing == null) {
                machines.add(made);
                next++;
            } else if (!serves(existing, make(lab, wanted, existing.index()))) {
                problems.add(Problem.of(
                        "PF-LAB-009",
                        "The lab " + lab.cluster() + " already has " + wanted.id()
                                + " with other threads, memory, disks or image than the inventory asks for now.",
                        "Destroy the cluster and build it again, or give the inventory another cluster name."));
            }
        }
        if (next > Naming.MOST_MACHINES) {
            problems.add(Problem.of(
                    "PF-LAB-010",
                    "One lab holds at most " + Naming.MOST_MACHINES + " machines and switches.",
                    "Ask for fewer machines."));
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        Set<Cable> cables = new LinkedHashSet<>(lab.cables());
        cables.addAll(request.cables());
        return new LabRecord(
                lab.format(),
                lab.cluster(),
                lab.network(),
                lab.baseLayer(),
                lab.preparedLayer(),
                lab.inotifyInstances(),
                machines,
                List.copyOf(cables));
    }

    /** The data drives that answer the requests of one machine, in their order. */
    static List<Disk> dataDisks(String cluster, MachineRequest machine) {
        List<Disk> disks = new ArrayList<>();
        for (DiskRequest wanted : machine.disks()) {
            for (int i = 0; i < wanted.count(); i++) {
                disks.add(Naming.dataDisk(cluster, machine.id(), disks.size(), wanted.media(), wanted.atLeast()));
            }
        }
        return List.copyOf(disks);
    }

    private static LabMachine make(LabRecord lab, MachineRequest wanted, int index) {
        return new LabMachine(
                wanted.id(),
                wanted.kind(),
                index,
                Naming.address(lab.network(), index),
                wanted.threads(),
                wanted.memory(),
                dataDisks(lab.cluster(), wanted),
                wanted.ports(),
                wanted.packages());
    }

    /**
     * Ports may be added to a machine that exists; what it is made of may not change. A drive that is not asked for any more
     * stays in it, unused.
     */
    private static boolean serves(LabMachine existing, LabMachine wanted) {
        return existing.kind() == wanted.kind()
                && existing.threads() == wanted.threads()
                && existing.memory().equals(wanted.memory())
                && existing.disks().containsAll(wanted.disks())
                && existing.image() == wanted.image();
    }
}
