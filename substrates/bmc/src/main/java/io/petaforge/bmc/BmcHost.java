package io.petaforge.bmc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.SshAccess;
import io.petaforge.bmc.device.BmcTarget;

/**
 * One machine of the inventory.
 *
 * @param controller how to switch it
 * @param access how to reach its operating system
 */
public record BmcHost(BmcTarget controller, SshAccess access) {
    public BmcHost {
        requireNonNull(controller, "controller");
        requireNonNull(access, "access");
        if (!controller.machine().equals(access.machine())) {
            throw new IllegalArgumentException(controller.machine() + " is not " + access.machine());
        }
    }
}
