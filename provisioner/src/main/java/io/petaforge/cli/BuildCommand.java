package io.petaforge.cli;

import io.petaforge.spec.ClusterSpec;
import java.util.List;
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

    @Option(
            names = "--lost",
            paramLabel = "HOST",
            description =
                    "A host that the inventory does not name any more and that will not come back: go on without it.")
    private List<String> lost = List.of();

    @Override
    boolean takesSavedPlans() {
        return true;
    }

    @Override
    int call(ClusterSpec spec) {
        ClusterRun.Proof proof = noVerify ? ClusterRun.Proof.NONE : ClusterRun.Proof.IF_CHANGED;
        return show(ClusterRun.open("build", spec, common(), proof, end, prices, Lost.of(lost))
                .from(file(), saved()));
    }
}
