package io.petaforge.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The line of every YAML path of one file. */
final class Places {
    /** Deeper than any inventory; ends the walk through an alias that contains itself. */
    private static final int DEEPEST = 12;

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private final Map<String, Integer> lines = new HashMap<>();

    private Places() {}

    /** No places: for a file that could not be parsed. */
    static Places none() {
        return new Places();
    }

    /** The places of a parsed file. */
    static Places of(Node root) {
        Places places = new Places();
        places.walk(root, "", 0);
        return places;
    }

    /** The path of a mapping's entry. Keys with dots are quoted, so that a path reads one way only. */
    static String child(String path, String key) {
        if (!PLAIN_KEY.matcher(key).matches()) {
            return path + "[\"" + key + "\"]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The path of a list's entry, counted from 0. */
    static String child(String path, int index) {
        return path + "[" + index + "]";
    }

    /** The path that contains this one; empty at the top. */
    static String parent(String path) {
        int end = path.endsWith("\"]") ? path.indexOf("[\"") : Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? "" : path.substring(0, end);
    }

    /** Whether one path is, or contains, the other. */
    static boolean related(String a, String b) {
        return contains(a, b) || contains(b, a);
    }

    private static boolean contains(String outer, String inner) {
        return inner.startsWith(outer)
                && (inner.length() == outer.length()
                        || inner.charAt(outer.length()) == '.'
                        || inner.charAt(outer.length()) == '[');
    }

    /** The line of a path, or of what is nearest around it; empty when only the whole file is. */
    OptionalInt line(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return OptionalInt.of(line);
            }
        }
        return OptionalInt.empty();
    }

    private void walk(Node node, String path, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    String at = child(path, key.getValue());
                    lines.putIfAbsent(at, key.getStartMark().getLine() + 1);
                    walk(entry.getValueNode(), at, depth + 1);
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            List<Node> items = sequence.getValue();
            for (int i = 0; i < items.size(); i++) {
                String at = child(path, i);
                lines.putIfAbsent(at, items.get(i).getStartMark().getLine() + 1);
                walk(items.get(i), at, depth + 1);
            }
        }
    }
}
