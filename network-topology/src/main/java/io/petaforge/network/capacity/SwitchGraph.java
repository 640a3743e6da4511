package io.petaforge.network.capacity;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Link;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Switches and the cables between them; hosts only as a number of each rack, which keeps an evaluation cheap. */
final class SwitchGraph {
    /**
     * A cable between switches.
     *
     * @param lower index of the lower tier's switch
     * @param link which of several between the two
     */
    record Edge(LinkKind kind, int lower, int upper, int link, double rate) {}

    /** A rack: its leaves as indices. */
    record Rack(int index, int pod, int hosts, int[] leaves) {}

    final List<Device> switches = new ArrayList<>();
    final List<Edge> edges = new ArrayList<>();
    final List<Rack> racks = new ArrayList<>();
    final int hostLinks;
    final double hostLinkRate;
    final int superSpines;
    final int pods;
    final int hosts;

    SwitchGraph(DataCenterPlan plan) {
        Map<MachineId, Integer> index = new HashMap<>();
        Map<String, List<Integer>> leaves = new HashMap<>();
        Map<String, Integer> hostsOf = new HashMap<>();
        for (Device device : plan.devices()) {
            if (device.role() == Role.HOST) {
                hostsOf.merge(device.rack(), 1, Integer::sum);
            } else {
                index.put(device.id(), switches.size());
                if (device.role() == Role.LEAF) {
                    leaves.computeIfAbsent(device.rack(), rack -> new ArrayList<>())
                            .add(switches.size());
                }
                switches.add(device);
            }
        }
        for (RackPlan rack : plan.racks()) {
            racks.add(new Rack(
                    racks.size(),
                    rack.pod(),
                    hostsOf.getOrDefault(rack.name(), 0),
                    leaves.getOrDefault(rack.name(), List.of()).stream()
                            .mapToInt(leaf -> leaf)
                            .toArray()));
        }
        Map<Long, Integer> parallel = new HashMap<>();
        for (Link link : plan.links()) {
            Integer lower = index.get(link.a().machine());
            Integer upper = index.get(link.b().machine());
            if (lower != null && upper != null) {
                int which = parallel.merge((long) lower << 32 | upper, 1, Integer::sum) - 1;
                edges.add(new Edge(link.kind(), lower, upper, which, link.rate().bitsPerSecond()));
            }
        }
        this.hostLinks = plan.shape().hostLinks();
        this.hostLinkRate = plan.request().host().effectiveRate();
        this.superSpines = plan.shape().superSpines();
        this.pods = plan.pods();
        this.hosts = racks.stream().mapToInt(Rack::hosts).sum();
    }

    /** The plane of a super-spine, from 0. */
    int plane(Device superSpine) {
        return superSpine.number() / superSpines;
    }
}
