package io.petaforge.cli;

import io.petaforge.api.Answer;
import io.petaforge.api.ExistingMachines;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.discover.SshInspector;
import io.petaforge.report.MachinesText;
import io.petaforge.spec.ClusterSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** Asks the machines what they are made of. Changes nothing. */
@Command(
        name = "machines",
        mixinStandardHelpOptions = true,
        description =
                "Show what the machines are made of: drives, ports, who is at the other end, and what looks wrong.")
final class MachinesCommand extends InventoryCommand {
    /**
     * What was found, as printed.
     *
     * @param machines by name
     * @param problems why others could not be asked
     */
    record Document(String cluster, Map<MachineId, Inspection> machines, List<Problem> problems) {}

    @Override
    int call(ClusterSpec spec) {
        Map<MachineId, SshAccess> access;
        try (Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot())) {
            access = substrate instanceof ExistingMachines existing ? existing.machines() : accessTo(substrate, spec);
        }
        Map<MachineId, Answer<Inspection>> answers = new SshInspector().inspect(access.values());
        Map<MachineId, Inspection> found = new TreeMap<>();
        answers.forEach((id, answer) -> answer.value().ifPresent(inspection -> found.put(id, inspection)));
        List<Problem> problems = answers.values().stream()
                .flatMap(answer -> answer.problem().stream())
                .toList();
        print(new Document(spec.name(), found, problems), MachinesText.render(found));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.UNREACHABLE, problems);
        }
        return ExitCode.OK.status();
    }
}
