package io.petaforge.fabric.proof;

import io.petaforge.network.dc.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what was seen with what the plan says. Pure. */
final class Comparison {
    private Comparison() {}

    static Verdict of(Evidence evidence) {
        Diagnosis diagnosis = new Diagnosis();
        Adjacency adjacency = new Adjacency(evidence);
        DeviceCheck.run(evidence, diagnosis);
        CableCheck.run(evidence, adjacency, diagnosis);
        PortCheck.run(evidence, diagnosis);
        LinkCheck.run(evidence, diagnosis);
        SessionCheck.run(evidence, diagnosis);
        RouteCheck.run(evidence, diagnosis);
        FarCheck.run(evidence, diagnosis);
        Map<String, String> unreachable = new HashMap<>();
        evidence.silent().forEach((device, reason) -> unreachable.put(device.value(), reason));
        List<String> withoutAccess = evidence.expected().stream()
                .map(expectation -> expectation.device().id())
                .filter(id ->
                        !evidence.seen().containsKey(id) && !evidence.silent().containsKey(id))
                .map(Object::toString)
                .toList();
        return new Verdict(diagnosis.findings(), unreachable, withoutAccess, summary(evidence, adjacency));
    }

    private static Summary summary(Evidence evidence, Adjacency adjacency) {
        long sessions = 0;
        long up = 0;
        long routes = 0;
        long right = 0;
        long pairs = 0;
        long packets = 0;
        long lost = 0;
        long spreads = 0;
        long even = 0;
        int lldp = 0;
        for (Expectation expectation : evidence.expected()) {
            Observation seen = evidence.seen().get(expectation.device().id());
            sessions += expectation.sessions().size();
            long mine = 2 * prefixes(expectation);
            routes += mine;
            pairs += expectation.questions().far().size();
            spreads += expectation.even().isEmpty() ? 0 : 1;
            if (seen != null) {
                lldp += seen.lldp().isPresent() ? 1 : 0;
                packets += seen.far().asked();
                lost += seen.far().lost().size();
                even += !expectation.even().isEmpty() && seen.spread().keySet().containsAll(expectation.even()) ? 1 : 0;
                if (seen.routing().isPresent()) {
                    up += expectation.sessions().keySet().stream()
                            .filter(key -> up(seen, key))
                            .count();
                    right += RouteCheck.differs(expectation, seen) ? rightGroups(expectation, seen) : mine;
                }
            }
        }
        List<Link> links = evidence.fabric().plan().links();
        List<Link> probed = links.stream()
                .filter(link -> evidence.fabric()
                        .port(link.a())
                        .flatMap(port -> evidence.fabric()
                                .device(link.a().machine())
                                .filter(device -> evidence.fabric().routed(device, port)))
                        .isPresent())
                .toList();
        Map<Integer, Integer> cables = CableCheck.counts(evidence, adjacency);
        int hosts = evidence.plan().targets().hosts();
        return new Summary(
                new Summary.Part(evidence.seen().size(), evidence.expected().size()),
                new Summary.Part(up, sessions),
                new Summary.Part(right, routes),
                new Summary.Part(
                        probed.stream()
                                .filter(link -> LinkCheck.proved(evidence, link))
                                .count(),
                        probed.size()),
                new Summary.Cables(cables.getOrDefault(2, 0), cables.getOrDefault(1, 0), links.size(), lldp),
                new Summary.Probes(hosts, pairs, (long) hosts * (hosts - 1), packets, lost),
                new Summary.Part(even, spreads),
                evidence.fabric().plan().request().mtu());
    }

    private static boolean up(Observation seen, String key) {
        return seen.routing()
                .map(routing -> routing.sessions().get(key))
                .filter(Observation.Session::up)
                .isPresent();
    }

    private static long prefixes(Expectation expectation) {
        return expectation.tables().values().stream()
                .flatMap(groups -> groups.values().stream())
                .mapToLong(Comparison::count)
                .sum();
    }

    /** Of a device that differs, the prefixes of those sets of ports that do not. */
    private static long rightGroups(Expectation expectation, Observation seen) {
        long right = 0;
        for (Map.Entry<String, Map<String, String>> table : expectation.tables().entrySet()) {
            for (String kind : List.of("kernel", "frr")) {
                Map<String, String> there = seen.routing()
                        .map(routing -> routing.groups().get(kind + table.getKey()))
                        .orElse(Map.of());
                right += table.getValue().entrySet().stream()
                        .filter(group -> group.getValue().equals(there.get(group.getKey())))
                        .mapToLong(group -> count(group.getValue()))
                        .sum();
            }
        }
        return right;
    }

    private static long count(String sums) {
        return Long.parseLong(sums.substring(0, sums.indexOf(':')));
    }
}
