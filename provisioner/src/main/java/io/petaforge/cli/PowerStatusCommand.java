package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;

/** Says which machines are on. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show which machines are on; all of them unless some are named.")
final class PowerStatusCommand extends PowerTask {
    @Override
    boolean allUnlessNamed() {
        return true;
    }

    @Override
    int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
        return print(spec.name(), Switches.of(substrate).states(spec.name(), machines), "power", state -> state.name()
                .toLowerCase(Locale.ROOT));
    }
}
