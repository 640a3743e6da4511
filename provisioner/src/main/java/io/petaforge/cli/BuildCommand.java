package io.petaforge.cli;

import io.petaforge.spec.ClusterSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds the cluster that the inventory describes, or finishes or mends it, and proves it. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = {
            "Build the cluster, or finish or mend it, and prove that it delivers.",
            "Running it again is always safe: only what is missing is done.",
            "A plan that 'plan --save' wrote may stand for the inventory: it is carried out as it is, or refused."
        })
final class BuildCommand extends InventoryCommand {
    @Option(names = "--no-verify", description = "Stop when the services run; do not measure.")
    private boolean noVerify;

    @Mixin
    private EndOptions end = new EndOptions();

    @Mixin
    private PriceOptions prices = new PriceOptions();

    @Override
    boolean takesSavedPlans() {
        return true;
    }

    @Override
    int call(ClusterSpec spec) {
        ClusterRun.Proof proof = noVerify ? ClusterRun.Proof.NONE : ClusterRun.Proof.IF_CHANGED;
        return show(ClusterRun.open("build", spec, common(), proof, end, prices).from(file(), saved()));
    }
}
