package io.petaforge.bmc.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.HardwarePart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts and firmware as records. */
final class RedfishParts {
    private static final List<String> FIELDS =
            List.of("Manufacturer", "Model", "PartNumber", "SerialNumber", "SKU", "AssetTag", "FirmwareVersion");

    private RedfishParts() {}

    /** A chassis, system or power supply; empty when it says nothing of itself. */
    static Optional<HardwarePart> part(String kind, JsonNode document) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : FIELDS) {
            String value = document.path(field).asText("").strip();
            if (!value.isEmpty() && !value.equals("null")) {
                fields.put(field, value);
            }
        }
        String name =
                document.path("Name").asText(document.path("Id").asText("")).strip();
        return fields.isEmpty() ? Optional.empty() : Optional.of(new HardwarePart((kind + " " + name).strip(), fields));
    }

    /** A member of the firmware inventory; empty when it has no version. */
    static Optional<HardwarePart> firmware(JsonNode member) {
        return version(member.path("Name").asText(member.path("Id").asText("")), member.path("Version"));
    }

    /** A version by name; empty when there is none. */
    static Optional<HardwarePart> version(String name, JsonNode version) {
        String text = version.asText("").strip();
        return text.isEmpty() || text.equals("null")
                ? Optional.empty()
                : Optional.of(new HardwarePart(name, Map.of("Version", text)));
    }
}
