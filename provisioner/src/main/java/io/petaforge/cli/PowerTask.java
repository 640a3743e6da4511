package io.petaforge.cli;

import io.petaforge.api.Answer;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerControl;
import io.petaforge.api.PowerSwitches;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Substrate;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.discover.SshInspector;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine.Parameters;

/** A command about some of a cluster's machines, each of which may answer or not. */
abstract class PowerTask extends InventoryCommand {
    @Parameters(
            index = "1..*",
            paramLabel = "HOST|GROUP",
            description = "Names of machines, or of groups for all of their machines.")
    private List<String> names = List.of();

    @Override
    final int call(ClusterSpec spec) {
        try (Console console = Console.ofProcess(common());
                Substrate substrate = Substrates.of(
                        spec.substrate(), common().stateRoot(), end(spec), request -> {}, new SshInspector())) {
            return call(spec, substrate, chosen(spec, substrate), console);
        }
    }

    /** When machines that it installs anew switch themselves off. */
    Optional<Instant> end(ClusterSpec spec) {
        return Optional.empty();
    }

    /** Does it to the chosen machines, and returns the exit status. */
    abstract int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress);

    /** Whether all machines are meant when none is named: true of looks, not of actions. */
    abstract boolean allUnlessNamed();

    private Set<MachineId> chosen(ClusterSpec spec, Substrate substrate) {
        Set<MachineId> all = new TreeSet<>();
        spec.machines().forEach(group -> group.members().forEach(member -> all.add(member.id())));
        // The lab's switches have power as well, and no group.
        Optional<PowerSwitches> switches = substrate.capability(PowerSwitches.class);
        if (switches.isEmpty()) {
            substrate
                    .capability(PowerControl.class)
                    .ifPresent(control -> all.addAll(control.power(spec.name()).keySet()));
        }
        if (names.isEmpty()) {
            if (allUnlessNamed()) {
                all.removeIf(machine ->
                        switches.filter(known -> !known.switches(machine)).isPresent());
                return all;
            }
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-CLI-060",
                            "no machine is named",
                            "Name machines or groups; this inventory has the groups " + String.join(", ", groups(spec))
                                    + "."));
        }
        Set<MachineId> chosen = new TreeSet<>();
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            if (spec.group(name).isPresent()) {
                spec.group(name).get().members().forEach(member -> chosen.add(member.id()));
            } else {
                all.stream()
                        .filter(machine -> machine.value().equals(name))
                        .findFirst()
                        .ifPresentOrElse(
                                chosen::add,
                                () -> problems.add(Problem.of(
                                        "PF-CLI-061",
                                        "there is neither a machine nor a group named '" + name + "'",
                                        "Use <group>-<number> or a group: " + String.join(", ", groups(spec)) + ".")));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        return chosen;
    }

    private static List<String> groups(ClusterSpec spec) {
        return spec.machines().stream().map(MachineGroup::name).toList();
    }

    /** The substrate's capability, or the problem that it lacks it. */
    static <T> T capability(Substrate substrate, Class<T> kind, String what) {
        return substrate
                .capability(kind)
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.at(
                                "PF-CLI-062",
                                "substrate",
                                "machines of the substrate '" + substrate.name() + "' have no " + what,
                                substrate.name().equals("fixed")
                                        ? "Say which management controller switches them: 'controller:' of each host."
                                        : "Use machines with a management controller: the substrate 'bmc'.")));
    }

    /**
     * Prints every answer: as text what each machine's value reads as, as JSON the value itself.
     *
     * @return the exit status: that of the first problem, 0 without one
     * @throws PetaforgeException with every problem, when text was asked for, so that they end on standard error
     */
    final <T> int print(String cluster, Map<MachineId, Answer<T>> answers, String key, Function<T, String> text) {
        Map<String, Object> machines = new LinkedHashMap<>();
        StringBuilder table = new StringBuilder();
        List<Problem> problems = new ArrayList<>();
        answers.forEach((machine, answer) -> {
            answer.value().ifPresent(value -> {
                machines.put(machine.value(), Map.of(key, value));
                table.append(PowerText.row(machine, text.apply(value)));
            });
            answer.problem().ifPresent(problem -> {
                machines.put(machine.value(), Map.of("problem", problem));
                table.append(PowerText.row(machine, problem.code()));
                problems.add(problem);
            });
        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("cluster", cluster);
        document.put("machines", machines);
        print(document, table.toString());
        if (problems.isEmpty()) {
            return ExitCode.OK.status();
        }
        ExitCode exit = BmcFault.exitCode(problems.get(0));
        if (common().output() == CommonOptions.Output.JSON) {
            return exit.status();
        }
        throw new PetaforgeException(exit, problems);
    }
}
