package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.PowerAction;
import io.petaforge.api.Progress;
import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;

/** Switches machines, and ends when their power is what it should be. */
abstract class PowerActCommand extends PowerTask {
    private final PowerAction action;

    private PowerActCommand(PowerAction action) {
        this.action = action;
    }

    @Override
    final boolean allUnlessNamed() {
        return false;
    }

    @Override
    final int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
        return print(
                spec.name(),
                Switches.of(substrate).act(spec.name(), machines, action, progress),
                "power",
                state -> state.name().toLowerCase(Locale.ROOT));
    }

    /** On. */
    @Command(name = "on", mixinStandardHelpOptions = true, description = "Switch machines on.")
    static final class On extends PowerActCommand {
        On() {
            super(PowerAction.ON);
        }
    }

    /** Off. */
    @Command(
            name = "off",
            mixinStandardHelpOptions = true,
            description = "Switch machines off at once, without asking their operating system.")
    static final class Off extends PowerActCommand {
        Off() {
            super(PowerAction.OFF);
        }
    }

    /** Orderly shutdown. */
    @Command(
            name = "soft",
            mixinStandardHelpOptions = true,
            description = "Ask machines to shut down, and wait until they are off (3 minutes at most).")
    static final class Soft extends PowerActCommand {
        Soft() {
            super(PowerAction.SOFT);
        }
    }

    /** Off and on. */
    @Command(
            name = "cycle",
            mixinStandardHelpOptions = true,
            description = "Switch machines off, see that they are off, and switch them on.")
    static final class Cycle extends PowerActCommand {
        Cycle() {
            super(PowerAction.CYCLE);
        }
    }

    /** Restart without power loss. */
    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Restart machines at once, without asking their operating system.")
    static final class Reset extends PowerActCommand {
        Reset() {
            super(PowerAction.RESET);
        }
    }
}
