package io.petaforge.cli;

import io.petaforge.api.BootControl;
import io.petaforge.api.BootDevice;
import io.petaforge.api.BootSetting;
import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Chooses what machines boot from. */
@Command(
        name = "boot-device",
        mixinStandardHelpOptions = true,
        description = "Choose what machines boot from next, and show what their controllers report then.")
final class PowerBootCommand extends PowerTask {
    @Option(
            names = "--device",
            required = true,
            paramLabel = "DEVICE",
            description = "pxe, disk, cdrom, setup, or default for their own boot order.")
    @SuppressWarnings("NullAway.Init")
    private BootDevice device;

    @Option(names = "--persistent", description = "For every boot from now on, not only the next.")
    private boolean persistent;

    @Option(names = "--legacy", description = "By legacy BIOS instead of UEFI.")
    private boolean legacy;

    @Override
    boolean allUnlessNamed() {
        return false;
    }

    @Override
    int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
        return print(
                spec.name(),
                capability(substrate, BootControl.class, "choice of boot device")
                        .boot(spec.name(), machines, new BootSetting(device, persistent, !legacy)),
                "boot",
                BootSetting::toString);
    }
}
