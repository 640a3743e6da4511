package io.petaforge.cli;

import io.petaforge.spec.ClusterSpec;
import java.util.Set;
import picocli.CommandLine.Command;

/** Measures a cluster that stands. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Prove a running cluster: S3A conformance, a checksummed Spark job, and a raw S3 client beside it.")
final class VerifyCommand extends InventoryCommand {
    @Override
    int call(ClusterSpec spec) {
        return show(ClusterRun.open(
                "verify", spec, common(), ClusterRun.Proof.ALWAYS, EndOptions.NONE, PriceOptions.NONE, Set.of()));
    }
}
