package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/**
 * An order about the next boots.
 *
 * @param persistent for every boot from now on, not only the next
 * @param uefi by UEFI firmware, not by legacy BIOS
 */
public record BootSetting(BootDevice device, boolean persistent, boolean uefi) {
    public BootSetting {
        requireNonNull(device, "device");
    }

    /** As people read it: {@code pxe, once, UEFI}. */
    @Override
    public String toString() {
        return device.name().toLowerCase(java.util.Locale.ROOT) + ", " + (persistent ? "persistent" : "once") + ", "
                + (uefi ? "UEFI" : "legacy");
    }
}
