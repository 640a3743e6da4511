package io.petaforge.maas;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request whatever the region: pure. */
final class RequestCheck {
    private RequestCheck() {}

    static List<Problem> problems(ClusterRequest request) {
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
        return problems;
    }
}
