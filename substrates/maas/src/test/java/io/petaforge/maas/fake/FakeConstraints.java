package io.petaforge.maas.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The constraints of {@code op=allocate}: what is refused, what matches, and what the labels are matched with. */
final class FakeConstraints {
    private static final List<String> KNOWN = List.of(
            "name",
            "system_id",
            "arch",
            "cpu_count",
            "mem",
            "tags",
            "not_tags",
            "zone",
            "not_in_zone",
            "pool",
            "not_in_pool",
            "subnets",
            "fabrics",
            "interfaces",
            "storage",
            "devices");
    private static final List<String> OPTIONS = List.of("op", "agent_name", "comment", "dry_run", "verbose");
    private static final String ENTRY = "[a-zA-Z0-9]+:\\d+(?:\\.\\d+)?(?:\\([a-zA-Z0-9_-]+(?:,[a-zA-Z0-9_-]+)*\\))?";
    private static final Pattern STORAGE = Pattern.compile(ENTRY + "(?:," + ENTRY + ")*");
    private static final Pattern ONE = Pattern.compile("([a-zA-Z0-9]+):(\\d+(?:\\.\\d+)?)(?:\\(([^)]*)\\))?");
    private static final List<String> INTERFACE_KEYS = List.of(
            "id",
            "fabric",
            "not_fabric",
            "subnet",
            "not_subnet",
            "subnet_cidr",
            "not_subnet_cidr",
            "space",
            "not_space",
            "vlan",
            "not_vlan",
            "vid",
            "not_vid",
            "ip",
            "mode",
            "name",
            "type",
            "tag",
            "link_speed");

    private final Map<String, List<String>> form;

    FakeConstraints(Map<String, List<String>> form) {
        Map<String, List<String>> asked = new LinkedHashMap<>(form);
        OPTIONS.forEach(asked::remove);
        this.form = asked;
    }

