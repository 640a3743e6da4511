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
import io.petaforge.plan.PlanInForce;
import io.petaforge.plan.QuestionPlanner;
import io.petaforge.report.CostText;
import io.petaforge.report.DiffReport;
import io.petaforge.report.DiffText;
import io.petaforge.report.EndText;
import io.petaforge.report.LayoutPicture;
import io.petaforge.report.PlanText;
import io.petaforge.report.SizingText;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.Inventory;
import io.petaforge.state.StateDir;
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

/** Shows what build would make and do, as differences from what is there; changes nothing. */
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

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Keep the plan in this file: 'build FILE' carries out exactly it, or says what has moved.")
    private @Nullable Path save;

    @Option(names = "--exit-code", description = "End with status 9 when build would have something to do.")
    private boolean exitCode;

    /**
     * The plan as printed.
     *
     * @param diff left out where nothing exists to compare with
     * @param problems why a build would be refused
     * @param lifetime when the cluster ends by itself; where it is not built yet, when it would if it were built now
     * @param cost by the prices that were given
     */
    record Document(
            String id,
            ClusterPlan plan,
            Optional<DiffReport> diff,
            List<Problem> problems,
            Optional<Lifetime> lifetime,
            Optional<Cost> cost) {}

    @Override
    int call(ClusterSpec spec) {
        Path stateRoot = common().stateRoot();
        Instant now = Instant.now();
        Optional<Lifetime> lifetime = end.foresee(spec, StateDir.of(stateRoot, spec.name()), now);
        Optional<Tariff> tariff = prices.tariff(spec);
        try (Console console = Console.ofProcess(common());
                Substrate substrate = Substrates.of(spec.substrate(), stateRoot)) {
            Optional<PlanInForce> inForce = AcceptedPlan.inForce(stateRoot, spec);
            ImpossibleChanges.refuse(stateRoot, file(), spec, inForce);
            PlannedCluster planned = planned(spec, substrate, inForce);
            if (picture != null) {
                draw(planned, picture);
            }
            Map<MachineId, SshAccess> access = offline ? Map.of() : substrate.access(spec.name());
            Optional<Foresight> foresight = access.isEmpty() && save == null
                    ? Optional.empty()
                    : Optional.of(foresee(planned, inForce, substrate, access, lifetime, console));
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
            Optional<PetaforgeException> refusal =
                    foresight.flatMap(found -> found.forecast().refusal());
            print(
                    new Document(
                            planned.id(),
                            planned.plan(),
                            foresight.map(Foresight::diff),
                            refusal.map(PetaforgeException::problems).orElse(List.of()),
                            lifetime,
                            cost),
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
                                    : foresight
                                            .map(found -> DiffText.render(found.diff(), colour()))
                                            .orElse("")));
            shortfall.ifPresent(problem -> {
                throw new PetaforgeException(ExitCode.BAD_INPUT, problem);
            });
            refusal.ifPresent(failure -> {
                throw failure;
            });
            if (save != null) {
                SavedPlan.of(file(), foresight.orElseThrow()).write(save);
            }
            boolean nothing = foresight.filter(Foresight::isNothing).isPresent();
            return (exitCode && !nothing ? ExitCode.CHANGES : ExitCode.OK).status();
        }
    }

    /** Also where the substrate has to look at machines and some do not answer: then as it knew them. */
    private static PlannedCluster planned(ClusterSpec spec, Substrate substrate, Optional<PlanInForce> inForce) {
        try {
            return PlannedCluster.of(spec, substrate, inForce);
        } catch (PetaforgeException failure) {
            if (failure.exitCode() != ExitCode.UNREACHABLE) {
                throw failure;
            }
            return inForce.flatMap(before -> PlannedCluster.onKnownMachines(spec, before))
                    .orElseThrow(() -> failure);
        }
    }

    /** Only where both the reader and the asker are people, and nobody has asked for none. */
    @SuppressWarnings("SystemConsoleNull") // What Java 17 says; a later one would only leave the colours out or in.
    private static boolean colour() {
        return System.console() != null && System.getenv("NO_COLOR") == null;
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

    private Foresight foresee(
            PlannedCluster planned,
            Optional<PlanInForce> inForce,
            Substrate substrate,
            Map<MachineId, SshAccess> access,
            Optional<Lifetime> lifetime,
            Console console) {
        console.begin("plan", access.isEmpty() ? "" : "asking " + access.size() + " machines");
        Wiring wiring = Wiring.of(planned, common().stateRoot(), substrate, lifetime.map(Lifetime::end), console);
        return Foresight.of(planned, inForce, substrate, wiring, access);
    }
}
