package io.petaforge.cloud.aws;

import io.petaforge.api.MachineRequest;
import java.util.Optional;

/** Whether machines of a type do for a request. Pure. */
final class Fit {
    private Fit() {}

    /** What is wrong with it, to be read after "the type NAME". */
    static Optional<String> problem(
            InstanceType type, MachineRequest machine, AwsSettings.Group group, AwsSettings settings) {
        if (type.threads() < machine.threads()) {
            return Optional.of(
                    "has " + type.threads() + " threads, group " + machine.group() + " asks for " + machine.threads());
        }
        if (type.memory().compareTo(machine.memory()) < 0) {
            return Optional.of(
                    "has " + type.memory() + " of memory, group " + machine.group() + " asks for " + machine.memory());
        }
        if (Drives.of(type, machine.disks()).isEmpty()) {
            return Optional.of("has " + type.disks().size() + " NVMe drives"
                    + (type.disks().isEmpty()
                            ? ""
                            : " of " + type.disks().get(0).decimal())
                    + ", group " + machine.group() + " asks for more or larger ones");
        }
        if (group.spot() && !type.spot()) {
            return Optional.of("cannot be had as spot");
        }
        if (settings.placement() != AwsSettings.Placement.NONE
                && !machine.group().equals(JumpHost.NAME)
                && !type.placements().isEmpty()
                && !type.placements().contains(settings.placement().word())) {
            return Optional.of("cannot be in a placement group of kind "
                    + settings.placement().word());
        }
        return Optional.empty();
    }
}
