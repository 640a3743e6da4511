package io.petaforge.network.capacity;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names the kind of a failure of one or two parts, by what the two share: a host, a leaf, a rack, a spine, a pod, a plane.
 * Two failures of one name do the same to equal racks.
 */
final class FaultClass {
    private FaultClass() {}

    static String name(Fault one) {
        return one.kind().words();
    }

    static String name(SwitchGraph graph, Fault one, Fault two) {
        Fault a = one.kind().compareTo(two.kind()) <= 0 ? one : two;
        Fault b = a == one ? two : one;
        Set<String> shared = new HashSet<>(places(graph, a));
        shared.retainAll(places(graph, b));
        StringBuilder name = new StringBuilder(a.kind().words())
                .append(" and ")
                .append(b.kind().words());
        // Where there is one pod, everything is in it: to say so would say nothing.
        List<String> levels = graph.pods > 1
                ? List.of("host", "leaf", "rack", "spine", "super-spine", "plane", "pod")
                : List.of("host", "leaf", "rack", "spine");
        levels.stream()
                .filter(level -> shared.stream().anyMatch(place -> place.startsWith(level + "=")))
                .reduce((x, y) -> x + ", " + y)
                .ifPresentOrElse(same -> name.append(", same ").append(same), () -> name.append(", nothing in common"));
        return name.toString();
    }

    private static Set<String> places(SwitchGraph graph, Fault fault) {
        Set<String> places = new HashSet<>();
        switch (fault.kind()) {
            case HOST_LINK -> {
                places.add("host=" + fault.at() + "/" + fault.host());
                add(graph, places, graph.racks.get(fault.at()).leaves()[fault.leaf()]);
            }
            case PEER_LINK, UPLINK, CORE_LINK -> {
                add(graph, places, graph.edges.get(fault.at()).lower());
                add(graph, places, graph.edges.get(fault.at()).upper());
            }
            case LEAF, SPINE, SUPER_SPINE -> add(graph, places, fault.at());
        }
        return places;
    }

    private static void add(SwitchGraph graph, Set<String> places, int at) {
        var device = graph.switches.get(at);
        switch (device.role()) {
            case LEAF -> {
                places.add("leaf=" + at);
                places.add("rack=" + device.rack());
                places.add("pod=" + device.pod());
            }
            case SPINE -> {
                places.add("spine=" + at);
                places.add("plane=" + device.number());
                places.add("pod=" + device.pod());
            }
            case SUPER_SPINE -> {
                places.add("super-spine=" + at);
                places.add("plane=" + graph.plane(device));
            }
            case HOST -> throw new IllegalArgumentException(device.id() + " is no switch");
        }
    }
}