    Optional<FakeReply> refused(FakeRegion region) {
        for (Map.Entry<String, List<String>> entry : form.entrySet()) {
            String name = entry.getKey();
            String first = entry.getValue().get(0);
            if (!KNOWN.contains(name)) {
                return Optional.of(FakeReply.invalid(name, "No such constraint."));
            }
            if (name.equals("tags") || name.equals("not_tags")) {
                List<String> unknown = entry.getValue().stream()
                        .filter(tag -> !region.names("tags/").contains(tag))
                        .toList();
                if (!unknown.isEmpty()) {
                    return Optional.of(
                            FakeReply.invalid(name, "No such tag(s): '" + String.join("', '", unknown) + "'."));
                }
            }
            if (name.equals("zone") && !region.names("zones/").contains(first)) {
                return Optional.of(FakeReply.invalid(name, "No such zone(s): " + first + "."));
            }
            if (name.equals("pool") && !region.names("resourcepools/").contains(first)) {
                return Optional.of(FakeReply.invalid(name, "No such pool(s): " + first + "."));
            }
            if (name.equals("mem") && !first.matches("\\d+(\\.\\d+)?")) {
                return Optional.of(FakeReply.invalid(name, "Invalid memory: number of MiB required."));
            }
            if (name.equals("storage") && !STORAGE.matcher(first).matches()) {
                return Optional.of(FakeReply.invalid(name, "Malformed storage constraint, \"" + first + "\"."));
            }
            if (name.equals("interfaces")) {
                for (Map.Entry<String, Map<String, String>> label :
                        interfaces(first).entrySet()) {
                    for (String key : label.getValue().keySet()) {
                        if (!INTERFACE_KEYS.contains(key)) {
                            return Optional.of(FakeReply.invalid(name, "Unknown interfaces constraint: '" + key));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What a machine's labels are matched with; empty when it does not match. */
    Optional<ObjectNode> match(FakeMachine machine) {
        for (Map.Entry<String, List<String>> entry : form.entrySet()) {
            String first = entry.getValue().get(0);
            List<String> tags = new ArrayList<>();
            machine.body.path("tag_names").forEach(tag -> tags.add(tag.asText()));
            boolean fits =
                    switch (entry.getKey()) {
                        case "system_id" -> machine.id().equals(first);
                        case "name" -> machine.hostname().equals(first);
                        case "cpu_count" -> machine.body.path("cpu_count").asDouble() >= Double.parseDouble(first);
                        case "mem" -> machine.body.path("memory").asDouble() >= Double.parseDouble(first);
                        case "tags" -> tags.containsAll(entry.getValue());
                        case "not_tags" -> entry.getValue().stream().noneMatch(tags::contains);
                        case "zone" -> machine.zone().equals(first);
                        case "pool" -> machine.pool().equals(first);
                        default -> true;
                    };
            if (!fits) {
                return Optional.empty();
            }
        }
        ObjectNode matched = JsonNodeFactory.instance.objectNode();
        if (form.containsKey("storage")
                && !storage(machine, form.get("storage").get(0), matched.putObject("storage"))) {
            return Optional.empty();
        }
        if (form.containsKey("interfaces")
                && !ports(machine, form.get("interfaces").get(0), matched.putObject("interfaces"))) {
            return Optional.empty();
        }
        return Optional.of(matched);
    }

    private static boolean storage(FakeMachine machine, String constraint, ObjectNode into) {
        List<ObjectNode> free = new ArrayList<>(machine.drives());
        Matcher entries = ONE.matcher(constraint);
        boolean root = true;
        while (entries.find()) {
            double least = Double.parseDouble(entries.group(2)) * 1e9;
            List<String> tags = entries.group(3) == null
                    ? List.of()
                    : Arrays.asList(entries.group(3).split(","));
            boolean wantsRoot = root;
            Optional<ObjectNode> drive = free.stream()
                    .filter(candidate -> candidate.path("size").asLong() >= least)
                    .filter(candidate -> has(candidate, tags))
                    .filter(candidate -> wantsRoot ? holdsRoot(candidate) : isFree(candidate))
                    .min(Comparator.comparingLong((ObjectNode candidate) ->
                                    candidate.path("size").asLong())
                            .thenComparing(candidate -> candidate.path("tags").size())
                            .thenComparing(candidate -> candidate.path("id").asInt()));
            if (drive.isEmpty()) {
                return false;
            }
            free.remove(drive.get());
            into.putArray(entries.group(1)).add(drive.get().path("id").asInt());
            root = false;
        }
        return true;
    }

    private static boolean has(JsonNode drive, List<String> tags) {
        List<String> own = new ArrayList<>();
        drive.path("tags").forEach(tag -> own.add(tag.asText()));
        return own.containsAll(tags);
    }

    private static boolean isFree(JsonNode drive) {
        return drive.path("partition_table_type").isNull()
                && drive.path("filesystem").isNull();
    }

    private static boolean holdsRoot(JsonNode drive) {
        for (JsonNode partition : drive.path("partitions")) {
            if (partition.path("filesystem").path("mount_point").asText().equals("/")) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Map<String, String>> interfaces(String constraint) {
        Map<String, Map<String, String>> labels = new LinkedHashMap<>();
        for (String entry : constraint.split(";")) {
            String[] parts = entry.split(":", 2);
            Map<String, String> keys = new LinkedHashMap<>();
            for (String pair : parts[1].split(",")) {
                keys.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
            }
            labels.put(parts[0], keys);
        }
        return labels;
    }

    private static boolean ports(FakeMachine machine, String constraint, ObjectNode into) {
        for (Map.Entry<String, Map<String, String>> label :
                interfaces(constraint).entrySet()) {
            boolean found = false;
            for (JsonNode port : machine.body.path("interface_set")) {
                if (!found && label.getValue().entrySet().stream().allMatch(key -> fits(port, key))) {
                    into.putArray(label.getKey()).add(port.path("id").asInt());
                    found = true;
                }
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(JsonNode port, Map.Entry<String, String> key) {
        if (key.getKey().equals("link_speed")) {
            return port.path("link_speed").asLong() >= Long.parseLong(key.getValue());
        }
        for (JsonNode link : port.path("links")) {
            String value = key.getKey().equals("space")
                    ? link.path("subnet").path("space").asText()
                    : link.path("subnet").path("cidr").asText();
            if (value.equals(key.getValue())) {
                return true;
            }
        }
        return false;
    }

    /** The text of the 409, which quotes Python's lists. */
    String nobody() {
        if (form.containsKey("system_id")) {
            return "No machine with system ID " + form.get("system_id").get(0) + " available.";
        }
        String listed = form.entrySet().stream()
                .map(entry -> "('" + entry.getKey() + "', ["
                        + entry.getValue().stream()
                                .map(value -> "'" + value + "'")
                                .collect(Collectors.joining(", ")) + "])")
                .collect(Collectors.joining(", "));
        Map<String, String> resolved = new TreeMap<>();
        form.forEach((name, values) -> resolved.put(
                name,
                name.equals("mem") || name.equals("cpu_count")
                        ? Double.toString(Double.parseDouble(values.get(0)))
                        : String.join(",", values)));
        return "No available machine matches constraints: [" + listed + "] (resolved to \""
                + resolved.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "))
                + "\")";
    }
}
