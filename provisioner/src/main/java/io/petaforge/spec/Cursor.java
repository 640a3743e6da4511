package io.petaforge.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in the file, the path that leads to it, and where to note what is wrong with it. Reading never throws: what
 * cannot be read is noted and comes back empty.
 */
final class Cursor {
    private final Node node;
    private final String path;
    private final Problems problems;

    Cursor(Node node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    String path() {
        return path;
    }

    /** Notes that this value cannot be used. */
    void reject(InventoryCode code, String what, String fix) {
        problems.unreadable(code, path, what, fix);
    }

    /** Whether the key stands there with nothing behind it. */
    boolean isBlank() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    boolean isScalar() {
        return node instanceof ScalarNode && !isBlank();
    }

    /** Whether keys with values stand here. */
    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** The scalar's text as it stands in the file, whatever YAML takes it for: version 2.10 stays 2.10. */
    Optional<String> text() {
        if (isBlank()) {
            reject(InventoryCode.NO_VALUE, "nothing is said here", "Write a value, or remove the key.");
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            reject(
                    InventoryCode.WRONG_SHAPE,
                    shape() + " stands here where a single value belongs",
                    "Write one value.");
            return Optional.empty();
        }
        if (scalar.getValue().isBlank()) {
            reject(InventoryCode.NO_VALUE, "the value is empty", "Write a value, or remove the key.");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue().strip());
    }

    /** The scalar read by a form. */
    <T> Optional<T> value(Form<T> form) {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(form.read(text.get()));
        } catch (BadValue e) {
            reject(e.code(), e.what(), e.fix());
            return Optional.empty();
        }
    }

    /** A whole number within bounds, both included. */
    Optional<Integer> whole(int least, int most) {
        Optional<Integer> number = value(Forms.whole(least, most));
        // YAML reads "3" as text: a schema-aware editor would mark it, and so do we.
        if (number.isPresent() && !node.getTag().equals(Tag.INT)) {
            reject(
                    InventoryCode.NUMBER,
                    "the number is written as text, in quotes",
                    "Write " + number.get() + " without quotes.");
            return Optional.empty();
        }
        return number;
    }

    /** A number read by a form; in quotes it would be text. */
    <T> Optional<T> amount(Form<T> form) {
        Optional<T> number = value(form);
        if (number.isPresent()
                && !node.getTag().equals(Tag.INT)
                && !node.getTag().equals(Tag.FLOAT)) {
            reject(InventoryCode.NUMBER, "the number is written as text, in quotes", "Write it without quotes.");
            return Optional.empty();
        }
        return number;
    }

    /** The entries of a list; a value that is not a list is noted and counts as an empty one. */
    List<Cursor> items() {
        if (node instanceof SequenceNode sequence) {
            List<Cursor> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(new Cursor(item, Places.child(path, items.size()), problems));
            }
            if (items.isEmpty()) {
                reject(InventoryCode.NO_VALUE, "the list is empty", "List at least one entry, or remove the key.");
            }
            return items;
        }
        if (isBlank()) {
            reject(InventoryCode.NO_VALUE, "nothing is said here", "List at least one entry, or remove the key.");
        } else {
            String example = node instanceof ScalarNode scalar ? "[" + scalar.getValue() + "]" : "[a, b]";
            reject(
                    InventoryCode.WRONG_SHAPE,
                    shape() + " stands here where a list belongs",
                    "Write a list, such as " + example + ".");
        }
        return List.of();
    }

    /** The entries of a list, each read by a form; what is there twice is noted. */
    <T> List<T> items(Form<T> form) {
        List<T> values = new ArrayList<>();
        for (Cursor item : items()) {
            item.value(form).ifPresent(value -> {
                if (values.contains(value)) {
                    item.reject(
                            InventoryCode.TWICE,
                            "'" + item.text().orElse("") + "' is listed twice",
                            "Remove one of the two.");
                } else {
                    values.add(value);
                }
            });
        }
        return values;
    }

    /** The entries of a mapping whose keys the user chooses, in the order of the file. */
    Map<String, Cursor> entries() {
        Map<String, Cursor> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            if (isBlank()) {
                reject(InventoryCode.NO_VALUE, "nothing is said here", "Fill the section in, or remove the key.");
            } else {
                reject(
                        InventoryCode.WRONG_SHAPE,
                        shape() + " stands here where keys with values belong",
                        "Write one 'key: value' per line, indented below this key.");
            }
            return entries;
        }
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            int line = entry.getKeyNode().getStartMark().getLine() + 1;
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.unreadable(
                        InventoryCode.WRONG_SHAPE,
                        path,
                        line,
                        "a key here is not a single word",
                        "Write the key as plain text.");
                continue;
            }
            String name = key.getValue();
            String at = Places.child(path, name);
            Integer first = lines.putIfAbsent(name, line);
            if (first != null) {
                problems.unreadable(
                        InventoryCode.DUPLICATE_KEY,
                        at,
                        line,
                        "the key '" + name + "' is already there on line " + first,
                        "Keep one of the two.");
                continue;
            }
            entries.put(name, new Cursor(entry.getValueNode(), at, problems));
        }
        return entries;
    }

    /** The entries of a mapping that may only have the keys of a section of {@link Keys}. */
    Fields fields(String section) {
        return Fields.of(section, path, entries(), problems);
    }

    /** The entries of a mapping in a file that is no inventory. */
    Fields fields(List<String> known) {
        return Fields.of(known, path, entries(), problems);
    }

    private String shape() {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        // Not the value itself: it may be a secret that slipped to where none belongs.
        return "a single value";
    }
}
