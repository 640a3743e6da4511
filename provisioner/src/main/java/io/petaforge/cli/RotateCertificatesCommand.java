package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.Generations.Group;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** New certificates for the S3 gateways, or a new CA for the cluster. */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        description = {
            "Give every S3 gateway a new key and certificate; they restart one after another.",
            "With --ca the cluster gets a new CA: it is trusted beside the old one, signs the gateways' new certificates, and"
                    + " is trusted alone then. For a year the gateways also show that the old CA vouches for the new one:"
                    + " clients that know only the old one go on, and have that long to get /etc/ceph/ca.crt again."
        })
final class RotateCertificatesCommand extends InventoryCommand {
    @Option(names = "--ca", description = "Renew the CA itself, and with it all certificates.")
    private boolean ca;

    @Override
    int call(ClusterSpec spec) {
        Set<Group> groups = Set.of(ca ? Group.CA : Group.CERTIFICATES);
        try (RotateRun run = RotateRun.open(spec, common(), new RotateRun.Order(groups, false, false))) {
            RotateRun.Report report = run.run();
            print(report, report.text());
            return ExitCode.OK.status();
        }
    }
}
