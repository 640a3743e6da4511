package io.petaforge.bmc.ipmi;

import io.petaforge.api.HardwarePart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code fru print}. */
final class FruOutput {
    private static final Pattern DEVICE = Pattern.compile("FRU Device Description : (.*?)\\s*(\\(ID \\d+\\))?\\s*");
    private static final Pattern FIELD = Pattern.compile("\\s+(\\S.*?)\\s*: (.*)");

    private FruOutput() {}

    /** The devices that hold something; slots that are empty or cannot be read are left out. */
    static List<HardwarePart> parse(String output) {
        Map<String, Map<String, String>> devices = new LinkedHashMap<>();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : output.lines().toList()) {
            Matcher device = DEVICE.matcher(line);
            Matcher field = FIELD.matcher(line);
            if (device.matches()) {
                fields = devices.computeIfAbsent(device.group(1), name -> new LinkedHashMap<>());
            } else if (field.matches() && !field.group(2).isBlank()) {
                // A part may list several serials of the same name: the first is its own.
                fields.putIfAbsent(field.group(1), field.group(2).strip());
            }
        }
        List<HardwarePart> parts = new ArrayList<>();
        devices.forEach((name, known) -> {
            if (!known.isEmpty()) {
                parts.add(new HardwarePart(name, known));
            }
        });
        return List.copyOf(parts);
    }
}
