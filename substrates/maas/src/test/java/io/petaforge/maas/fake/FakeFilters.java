package io.petaforge.maas.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of machines and events, by the filters that the region knows. */
final class FakeFilters {
    private static final List<String> FILTERS =
            List.of("id", "hostname", "mac_address", "zone", "pool", "tags", "agent_name", "status", "domain");

    private final FakeRegion region;

    FakeFilters(FakeRegion region) {
        this.region = region;
    }

    /** Filters of the list; any other name is refused, paging too. */
    FakeReply machines(FakeRequest request) {
        ObjectNode unknown = JsonNodeFactory.instance.objectNode();
        request.query().keySet().stream()
                .filter(name -> !name.equals("op") && !FILTERS.contains(name))
                .forEach(name -> unknown.putArray(name).add("No such constraint."));
        if (!unknown.isEmpty()) {
            return new FakeReply(400, "application/json; charset=utf-8", unknown.toString(), Optional.empty());
        }
        Optional<String> status = request.query("status");
        if (status.isPresent()
                && FakeMachine.NAMES.values().stream().noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT)
                        .replace(' ', '_')
                        .equals(status.get()))) {
            return FakeReply.invalid(
                    "status", "Select a valid choice. " + status.get() + " is not one of the available choices.");
        }
        for (String tag : request.query().getOrDefault("tags", List.of())) {
            if (!region.names("tags/").contains(tag)) {
                return FakeReply.invalid("tags", "No such tag(s): '" + tag + "'.");
            }
        }
        // Not recorded; the form that refuses an unknown tag refuses these in the words that allocate was recorded
        // with.
        for (String filter : List.of("zone", "pool")) {
            String collection = filter.equals("zone") ? "zones/" : "resourcepools/";
            Optional<String> absent = request.query().getOrDefault(filter, List.of()).stream()
                    .filter(name -> !region.names(collection).contains(name))
                    .findFirst();
            if (absent.isPresent()) {
                return FakeReply.invalid(filter, "No such " + filter + "(s): " + absent.get() + ".");
            }
        }
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        region.machines().stream()
                .filter(machine -> passes(machine, request))
                .forEach(machine -> found.add(machine.body));
        return FakeReply.json(found);
    }

    private static boolean passes(FakeMachine machine, FakeRequest request) {
        for (Map.Entry<String, List<String>> filter : request.query().entrySet()) {
            List<String> values = filter.getValue();
            boolean fits =
                    switch (filter.getKey()) {
                        case "id" -> values.contains(machine.id());
                        case "hostname" -> values.contains(machine.hostname());
                        case "zone" -> values.contains(machine.zone());
                        case "pool" -> values.contains(machine.pool());
                        case "agent_name" -> values.contains(machine.agent);
                        case "tags" -> texts(machine.body.path("tag_names")).containsAll(values);
                        case "status" ->
                            machine.body
                                    .path("status_name")
                                    .asText()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace(' ', '_')
                                    .equals(values.get(0));
                        case "mac_address" ->
                            machine.body.path("interface_set").findValuesAsText("mac_address").stream()
                                    .anyMatch(values::contains);
                        default -> true;
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The newest first. */
    FakeReply events(FakeRequest request, List<ObjectNode> events) {
        int limit = Integer.parseInt(request.query("limit").orElse("100"));
        long after = Long.parseLong(request.query("after").orElse("-1"));
        List<String> ids = request.query().getOrDefault("id", List.of());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode newest = JsonNodeFactory.instance.arrayNode();
        for (int i = events.size() - 1; i >= 0 && newest.size() < limit; i--) {
            ObjectNode event = events.get(i);
            if (ids.contains(event.path("node").asText()) && event.path("id").asLong() > after) {
                newest.add(event);
            }
        }
        body.put("count", newest.size());
        body.set("events", newest);
        return FakeReply.json(body.put("next_uri", "").put("prev_uri", ""));
    }
}
