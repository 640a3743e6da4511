package io.petaforge.lab;

import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PortRef;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a request whatever the machine: pure. */
final class RequestCheck {
    private RequestCheck() {}

    static List<Problem> problems(ClusterRequest request) {
        List<Problem> problems = new ArrayList<>();
        try {
            new MachineId(request.cluster());
        } catch (IllegalArgumentException e) {
            problems.add(Problem.of(
                    "PF-LAB-017",
                    "'" + request.cluster() + "' cannot name a lab.",
                    "Use a DNS label: lower-case letters, digits and hyphens, at most 63."));
        }
        Set<MachineId> names = new HashSet<>();
        for (MachineRequest machine : request.machines()) {
            if (!names.add(machine.id())) {
                problems.add(Problem.of(
                        "PF-LAB-010",
                        "Two machines are named " + machine.id() + ".",
                        "Give every machine its own name."));
            }
            machine.ports().forEach(port -> checkPort(new PortRef(machine.id(), port), problems));
        }
        if (names.size() > Naming.MOST_MACHINES) {
            problems.add(Problem.of(
                    "PF-LAB-010",
                    "One lab holds at most " + Naming.MOST_MACHINES + " machines and switches; " + names.size()
                            + " are asked for.",
                    "Ask for fewer machines."));
        }
        Set<PortRef> dangling = new LinkedHashSet<>();
        for (Cable cable : request.cables()) {
            for (PortRef end : List.of(cable.a(), cable.b())) {
                if (request.machines().stream()
                        .noneMatch(machine -> machine.id().equals(end.machine())
                                && machine.ports().contains(end.port()))) {
                    dangling.add(end);
                }
            }
        }
        dangling.forEach(end -> problems.add(Problem.of(
                "PF-LAB-010",
                "A cable ends in " + end + ", and there is no such port.",
                "Name a port of a machine of the cluster.")));
        NetworkBatch.duplicates(request.cables()).stream()
                .sorted()
                .forEach(end -> problems.add(Problem.of(
                        "PF-LAB-010", "Two cables end in " + end + ".", "Give every cable a port of its own.")));
        return List.copyOf(problems);
    }

    private static void checkPort(PortRef port, List<Problem> problems) {
        String name = port.port();
        if (name.length() > Naming.INTERFACE_LENGTH || !name.matches("[A-Za-z][A-Za-z0-9_.-]*")) {
            problems.add(Problem.of(
                    "PF-LAB-010",
                    port + " cannot be a Linux interface.",
                    "Use a letter followed by letters, digits, dots, hyphens or underscores, at most "
                            + Naming.INTERFACE_LENGTH + "."));
        } else if (name.equals("lo") || name.equals(Naming.OUT_OF_BAND_PORT)) {
            problems.add(Problem.of(
                    "PF-LAB-010", port + " is a name that the lab uses itself.", "Give the port another name."));
        }
    }
}
