package io.petaforge.bmc.ipmi;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.HardwarePart;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the controller says of itself.
 *
 * @param enterprise the maker's IANA enterprise number; 0 when it says none
 * @param firmware version of its firmware
 * @param maker the maker's name as ipmitool knows it
 */
record McInfo(int enterprise, String firmware, String maker) {
    private static final Pattern FIELD = Pattern.compile("(\\S.*?)\\s*: (.*)");

    McInfo {
        requireNonNull(firmware, "firmware");
        requireNonNull(maker, "maker");
    }

    /** Reads {@code mc info}. */
    static McInfo parse(String output) {
        Map<String, String> fields = new LinkedHashMap<>();
        output.lines().forEach(line -> {
            Matcher matcher = FIELD.matcher(line);
            if (matcher.matches()) {
                fields.putIfAbsent(matcher.group(1), matcher.group(2).strip());
            }
        });
        String id = fields.getOrDefault("Manufacturer ID", "0").replaceFirst(" .*", "");
        return new McInfo(
                id.matches("\\d{1,9}") ? Integer.parseInt(id) : 0,
                fields.getOrDefault("Firmware Revision", ""),
                fields.getOrDefault("Manufacturer Name", ""));
    }

    /** As a part of the machine. */
    HardwarePart part() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Version", firmware);
        fields.put("Manufacturer", maker);
        return new HardwarePart("BMC", fields);
    }
}
