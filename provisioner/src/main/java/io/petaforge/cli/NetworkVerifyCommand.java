package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.fabric.proof.FabricProof;
import io.petaforge.fabric.proof.Verdict;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import io.petaforge.report.ProofText;
import io.petaforge.spec.ClusterSpec;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;

/** Compares the running fabric of a cluster with its plan. Changes nothing. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Prove that the running fabric is the planned one: sessions, routes, cables, packet sizes, reachability.",
            "Ends with 7 if something differs, 5 if a device cannot be reached (the others are compared all the same)."
        })
final class NetworkVerifyCommand extends InventoryCommand {
    /** Machines of a cluster that stands answer at once; one that does not is a finding, not something to wait for. */
    private static final SshSettings PATIENCE = SshSettings.DEFAULTS.withBoot(Duration.ofSeconds(3));

    @Override
    int call(ClusterSpec spec) {
        try (Console console = Console.ofProcess(common());
                Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot())) {
            console.begin("network verify", spec.name());
            Map<MachineId, SshAccess> access = accessTo(substrate, spec);
            PlannedCluster planned =
                    PlannedCluster.of(spec, substrate, AcceptedPlan.inForce(common().stateRoot(), spec));
            FabricProof proof = FabricProof.of(planned.plan().fabric());
            Verdict verdict;
            try (Fleet fleet = SshFleet.of(access.values(), PATIENCE)) {
                verdict = proof.run(fleet);
            }
            print(verdict, ProofText.render(verdict));
            return !verdict.unreachable().isEmpty()
                    ? ExitCode.UNREACHABLE.status()
                    : verdict.findings().isEmpty() ? ExitCode.OK.status() : ExitCode.VERIFY_FAILED.status();
        }
    }
}
