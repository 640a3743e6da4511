package io.petaforge.bmc.ipmi;

import io.petaforge.api.BootDevice;
import io.petaforge.api.BootSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The boot flags of IPMI 2.0, section 28.13, parameter 5, as raw bytes: ipmitool's words for them forget some. */
final class BootFlags {
    private static final int VALID = 0x80;
    private static final int PERSISTENT = 0x40;
    private static final int UEFI = 0x20;
    private static final int SELECTOR = 0x3c;

    /** Tells the controller not to drop the flags when no reset follows within 60 s. */
    static final List<String> NO_EXPIRY = List.of("raw", "0x00", "0x08", "0x03", "0x08");

    /** Asks for the flags. */
    static final List<String> GET = List.of("raw", "0x00", "0x09", "0x05", "0x00", "0x00");

    private BootFlags() {}

    /** The command that sets them. */
    static List<String> set(BootSetting setting, Quirks quirks) {
        int flags = VALID | (setting.persistent() ? PERSISTENT : 0) | (setting.uefi() ? UEFI : 0);
        List<String> command = new ArrayList<>(List.of("raw", "0x00", "0x08", "0x05"));
        command.addAll(List.of(hex(flags), hex(selector(setting, quirks)), "0x00", "0x00", "0x00"));
        return List.copyOf(command);
    }

    /** What the answer to {@link #GET} says; empty when it is none. */
    static Optional<BootSetting> parse(String output, Quirks quirks) {
        String[] bytes = output.strip().split("\\s+");
        if (bytes.length < 4 || !bytes[1].matches("[08]5")) {
            return Optional.empty();
        }
        try {
            int flags = Integer.parseInt(bytes[2], 16);
            int selector = Integer.parseInt(bytes[3], 16) & SELECTOR;
            return Optional.of(
                    new BootSetting(device(selector, quirks), (flags & PERSISTENT) != 0, (flags & UEFI) != 0));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int selector(BootSetting setting, Quirks quirks) {
        return switch (setting.device()) {
            case DEFAULT -> 0x00;
            case PXE -> 0x04;
            case DISK -> setting.uefi() ? quirks.uefiDisk() : 0x08;
            case CDROM -> 0x14;
            case SETUP -> 0x18;
        };
    }

    private static BootDevice device(int selector, Quirks quirks) {
        if (selector == quirks.uefiDisk()) {
            return BootDevice.DISK;
        }
        return switch (selector) {
            case 0x04 -> BootDevice.PXE;
            // Disk, safe mode and diagnostic partition: all from the disk.
            case 0x08, 0x0c, 0x10 -> BootDevice.DISK;
            case 0x14 -> BootDevice.CDROM;
            case 0x18 -> BootDevice.SETUP;
            default -> BootDevice.DEFAULT;
        };
    }

    private static String hex(int value) {
        return String.format(java.util.Locale.ROOT, "0x%02x", value);
    }
}
