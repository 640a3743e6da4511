package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.Reinstallation;
import io.petaforge.api.Substrate;
import io.petaforge.lifetime.Lifetime;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has machines installed anew by the site's network boot server, or by their cloud. */
@Command(
        name = "reinstall",
        mixinStandardHelpOptions = true,
        description = {
            "Switch machines off, make them boot from the network once, switch them on, and wait until the new system"
                    + " answers with the host keys that it is to have. Machines of clouds and of MAAS are installed anew by"
                    + " these.",
            "What the site's network boot server installs is its own business: their data may be lost."
        })
final class PowerReinstallCommand extends PowerTask {
    /** A server tests its memory for ten minutes, twice; an installation from a slow mirror takes half an hour. */
    @Option(
            names = "--timeout",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "How long to wait for the new systems (default: 60).")
    private int timeout;

    @Option(names = "--no-wait", description = "End as soon as the machines are on.")
    private boolean noWait;

    /** What is installed anew ends when the rest does. */
    @Override
    Optional<Instant> end(ClusterSpec spec) {
        return new KeptEnd(StateDir.of(common().stateRoot(), spec.name()))
                .read()
                .map(Lifetime::end);
    }

    @Override
    boolean allUnlessNamed() {
        return false;
    }

    @Override
    int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
        Optional<Duration> patience = noWait ? Optional.empty() : Optional.of(Duration.ofMinutes(Math.max(timeout, 1)));
        return print(
                spec.name(),
                capability(substrate, Reinstallation.class, "network boot")
                        .reinstall(spec.name(), machines, patience, progress),
                "power",
                state -> state.name().toLowerCase(Locale.ROOT));
    }
}
