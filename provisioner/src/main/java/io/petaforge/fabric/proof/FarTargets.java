package io.petaforge.fabric.proof;

import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.RackPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which hosts a host probes. Small fabrics are probed whole. In larger ones a host probes the next of its own rack
 * and one host of each other rack, at most {@link #MOST} in all: the choice turns with the host's number, so that all hosts
 * of a rack together reach every rack, every host is probed, and the number of probes grows with that of hosts.
 */
final class FarTargets {
    /** Up to so many hosts every pair is probed. */
    static final int WHOLE = 48;

    /** Hosts that one host probes at most. */
    static final int MOST = 64;

    private final Fabric fabric;
    private final List<RackPlan> racks = new ArrayList<>();
    private final int hosts;

    FarTargets(Fabric fabric) {
        this.fabric = fabric;
        int count = 0;
        for (RackPlan rack : fabric.racks()) {
            if (!fabric.hosts(rack.name()).isEmpty()) {
                racks.add(rack);
                count += fabric.hosts(rack.name()).size();
            }
        }
        this.hosts = count;
    }

    /** Whether every pair is probed. */
    boolean whole() {
        return hosts <= WHOLE;
    }

    int hosts() {
        return hosts;
    }

    List<Device> of(Device host) {
        List<Device> targets = new ArrayList<>();
        if (whole()) {
            racks.forEach(rack -> fabric.hosts(rack.name()).stream()
                    .filter(other -> !other.id().equals(host.id()))
                    .forEach(targets::add));
            return targets;
        }
        int mine = 0;
        while (!racks.get(mine).name().equals(host.rack())) {
            mine++;
        }
        List<Device> rackmates = fabric.hosts(host.rack());
        int index = rackmates.indexOf(host);
        if (rackmates.size() > 1) {
            targets.add(rackmates.get((index + 1) % rackmates.size()));
        }
        int others = racks.size() - 1;
        int window = Math.min(others, MOST - 1);
        for (int i = 0; i < window; i++) {
            int rack = (mine + 1 + (int) (((long) index * window + i) % others)) % racks.size();
            List<Device> there = fabric.hosts(racks.get(rack).name());
            targets.add(there.get((index + mine + rack) % there.size()));
        }
        return targets;
    }
}
