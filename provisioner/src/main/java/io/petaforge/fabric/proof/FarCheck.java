package io.petaforge.fabric.proof;

import io.petaforge.api.MachineId;
import io.petaforge.fabric.proof.Symptom.Kind;
import io.petaforge.network.dc.Device;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compares what hosts reach of each other with the plan, from which address, and how flows spread over equal paths. */
final class FarCheck {
    /** A port that gets less than this part of its even share is not used as planned: five deviations below the mean. */
    private static final int SHARE = 3;

    /** A probe that was lost for no reason known so far. */
    private record Loss(String from, String to, String port, String why) {}

    private FarCheck() {}

    static void run(Evidence evidence, Diagnosis diagnosis) {
        List<Loss> open = new ArrayList<>();
        for (Expectation expectation : evidence.expected()) {
            Optional<Observation> observation = evidence.of(expectation.device());
            if (observation.isPresent()) {
                source(expectation, observation.get(), diagnosis);
                lost(evidence, expectation.device(), observation.get(), diagnosis, open);
            }
        }
        report(open, evidence, diagnosis);
        for (Expectation expectation : evidence.expected()) {
            evidence.of(expectation.device())
                    .ifPresent(observation -> spread(evidence, expectation, observation, diagnosis));
        }
    }

    private static void source(Expectation expectation, Observation observation, Diagnosis diagnosis) {
        Device device = expectation.device();
        String planned = expectation.questions().source();
        if (!observation.source().isEmpty() && !observation.source().equals(planned)) {
            diagnosis.add(new Symptom(
                    Kind.PROBE,
                    new Finding(
                            "PF-FAB-060",
                            device.id().value(),
                            "",
                            device.id() + " sends from " + observation.source() + " instead of " + planned,
                            planned,
                            observation.source(),
                            "Look which interface has that address: it must not, or not with global scope.",
                            Map.of()),
                    Set.of(),
                    Set.of(device.id().value())));
        }
    }

    private static void lost(
            Evidence evidence, Device from, Observation observation, Diagnosis diagnosis, List<Loss> open) {
        RoutePlan routes = evidence.plan().routes("4");
        for (Observation.Lost lost : observation.far().lost()) {
            Optional<Device> to = evidence.fabric().device(new MachineId(lost.host()));
            if (to.isPresent()) {
                List<String> out = lost.port().isEmpty() ? routes.ports(from, to.get()) : List.of(lost.port());
                Set<String> because = new HashSet<>(evidence.path(routes, from, out, to.get()));
                because.addAll(evidence.path(routes, to.get(), routes.ports(to.get(), from), from));
                if (!diagnosis.explain(Kind.PROBE, because)) {
                    open.add(new Loss(from.id().value(), lost.host(), lost.port(), lost.why()));
                }
            }
        }
    }

    /** Reports losses by the host that most of them have in common. */
    private static void report(List<Loss> losses, Evidence evidence, Diagnosis diagnosis) {
        List<Loss> open = new ArrayList<>(losses);
        while (!open.isEmpty()) {
            Map<String, List<Loss>> byHost = new TreeMap<>();
            open.forEach(loss -> {
                byHost.computeIfAbsent(loss.to(), host -> new ArrayList<>()).add(loss);
                byHost.computeIfAbsent(loss.from(), host -> new ArrayList<>()).add(loss);
            });
            String host = "";
            for (Map.Entry<String, List<Loss>> entry : byHost.entrySet()) {
                if (entry.getValue().size()
                        > byHost.getOrDefault(host, List.of()).size()) {
                    host = entry.getKey();
                }
            }
            List<Loss> group = byHost.getOrDefault(host, List.of());
            open.removeAll(group);
            diagnosis.add(unreached(host, group, evidence));
        }
    }

    private static Symptom unreached(String host, List<Loss> group, Evidence evidence) {
        Loss first = group.get(0);
        String one = first.from() + (first.port().isEmpty() ? "" : " " + first.port()) + " to " + first.to();
        return new Symptom(
                Kind.PROBE,
                new Finding(
                        "PF-FAB-061",
                        host,
                        "",
                        group.size() == 1
                                ? "packets of "
                                        + evidence.fabric().plan().request().mtu() + " bytes do not arrive from " + one
                                : group.size() + " probes between " + host + " and others are lost",
                        "answered",
                        first.why() + (group.size() == 1 ? "" : " (" + one + ")"),
                        "Look for a filter on " + host + " and on the way; every cable by itself carries such packets.",
                        Map.of()),
                Set.of("probes of " + host),
                Set.of());
    }

    private static void spread(
            Evidence evidence, Expectation expectation, Observation observation, Diagnosis diagnosis) {
        int flows = observation.spread().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        List<String> even = expectation.even();
        Device device = expectation.device();
        List<String> starved = even.stream()
                .filter(port ->
                        flows > 0 && (long) observation.spread().getOrDefault(port, 0) * even.size() * SHARE < flows)
                .toList();
        if (starved.isEmpty()) {
            return;
        }
        Set<String> because = new HashSet<>(Set.of("routes of " + device.id()));
        expectation
                .towards()
                .ifPresent(to -> because.addAll(evidence.path(evidence.plan().routes("4"), device, starved, to)));
        because.remove(device.id().value());
        StringBuilder found = new StringBuilder();
        even.forEach(port -> found.append(found.length() == 0 ? "" : ", ")
                .append(port)
                .append(' ')
                .append(Math.round(100.0 * observation.spread().getOrDefault(port, 0) / flows))
                .append(" %"));
        diagnosis.add(new Symptom(
                Kind.SPREAD,
                new Finding(
                        "PF-FAB-070",
                        device.id().value(),
                        starved.size() == 1 ? starved.get(0) : "",
                        device.id() + " does not spread flows over " + String.join(", ", starved),
                        "about " + Math.round(100.0 / even.size()) + " % of " + flows + " flows on each of "
                                + even.size() + " ports",
                        found.toString(),
                        "Set net.ipv4.fib_multipath_hash_policy=1 (build does), and look at the route's weights.",
                        Map.of()),
                Set.of(),
                because));
    }
}
