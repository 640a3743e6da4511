package io.petaforge.cli;

import io.petaforge.api.Cidr;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Substrate;
import io.petaforge.bmc.InstalledKeys;
import io.petaforge.netboot.BootServer;
import io.petaforge.netboot.BootTarget;
import io.petaforge.netboot.NetworkBoot;
import io.petaforge.report.WrittenFiles;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.SubstrateSpec;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the configuration of a server that installs machines over the network. */
@Command(
        name = "pxe",
        mixinStandardHelpOptions = true,
        description = {
            "Write the configuration of a network boot server that installs machines: dnsmasq, nginx, GRUB and the answers to"
                    + " Ubuntu's installer; for all machines unless some are named.",
            "Host keys are made ahead and kept, so that 'power reinstall' knows the new systems. README.txt among the files"
                    + " says what else the server needs."
        })
final class PowerPxeCommand extends PowerTask {
    @Option(names = "--write", required = true, paramLabel = "DIR", description = "Where the files go.")
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Option(
            names = "--server",
            required = true,
            paramLabel = "ADDRESS",
            description = "The server's IPv4 address in the machines' network.")
    @SuppressWarnings("NullAway.Init")
    private String server;

    @Option(
            names = "--network",
            required = true,
            paramLabel = "CIDR",
            description = "The machines' network, such as 192.0.2.0/24.")
    @SuppressWarnings("NullAway.Init")
    private String network;

    @Option(
            names = "--proxy",
            description = "Another server gives addresses there: tell machines only what to boot (proxy DHCP).")
    private boolean proxy;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "TCP port of its web server (default: 8080).")
    private int httpPort;

    @Override
    boolean allUnlessNamed() {
        return true;
    }

    @Override
    int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
        if (!(spec.substrate() instanceof SubstrateSpec.Bmc bmc)) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.at(
                            "PF-CLI-062",
                            "substrate",
                            "machines of the substrate '" + substrate.name() + "' are not installed over the network",
                            "Use machines with a management controller: the substrate 'bmc'."));
        }
        BootServer boot = server(spec.name());
        BootFacts facts = BootFacts.of(bmc, machines, substrate.access(spec.name()));
        InstalledKeys keys = InstalledKeys.of(common().stateRoot(), spec.name());
        List<BootTarget> targets = machines.stream()
                .map(machine -> facts.target(machine, keys.need(machine)))
                .toList();
        Path privateKey = bmc.ssh().privateKey();
        NetworkBoot files = new NetworkBoot(boot, targets, bmc.ssh().user(), OperatorKey.publicLine(privateKey));
        WrittenFiles written = write(files);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("cluster", spec.name());
        document.put("machines", machines.stream().map(MachineId::value).toList());
        document.put("files", written);
        print(
                document,
                written.added().size() + " files written, " + written.changed().size() + " changed, "
                        + written.unchanged() + " as they were, in " + directory + "; see README.txt there");
        return ExitCode.OK.status();
    }

    private WrittenFiles write(NetworkBoot files) {
        try {
            return PlanDirectory.of(directory).write(files::render, NetworkBoot::isPrivate);
        } catch (UncheckedIOException e) {
            throw PlanDirectory.unwritable(directory, Objects.requireNonNull(e.getCause()));
        }
    }

    private BootServer server(String cluster) {
        List<Problem> problems = new ArrayList<>();
        try {
            Cidr range = Cidr.parse(network);
            if (range.isIpv6() || !range.contains(server)) {
                problems.add(Problem.of(
                        "PF-CLI-070",
                        "the server's address " + server + " is not in the machines' network " + network,
                        "Name its IPv4 address in that network, and the network they share."));
            }
            if (problems.isEmpty()) {
                return new BootServer(
                        cluster,
                        server,
                        range,
                        proxy,
                        httpPort,
                        directory.toAbsolutePath().normalize());
            }
        } catch (IllegalArgumentException e) {
            problems.add(Problem.of(
                    "PF-CLI-070",
                    "--server " + server + " or --network " + network + " is no IPv4 address or network",
                    "Write for example --server 192.0.2.1 --network 192.0.2.0/24."));
        }
        throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
    }
}
