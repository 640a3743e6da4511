package io.petaforge.network.capacity;

import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chooses few parts of a network that stand for all: racks of equal size are interchangeable, and so are the hosts and
 * leaves of a rack, the spines of a pod, the super-spines of a plane. Two failures have at most two different values of each
 * of these, so two of each suffice; of the racks the largest, alone, as a pair in one pod and as a pair in two.
 */
final class Representatives {
    private final SwitchGraph graph;

    private Representatives(SwitchGraph graph) {
        this.graph = graph;
    }

    static List<Fault> of(SwitchGraph graph) {
        return new Representatives(graph).faults(false);
    }

    /** Every part there is, for comparison in tests on small networks. */
    static List<Fault> all(SwitchGraph graph) {
        return new Representatives(graph).faults(true);
    }

    private List<Fault> faults(boolean all) {
        Set<Integer> racks = all ? everyRack() : racks();
        Set<Integer> pods = new HashSet<>();
        Set<Integer> leaves = new HashSet<>();
        List<Fault> faults = new ArrayList<>();
        int few = all ? Integer.MAX_VALUE : 2;
        for (int rack : racks) {
            SwitchGraph.Rack it = graph.racks.get(rack);
            pods.add(it.pod());
            for (int leaf = 0; leaf < Math.min(few, it.leaves().length); leaf++) {
                leaves.add(it.leaves()[leaf]);
                faults.add(Fault.of(Fault.Kind.LEAF, it.leaves()[leaf]));
                for (int host = 0; host < Math.min(few, it.hosts()); host++) {
                    for (int link = 0; link < Math.min(few, graph.hostLinks); link++) {
                        faults.add(new Fault(Fault.Kind.HOST_LINK, rack, host, leaf, link));
                    }
                }
            }
        }
        for (int at = 0; at < graph.switches.size(); at++) {
            Device device = graph.switches.get(at);
            if (device.role() == Role.SPINE && pods.contains(device.pod()) && device.number() < few) {
                faults.add(Fault.of(Fault.Kind.SPINE, at));
            } else if (device.role() == Role.SUPER_SPINE && (all || inFirstTwo(device))) {
                faults.add(Fault.of(Fault.Kind.SUPER_SPINE, at));
            }
        }
        for (int at = 0; at < graph.edges.size(); at++) {
            SwitchGraph.Edge edge = graph.edges.get(at);
            Device lower = graph.switches.get(edge.lower());
            Device upper = graph.switches.get(edge.upper());
            boolean chosen = edge.link() < few
                    && switch (edge.kind()) {
                        case PEER -> leaves.contains(edge.lower());
                        case UPLINK -> leaves.contains(edge.lower()) && upper.number() < few;
                        case CORE -> pods.contains(lower.pod()) && lower.number() < few && (all || inFirstTwo(upper));
                        case HOST -> false;
                    };
            if (chosen) {
                faults.add(Fault.of(
                        switch (edge.kind()) {
                            case PEER -> Fault.Kind.PEER_LINK;
                            case UPLINK -> Fault.Kind.UPLINK;
                            default -> Fault.Kind.CORE_LINK;
                        },
                        at));
            }
        }
        return faults;
    }

    private boolean inFirstTwo(Device core) {
        return graph.plane(core) < 2 && core.number() % graph.superSpines < 2;
    }

    private Set<Integer> everyRack() {
        Set<Integer> racks = new LinkedHashSet<>();
        graph.racks.forEach(rack -> racks.add(rack.index()));
        return racks;
    }

    private Set<Integer> racks() {
        Comparator<SwitchGraph.Rack> bySize = Comparator.comparingInt(rack -> -rack.hosts());
        Map<Integer, List<SwitchGraph.Rack>> pods = new TreeMap<>();
        graph.racks.stream()
                .sorted(bySize.thenComparingInt(SwitchGraph.Rack::index))
                .forEach(rack -> pods.computeIfAbsent(rack.pod(), pod -> new ArrayList<>())
                        .add(rack));
        Set<Integer> chosen = new LinkedHashSet<>();
        // The largest rack of each of the two pods with the largest; the largest pair in one pod; a pair in the pod
        // with most
        // racks, where a spine carries most.
        pods.values().stream()
                .sorted(Comparator.comparing(racks -> racks.get(0), bySize))
                .limit(2)
                .forEach(racks -> chosen.add(racks.get(0).index()));
        pods.values().stream()
                .filter(racks -> racks.size() > 1)
                .max(Comparator.comparingInt(
                        racks -> racks.get(0).hosts() + racks.get(1).hosts()))
                .ifPresent(racks -> racks.stream().limit(2).forEach(rack -> chosen.add(rack.index())));
        pods.values().stream()
                .max(Comparator.comparingInt(List::size))
                .ifPresent(racks -> racks.stream().limit(2).forEach(rack -> chosen.add(rack.index())));
        return chosen;
    }
}
