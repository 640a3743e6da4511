package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.Reinstallation;
import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;

/** Has machines installed anew by the site's network boot server. */
@Command(
        name = "reinstall",
        mixinStandardHelpOptions = true,
        description = {
            "Switch machines off, make them boot from the network once, and switch them on.",
            "What the site's network boot server then installs is its own business: their data may be lost."
        })
final class PowerReinstallCommand extends PowerTask {
    @Override
    boolean allUnlessNamed() {
        return false;
    }

    @Override
    int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
        return print(
                spec.name(),
                capability(substrate, Reinstallation.class, "network boot").reinstall(spec.name(), machines, progress),
                "power",
                state -> state.name().toLowerCase(Locale.ROOT));
    }
}
