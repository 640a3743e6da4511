package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.cost.Cost;
import io.petaforge.cost.Tariff;
import io.petaforge.lifetime.Lifetime;
import io.petaforge.plan.Answered;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.GoalCheck;
import io.petaforge.plan.QuestionPlanner;
import io.petaforge.remote.Fleet;
import io.petaforge.report.CostText;
import io.petaforge.report.EndText;
import io.petaforge.report.LayoutPicture;
import io.petaforge.report.PlanText;
import io.petaforge.report.SizingText;
import io.petaforge.report.StepsText;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.Inventory;
import io.petaforge.state.StateDir;
import io.petaforge.step.EngineListener;
import io.petaforge.step.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what build would make and do; changes nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Show the cluster as planned, and what build would do to the hosts that exist.")
final class PlanCommand extends InventoryCommand {
    @Mixin
    private EndOptions end = new EndOptions();

    @Mixin
    private PriceOptions prices = new PriceOptions();

    @Option(names = "--offline", description = "Do not ask the hosts.")
    private boolean offline;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Draw racks, hosts and drives into this file (SVG).")
    private @Nullable Path picture;

    /**
     * The plan as printed.
     *
     * @param lifetime when the cluster ends by itself; where it is not built yet, when it would if it were built now
     * @param cost by the prices that were given
     */
    record Document(String id, ClusterPlan plan, RunResult steps, Optional<Lifetime> lifetime, Optional<Cost> cost) {}

    @Override
    int call(ClusterSpec spec) {
        Instant now = Instant.now();
        Optional<Lifetime> lifetime = end.foresee(spec, StateDir.of(common().stateRoot(), spec.name()), now);
        Optional<Tariff> tariff = prices.tariff(spec);
        try (Console console = Console.ofProcess(common());
                Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot())) {
            PlannedCluster planned =
                    PlannedCluster.of(spec, substrate, AcceptedPlan.inForce(common().stateRoot(), spec));
            if (picture != null) {
                draw(planned, picture);
            }
            Map<MachineId, SshAccess> access = offline ? Map.of() : substrate.access(spec.name());
            RunResult preview = access.isEmpty()
                    ? new RunResult(List.of(), 0)
                    : preview(planned, substrate, access, lifetime, console);
            Optional<Problem> shortfall = GoalCheck.problem(spec, planned.plan());
            if (shortfall.isPresent() && common().output() == CommonOptions.Output.JSON) {
                throw new PetaforgeException(ExitCode.BAD_INPUT, shortfall.get());
            }
            Optional<Cost> cost = PriceOptions.cost(
                    tariff,
                    substrate,
                    planned.request(),
                    lifetime.map(known -> new Tariff.Asked("from its beginning to its end", known.whole())).stream()
                            .toList());
            print(
                    new Document(planned.id(), planned.plan(), preview, lifetime, cost),
                    PlanText.render(planned.plan(), planned.id()) + "\n"
                            + lifetime.map(known -> EndText.render(
                                                    known, spec.substrate().name(), now)
                                            + "\n\n")
                                    .orElse("")
                            + cost.map(known -> CostText.render(known) + "\n").orElse("")
                            + GoalCheck.met(spec, planned.plan())
                                    .map(met -> met + "\n\n")
                                    .orElse("")
                            + (access.isEmpty()
                                    ? "No host was asked: everything is to be made.\n"
                                    : StepsText.render(preview)));
            shortfall.ifPresent(problem -> {
                throw new PetaforgeException(ExitCode.BAD_INPUT, problem);
            });
            return ExitCode.OK.status();
        }
    }

    private static void draw(PlannedCluster planned, Path picture) {
        try {
            Files.writeString(picture, LayoutPicture.render(planned.plan(), planned.id()));
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-CLI-023",
                            "the picture cannot be written to " + picture + ": " + e,
                            "name a file in a directory that you may write to"),
                    e);
        }
    }

    /** Compares what could be bought. Where nothing meets the goal, the comparison is shown all the same. */
    @Override
    int answer(Inventory inventory) {
        Answered answered = QuestionPlanner.answer(inventory.question().orElseThrow());
        if (answered.problems().isEmpty() || common().output() != CommonOptions.Output.JSON) {
            print(answered, SizingText.render(answered));
        }
        if (!answered.problems().isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, answered.problems());
        }
        return ExitCode.OK.status();
    }

    private RunResult preview(
            PlannedCluster planned,
            Substrate substrate,
            Map<MachineId, SshAccess> access,
            Optional<Lifetime> lifetime,
            Console console) {
        Wiring wiring = Wiring.of(planned, common().stateRoot(), substrate, lifetime.map(Lifetime::end), console);
        try (Fleet fleet = Wiring.fleet(access)) {
            RunResult preview = Wiring.engine(fleet, EngineListener.SILENT).preview(planned.plan(), wiring.steps());
            preview.failure().ifPresent(failure -> {
                throw failure;
            });
            return preview;
        }
    }
}
