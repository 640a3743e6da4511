package io.petaforge.maas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Something that MAAS noted about a machine. */
record MaasEvent(long id, String node, String type, String description) {
    /** Oldest first; MAAS answers the newest first. */
    static List<MaasEvent> read(JsonNode answer, UnaryOperator<String> redact) {
        List<MaasEvent> events = new ArrayList<>();
        for (JsonNode event : answer.path("events")) {
            events.add(new MaasEvent(
                    event.path("id").asLong(),
                    NodeReader.text(event, "node"),
                    NodeReader.text(event, "type"),
                    redact.apply(NodeReader.text(event, "description"))
                            .replaceAll("\\s+", " ")
                            .strip()
                            .replaceAll("\\.$", "")));
        }
        events.sort(Comparator.comparingLong(MaasEvent::id));
        return events;
    }

    /** On one line. */
    String words() {
        return description.isEmpty() ? type : type + ": " + description;
    }
}
