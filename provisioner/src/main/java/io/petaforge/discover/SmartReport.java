package io.petaforge.discover;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a drive says of its own health, read from {@code smartctl --json -i -H -A} (7.0 and later; earlier ones print no
 * JSON).
 *
 * @param serial as the drive tells it to {@code smartctl}; empty where it does not
 * @param verdict {@code passed}, {@code failed} or {@code unknown}
 * @param signs what speaks against the drive, in words
 */
record SmartReport(String serial, String verdict, List<String> signs) {
    /** Attributes of ATA drives whose raw value counts sectors that were lost or are about to be. */
    private static final Map<Integer, String> SECTORS =
            Map.of(5, "reallocated sectors", 197, "sectors waiting to be reallocated", 198, "uncorrectable sectors");

    SmartReport {
        requireNonNull(serial, "serial");
        requireNonNull(verdict, "verdict");
        signs = List.copyOf(signs);
    }

    /** Reads one report. */
    static SmartReport read(String json) {
        JsonNode tree = Json.read(json);
        JsonNode passed = tree.path("smart_status").path("passed");
        List<String> signs = new ArrayList<>();
        if (passed.isBoolean() && !passed.asBoolean()) {
            signs.add("it says that it is failing");
        }
        nvme(tree.path("nvme_smart_health_information_log"), signs);
        for (JsonNode attribute : tree.path("ata_smart_attributes").path("table")) {
            String noun = SECTORS.get((int) Json.whole(attribute.path("id")));
            long raw = Json.whole(attribute.path("raw").path("value"));
            if (noun != null && raw > 0) {
                signs.add(raw + " " + noun);
            }
            if (Json.text(attribute.path("when_failed")).equals("now")) {
                signs.add(Json.text(attribute.path("name")) + " is beyond its threshold");
            }
        }
        long grown = Json.whole(tree.path("scsi_grown_defect_list"));
        if (grown > 0) {
            signs.add(grown + " grown defects");
        }
        return new SmartReport(
                Json.text(tree.path("serial_number")),
                !passed.isBoolean() ? "unknown" : passed.asBoolean() ? "passed" : "failed",
                signs);
    }

    private static void nvme(JsonNode log, List<String> signs) {
        long warning = Json.whole(log.path("critical_warning"));
        if ((warning & 1) != 0) {
            signs.add("its spare blocks are below the threshold");
        }
        if ((warning & 4) != 0) {
            signs.add("its media are no longer reliable");
        }
        if ((warning & 8) != 0) {
            signs.add("it has become read-only");
        }
        if ((warning & 16) != 0) {
            signs.add("the backup of its volatile memory has failed");
        }
        long used = Json.whole(log.path("percentage_used"));
        if (used >= 100) {
            signs.add(used + " % of its rated writes are used up");
        }
        long errors = Json.whole(log.path("media_errors"));
        if (errors > 0) {
            signs.add(errors + " media errors");
        }
    }
}
