package io.petaforge.maas;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is wrong with a request whatever the region: pure. */
final class RequestCheck {
    private RequestCheck() {}

    static List<Problem> problems(ClusterRequest request, MaasSettings settings) {
        List<Problem> problems = new ArrayList<>();
        long switches = request.machines().stream()
                .filter(machine -> machine.kind() == MachineRequest.Kind.SWITCH)
                .count();
        if (switches > 0) {
            problems.add(Problem.of(
                    "PF-MAAS-011",
                    "The plan asks MAAS for " + switches + (switches == 1 ? " switch" : " switches")
                            + "; MAAS hands out hosts only.",
                    "Name the switches that exist under network.hardware."));
        }
        Map<String, Set<String>> racks = new TreeMap<>();
        request.machines().stream()
                .filter(machine -> machine.kind() == MachineRequest.Kind.HOST)
                .forEach(machine -> racks.computeIfAbsent(settings.zone(machine.rack()), zone -> new TreeSet<>())
                        .add(machine.rack()));
        racks.forEach((zone, names) -> {
            if (names.size() > 1) {
                problems.add(Problem.of(
                        "PF-MAAS-032",
                        "The racks " + String.join(", ", names) + " are all the zone '" + zone
                                + "': what is spread over them would fail together.",
                        "Give each rack a zone of its own under substrate.maas.zones."));
            }
        });
        return problems;
    }
}
