package io.petaforge.report;

import io.petaforge.api.Candidates;
import io.petaforge.api.MachineId;
import java.util.List;
import java.util.Locale;

/** Machines that a cluster could be given, for people. */
public final class CandidatesText {
    private CandidatesText() {}

    /** What those that would be taken are made of, then everything that stands in the cluster's racks, one line each. */
    public static String render(Candidates.Found found) {
        StringBuilder text = new StringBuilder();
        text.append("No machine is deployed for the cluster yet.");
        text.append(
                found.chosen().isEmpty()
                        ? " None can be chosen.\n\n"
                        : " A build as things stand would take these:\n\n");
        text.append(MachinesText.render(found.chosen()));
        text.append("In the cluster's racks:\n\n");
        text.append(row("MACHINE", "ID", "RACK", "STATE", "TAKEN FOR, OR WHY NOT"));
        List<Candidates.Candidate> machines = found.machines();
        machines.forEach(machine -> text.append(row(
                machine.name(),
                machine.identity(),
                machine.rack(),
                machine.state(),
                machine.machine().map(MachineId::value).orElse(machine.verdict()))));
        return text.toString();
    }

    private static String row(String name, String identity, String rack, String state, String last) {
        return String.format(Locale.ROOT, "  %-14s %-8s %-10s %-18s %s%n", name, identity, rack, state, last);
    }
}
