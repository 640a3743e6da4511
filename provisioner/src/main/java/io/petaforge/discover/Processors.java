package io.petaforge.discover;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processors of a machine, read from {@code lscpu}: a flat list of fields as JSON (2.30), one with fields below others
 * (2.37), or lines of text before that.
 *
 * @param threads hardware threads that are switched on; 0 when it did not say
 * @param model as the processor calls itself
 * @param nodes threads of each NUMA node, by its number
 */
record Processors(int threads, String model, Map<Integer, Integer> nodes) {
    private static final Pattern NODE = Pattern.compile("NUMA node(\\d{1,6}) CPU\\(s\\)");

    Processors {
        requireNonNull(model, "model");
        nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    }

    static Processors read(String lscpu) {
        Map<String, String> fields = new TreeMap<>();
        if (lscpu.startsWith("{")) {
            collect(Json.read(lscpu).path("lscpu"), fields);
        } else {
            lscpu.lines()
                    .map(line -> line.split(":", 2))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> fields.putIfAbsent(pair[0].strip(), pair[1].strip()));
        }
        Map<Integer, Integer> nodes = new TreeMap<>();
        fields.forEach((name, value) -> {
            Matcher node = NODE.matcher(name);
            if (node.matches()) {
                nodes.put(Integer.parseInt(node.group(1)), count(value));
            }
        });
        // CPU(s) counts those that are switched off as well.
        int online = count(fields.getOrDefault("On-line CPU(s) list", ""));
        String all = fields.getOrDefault("CPU(s)", "0");
        return new Processors(
                online > 0 ? online : all.matches("\\d{1,6}") ? Integer.parseInt(all) : 0,
                fields.getOrDefault("Model name", ""),
                nodes);
    }

    private static void collect(JsonNode list, Map<String, String> fields) {
        for (JsonNode field : list) {
            String name = Json.text(field.path("field"));
            fields.putIfAbsent(
                    name.endsWith(":") ? name.substring(0, name.length() - 1) : name, Json.text(field.path("data")));
            collect(field.path("children"), fields);
        }
    }

    /** How many there are in a list such as {@code 0-15,32-47}; 0 for anything else. */
    static int count(String list) {
        int count = 0;
        for (String range : list.split(",")) {
            String[] ends = range.strip().split("-");
            if (ends.length == 0 || !ends[0].matches("\\d{1,6}") || !ends[ends.length - 1].matches("\\d{1,6}")) {
                return 0;
            }
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }
}
