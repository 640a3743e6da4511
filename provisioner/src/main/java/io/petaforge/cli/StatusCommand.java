package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerControl;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.lifetime.EndDecision;
import io.petaforge.lifetime.Lifetime;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.KeptConnections;
import io.petaforge.report.EndText;
import io.petaforge.report.StepsText;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.Generations;
import io.petaforge.state.StateDir;
import io.petaforge.step.EngineListener;
import io.petaforge.step.RunResult;
import io.petaforge.step.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** Says how the cluster is: machines, and every service against the plan. Changes nothing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show the machines and whether every service is as planned.")
final class StatusCommand extends InventoryCommand {
    /**
     * The status as printed.
     *
     * @param unfinished the command that finishes a rotation of keys or certificates that was begun, if one was
     * @param machines power state and address of every machine
     * @param lifetime when the cluster ends by itself, if it does
     * @param services each step with whether it is as planned
     */
    record Status(
            String cluster,
            String plan,
            boolean converged,
            Optional<Lifetime> lifetime,
            Optional<String> unfinished,
            Map<String, MachineLine> machines,
            Map<String, String> services) {}

    /** One machine. */
    record MachineLine(PowerState power, String address) {}

    @Override
    int call(ClusterSpec spec) {
        try (Console console = Console.ofProcess(common());
                KeptConnections kept = new KeptConnections();
                Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot(), kept)) {
            console.begin("status", spec.name());
            Map<MachineId, SshAccess> access = accessTo(substrate, spec);
            PlannedCluster planned =
                    PlannedCluster.of(spec, substrate, AcceptedPlan.inForce(common().stateRoot(), spec));
            Map<String, MachineLine> machines = machines(spec, substrate, access);
            StateDir state = StateDir.of(common().stateRoot(), spec.name());
            Optional<Lifetime> lifetime = new KeptEnd(state).read();
            requireRunning(machines, lifetime, EndOptions.decision(spec, state));
            Wiring wiring = Wiring.of(planned, common().stateRoot(), substrate, lifetime.map(Lifetime::end), console);
            RunResult preview;
            try (Fleet fleet = Wiring.fleet(access, kept)) {
                preview = Wiring.engine(fleet, EngineListener.SILENT).preview(planned.plan(), wiring.steps());
            }
            preview.failure().ifPresent(failure -> {
                throw failure;
            });
            Map<String, String> services = new TreeMap<>();
            preview.steps().forEach(step -> services.put(step.name(), word(step.outcome())));
            Status status = new Status(
                    spec.name(),
                    planned.id(),
                    preview.converged(),
                    lifetime,
                    Optional.of(Generations.read(state).unsettled())
                            .filter(unsettled -> !unsettled.isEmpty())
                            .map(RotateRun::command),
                    machines,
                    services);
            print(status, text(status, spec.substrate().name()) + StepsText.render(preview));
            return ExitCode.OK.status();
        }
    }

    private static Map<String, MachineLine> machines(
            ClusterSpec spec, Substrate substrate, Map<MachineId, SshAccess> access) {
        Map<MachineId, PowerState> power = substrate
                .capability(PowerControl.class)
                .map(control -> control.power(spec.name()))
                .orElse(Map.of());
        Map<String, MachineLine> lines = new TreeMap<>();
        access.forEach((id, reach) ->
                lines.put(id.value(), new MachineLine(power.getOrDefault(id, PowerState.ON), reach.address())));
        return lines;
    }

    private static void requireRunning(
            Map<String, MachineLine> machines, Optional<Lifetime> lifetime, EndDecision decision) {
        List<String> off = machines.entrySet().stream()
                .filter(machine -> machine.getValue().power() != PowerState.ON)
                .map(Map.Entry::getKey)
                .toList();
        if (!off.isEmpty()
                && lifetime.filter(known -> known.isOver(Instant.now())).isPresent()) {
            throw new PetaforgeException(ExitCode.UNREACHABLE, decision.over(lifetime.get()));
        }
        if (!off.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.UNREACHABLE,
                    Problem.of(
                            "PF-CLI-022",
                            "not running: " + String.join(", ", off),
                            "run build, which switches them on"));
        }
    }

    private static String word(StepResult.Outcome outcome) {
        return switch (outcome) {
            case UNCHANGED -> "as planned";
            case CHANGED -> "differs";
            case PENDING -> "unknown";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
        };
    }

    private static String text(Status status, String substrate) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "cluster %s, plan %s%n%n", status.cluster(), status.plan()));
        status.lifetime().ifPresent(known -> text.append(EndText.render(known, substrate, Instant.now()))
                .append("\n\n"));
        status.unfinished().ifPresent(command -> text.append("begun and not finished; this goes on with it: petaforge ")
                .append(command)
                .append(" INVENTORY\n\n"));
        status.machines()
                .forEach((name, line) -> text.append(
                        String.format(Locale.ROOT, "  %-14s %-4s %s%n", name, line.power(), line.address())));
        text.append('\n');
        status.services()
                .forEach((name, state) -> text.append(String.format(Locale.ROOT, "  %-24s %s%n", name, state)));
        return text.append('\n').toString();
    }
}
