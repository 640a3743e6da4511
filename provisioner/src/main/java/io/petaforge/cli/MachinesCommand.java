package io.petaforge.cli;

import io.petaforge.api.Answer;
import io.petaforge.api.Candidates;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExistingMachines;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Hardware;
import io.petaforge.api.HardwareReport;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Ownership;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.discover.SshInspector;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.report.CandidatesText;
import io.petaforge.report.MachinesText;
import io.petaforge.spec.ClusterSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the machines what they are made of, and the substrate which of them are the cluster's. */
@Command(
        name = "machines",
        mixinStandardHelpOptions = true,
        description = {
            "Show what the machines are made of: drives, ports, who is at the other end, and what looks wrong.",
            "Where machines are taken from a service (MAAS) and none is yet: those that a build would take, and why not the others."
        })
final class MachinesCommand extends InventoryCommand {
    /** At most one of these, each about machines that the service holds for the cluster and that no record here knows. */
    static final class Orphaned {
        @Option(
                names = "--orphans",
                description =
                        "List machines that the service holds for this cluster and that its record here does not know.")
        private boolean list;

        @Option(
                names = "--adopt",
                paramLabel = "ID[=MACHINE]",
                description =
                        "Take an orphan into the record, for the machine that it was taken for or for this one; the next build uses it. May be repeated.")
        private List<String> adopt = List.of();

        @Option(
                names = "--release",
                paramLabel = "ID",
                description = "Give an orphan back to the service, erased as the inventory says. May be repeated.")
        private List<String> release = List.of();
    }

    @ArgGroup(exclusive = true)
    private @Nullable Orphaned orphaned;

    /**
     * What was found, as printed.
     *
     * @param machines by name
     * @param problems why others could not be asked
     */
    record Document(String cluster, Map<MachineId, Inspection> machines, List<Problem> problems) {}

    /** What could be taken, as printed. */
    record Offered(String cluster, Candidates.Found candidates) {}

    @Override
    int call(ClusterSpec spec) {
        Map<MachineId, SshAccess> access;
        Map<MachineId, Hardware> known = new TreeMap<>();
        try (Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot())) {
            if (orphaned != null) {
                return orphans(spec, substrate, orphaned);
            }
            if (substrate instanceof ExistingMachines existing) {
                access = existing.machines();
            } else {
                access = substrate.access(spec.name());
                if (access.isEmpty() && substrate instanceof Candidates candidates) {
                    return candidates(spec, candidates);
                }
                access = accessTo(substrate, spec);
            }
            if (substrate instanceof HardwareReport report && !(substrate instanceof ExistingMachines)) {
                report.hardware(spec.name()).forEach(hardware -> known.put(hardware.id(), hardware));
            }
        }
        Map<MachineId, Answer<Inspection>> answers = new SshInspector().inspect(access.values());
        Map<MachineId, Inspection> found = new TreeMap<>();
        answers.forEach((id, answer) -> answer.value().ifPresent(inspection -> {
            Hardware more = known.get(id);
            found.put(id, more == null ? inspection : inspection.completedBy(more));
        }));
        List<Problem> problems = answers.values().stream()
                .flatMap(answer -> answer.problem().stream())
                .toList();
        print(new Document(spec.name(), found, problems), MachinesText.render(found));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.UNREACHABLE, problems);
        }
        return ExitCode.OK.status();
    }

    private int candidates(ClusterSpec spec, Candidates substrate) {
        ClusterRequest request = new ClusterPlanner(spec, AcceptedPlan.inForce(common().stateRoot(), spec)).request();
        // Switches are the site's wherever machines are asked for over a network.
        List<MachineRequest> hosts = request.machines().stream()
                .filter(machine -> machine.kind() == MachineRequest.Kind.HOST)
                .toList();
        Candidates.Found found = substrate.candidates(new ClusterRequest(request.cluster(), hosts, List.of()));
        print(new Offered(spec.name(), found), CandidatesText.render(found));
        if (!found.problems().isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, found.problems());
        }
        return ExitCode.OK.status();
    }

    private int orphans(ClusterSpec spec, Substrate substrate, Orphaned asked) {
        if (!(substrate instanceof Ownership ownership)) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.at(
                            "PF-CLI-074",
                            "substrate",
                            "machines of the substrate '" + substrate.name()
                                    + "' are lent by nobody: none of them can be an orphan",
                            "Leave --orphans, --adopt and --release to substrates such as 'maas'."));
        }
        OrphanTask task = new OrphanTask(spec, ownership, common());
        if (!asked.adopt.isEmpty()) {
            task.adopt(asked.adopt);
        }
        if (!asked.release.isEmpty()) {
            OrphanTask.Given given = task.release(asked.release);
            print(given, OrphanTask.text(given.released()));
            task.requireAll(given.released());
            return ExitCode.OK.status();
        }
        OrphanTask.Listed listed = task.list();
        print(listed, OrphanTask.text(listed));
        return ExitCode.OK.status();
    }
}
