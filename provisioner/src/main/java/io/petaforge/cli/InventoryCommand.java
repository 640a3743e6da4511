package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.plan.PlanJson;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.Inventory;
import io.petaforge.spec.InventoryReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command about the cluster that one inventory file describes. */
abstract class InventoryCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(
            index = "0",
            paramLabel = "INVENTORY",
            description = "The inventory file, such as inventories/lab.yaml.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    private Optional<SavedPlan> saved = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec commandSpec;

    /** Reads the inventory, runs the command, and gives problems about the inventory their file and line. */
    @Override
    public final Integer call() throws Exception {
        saved = SavedPlan.read(file);
        saved.ifPresent(plan -> {
            if (!takesSavedPlans()) {
                throw new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-DAY-013",
                                file + " is a saved plan, and only build carries one out",
                                "name the inventory: " + plan.inventory()));
            }
        });
        Inventory inventory =
                InventoryReader.load(saved.map(SavedPlan::inventoryAsItWas).orElse(file));
        try {
            return inventory.question().isPresent() ? answer(inventory) : call(inventory.spec());
        } catch (PetaforgeException failure) {
            throw new PetaforgeException(
                    failure.exitCode(),
                    failure.problems().stream().map(inventory::locate).toList());
        }
    }

    /** Does it, and returns the exit status. */
    abstract int call(ClusterSpec spec) throws Exception;

    /**
     * Answers an inventory that asks what to buy, where the command can.
     *
     * @throws PetaforgeException where it cannot
     */
    int answer(Inventory question) throws Exception {
        return call(question.spec());
    }

    /** Whether a saved plan may stand in place of the inventory. */
    boolean takesSavedPlans() {
        return false;
    }

    /** The saved plan that stands in place of the inventory. */
    final Optional<SavedPlan> saved() {
        return saved;
    }

    /** Carries out a run, prints its report, and fails as it failed. */
    final int show(ClusterRun begun) {
        try (ClusterRun run = begun) {
            ClusterRun.Result result = run.run();
            print(result.report(), result.text());
            result.failure().ifPresent(failure -> {
                throw failure;
            });
            return ExitCode.OK.status();
        }
    }

    /**
     * How to reach the machines of a cluster that exists.
     *
     * @throws PetaforgeException when it has none
     */
    final Map<MachineId, SshAccess> accessTo(Substrate substrate, ClusterSpec spec) {
        Map<MachineId, SshAccess> access = substrate.access(spec.name());
        if (access.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-CLI-020",
                            "cluster '" + spec.name() + "' has no machines",
                            "build it first: petaforge build " + file));
        }
        return access;
    }

    final CommonOptions common() {
        return common;
    }

    /** The inventory. */
    final Path file() {
        return saved.map(plan -> Path.of(plan.inventory())).orElse(file);
    }

    /** Prints the result: the record as JSON, or the text made for people. */
    final void print(Object document, String text) {
        var out = commandSpec.commandLine().getOut();
        out.println(common.output() == CommonOptions.Output.JSON ? PlanJson.text(document) : text.stripTrailing());
        out.flush();
    }
}
