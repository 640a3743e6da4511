package io.petaforge.plan;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.spec.ClusterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Machines that have exactly what an inventory asks for. */
public final class LabMachines {
    private LabMachines() {}

    /** The plan on them. */
    public static ClusterPlan plan(ClusterSpec spec, Optional<PlanInForce> inForce) {
        ClusterPlanner planner = new ClusterPlanner(spec, inForce);
        return planner.plan(planner.request().machines().stream()
                .map(asked -> new Machine(
                        asked.id(),
                        asked.group(),
                        new Location(asked.rack()),
                        asked.threads(),
                        asked.memory(),
                        disks(asked),
                        asked.ports().stream()
                                .map(port -> new Nic(port, BitRate.ofGbit(10)))
                                .toList()))
                .toList());
    }

    private static List<Disk> disks(MachineRequest asked) {
        List<Disk> disks = new ArrayList<>();
        disks.add(new Disk(asked.id() + "boot", "test", ByteSize.ofGiB(30), Media.SSD, true));
        for (DiskRequest request : asked.disks()) {
            for (int i = 0; i < request.count(); i++) {
                disks.add(new Disk(asked.id() + "-" + disks.size(), "test", request.atLeast(), request.media(), false));
            }
        }
        return disks;
    }
}
