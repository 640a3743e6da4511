package io.petaforge.bmc.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.BootDevice;
import io.petaforge.api.BootSetting;

/** The {@code Boot} property of a system. */
final class BootOverride {
    private BootOverride() {}

    /** Redfish's word for a device. */
    static String target(BootDevice device) {
        return switch (device) {
            case DEFAULT -> "None";
            case PXE -> "Pxe";
            case DISK -> "Hdd";
            case CDROM -> "Cd";
            case SETUP -> "BiosSetup";
        };
    }

    /**
     * The change that sets it.
     *
     * @param mode whether UEFI or legacy is said as well, which some services refuse
     */
    static JsonNode change(BootSetting setting, boolean mode) {
        ObjectNode boot = JsonNodeFactory.instance.objectNode();
        boot.put("BootSourceOverrideTarget", target(setting.device()));
        boot.put("BootSourceOverrideEnabled", enabled(setting));
        if (mode) {
            boot.put("BootSourceOverrideMode", setting.uefi() ? "UEFI" : "Legacy");
        }
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.set("Boot", boot);
        return change;
    }

    private static String enabled(BootSetting setting) {
        if (setting.device() == BootDevice.DEFAULT) {
            return "Disabled";
        }
        return setting.persistent() ? "Continuous" : "Once";
    }

    /** What a system's document says; {@code uefi} as asked where it does not tell the mode. */
    static BootSetting parse(JsonNode system, BootSetting asked) {
        JsonNode boot = system.path("Boot");
        String mode = boot.path("BootSourceOverrideMode").asText("");
        boolean disabled = boot.path("BootSourceOverrideEnabled").asText("").equals("Disabled");
        String target =
                disabled ? "None" : boot.path("BootSourceOverrideTarget").asText("None");
        BootDevice device = BootDevice.DEFAULT;
        for (BootDevice known : BootDevice.values()) {
            if (target(known).equalsIgnoreCase(target)) {
                device = known;
            }
        }
        return new BootSetting(
                device,
                boot.path("BootSourceOverrideEnabled").asText("").equals("Continuous"),
                mode.isEmpty() ? asked.uefi() : mode.equals("UEFI"));
    }
}
