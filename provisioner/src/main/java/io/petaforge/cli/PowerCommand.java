package io.petaforge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything that is done to machines below their operating system. */
@Command(
        name = "power",
        mixinStandardHelpOptions = true,
        description = "Switch machines, and look at them below their operating system.",
        subcommands = {
            PowerStatusCommand.class,
            PowerActCommand.On.class,
            PowerActCommand.Off.class,
            PowerActCommand.Soft.class,
            PowerActCommand.Cycle.class,
            PowerActCommand.Reset.class,
            PowerBootCommand.class,
            PowerReinstallCommand.class,
            PowerPxeCommand.class,
            PowerLogCommand.class,
            PowerLookCommand.OfSensors.class,
            PowerLookCommand.OfParts.class,
            PowerLookCommand.OfFirmware.class,
            PowerLookCommand.OfFindings.class
        })
final class PowerCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: status, on, off, soft, cycle, reset, boot-device, reinstall, pxe, log, sensors, parts,"
                        + " firmware or check.");
    }
}
