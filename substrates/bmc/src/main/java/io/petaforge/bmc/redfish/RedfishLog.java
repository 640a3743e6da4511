package io.petaforge.bmc.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.LogEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The hardware event log among a service's logs, and its entries. */
final class RedfishLog {
    /** Names under which the makers keep it, in the order of preference: the IPMI log first, then their own. */
    private static final List<String> NAMES = List.of("sel", "iml", "log1", "eventlog", "standardlog", "platformlog");

    private RedfishLog() {}

    /** The hardware event log of several; empty when none is one. */
    static Optional<JsonNode> choose(List<JsonNode> services) {
        Optional<JsonNode> byType = services.stream()
                .filter(service -> service.path("LogEntryType").asText("").equals("SEL"))
                .findFirst();
        return byType.or(() -> services.stream()
                .filter(service -> NAMES.contains(id(service)))
                .min(Comparator.comparingInt(service -> NAMES.indexOf(id(service)))));
    }

    private static String id(JsonNode service) {
        return service.path("Id").asText("").toLowerCase(Locale.ROOT);
    }

    /** The entries, oldest first: some services list them the other way round. */
    static List<LogEntry> entries(List<JsonNode> members) {
        List<LogEntry> entries = new ArrayList<>();
        for (JsonNode member : members) {
            String source = member.path("SensorType").asText("");
            entries.add(new LogEntry(
                    member.path("Id").asText(""),
                    time(member.path("Created").asText("")),
                    source,
                    member.path("Message").asText(member.path("Name").asText(""))));
        }
        // Stable: entries without a time, or of the same, stay in the service's order.
        if (entries.stream().allMatch(entry -> entry.time().isPresent())) {
            entries.sort(Comparator.comparing(entry -> entry.time().orElse(Instant.EPOCH)));
        }
        return List.copyOf(entries);
    }

    private static Optional<Instant> time(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            // Controllers whose clock was never set begin in 1970.
            return time.getEpochSecond() < 365L * 24 * 3600 ? Optional.empty() : Optional.of(time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
