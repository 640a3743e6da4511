package io.petaforge.lab;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Nic;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PortRef;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The machines that the lab would make for a request: exactly those that are asked for. Pure. */
final class LabOffer {
    /** What a port delivers that no cable limits: measured between two namespaces of an ordinary machine. */
    private static final BitRate UNCABLED = BitRate.ofGbit(10);

    private LabOffer() {}

    static List<Machine> of(ClusterRequest request) {
        List<Problem> problems = RequestCheck.problems(request);
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        Map<PortRef, BitRate> rates = new HashMap<>();
        for (Cable cable : request.cables()) {
            rates.put(cable.a(), cable.rate());
            rates.put(cable.b(), cable.rate());
        }
        return request.machines().stream()
                .map(machine -> machine(request.cluster(), machine, rates))
                .toList();
    }

    private static Machine machine(String cluster, MachineRequest wanted, Map<PortRef, BitRate> rates) {
        List<Disk> disks = new ArrayList<>(Allocation.dataDisks(cluster, wanted));
        disks.add(Naming.bootDisk(cluster, wanted.id()));
        disks.sort(Comparator.comparing(Disk::serial));
        List<Nic> nics = wanted.ports().stream()
                .sorted()
                .map(port -> new Nic(port, rates.getOrDefault(new PortRef(wanted.id(), port), UNCABLED)))
                .toList();
        return new Machine(
                wanted.id(),
                wanted.group(),
                new Location(wanted.rack()),
                wanted.threads(),
                wanted.memory(),
                disks,
                nics);
    }
}
