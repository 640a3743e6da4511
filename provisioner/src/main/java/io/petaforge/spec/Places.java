package io.petaforge.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where in one file every YAML path stands. */
final class Places {
    /** Deeper than any inventory; ends the walk through an alias that contains itself. */
    private static final int DEEPEST = 12;

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private final Map<String, Mark> marks = new HashMap<>();

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
        return nearest(path).map(mark -> OptionalInt.of(mark.getLine() + 1)).orElse(OptionalInt.empty());
    }

    /** The column of a path, or of what is nearest around it, for sorting; 0 when only the whole file is. */
    int column(String path) {
        return nearest(path).map(Mark::getColumn).orElse(0);
    }

    /** Whether the file itself says something at this path. */
    boolean has(String path) {
        return marks.containsKey(path);
    }

    private Optional<Mark> nearest(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Mark mark = marks.get(at);
            if (mark != null) {
                return Optional.of(mark);
            }
        }
        return Optional.empty();
    }

    private void walk(Node node, String path, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    String at = child(path, key.getValue());
                    marks.putIfAbsent(at, key.getStartMark());
                    walk(entry.getValueNode(), at, depth + 1);
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            List<Node> items = sequence.getValue();
            for (int i = 0; i < items.size(); i++) {
                String at = child(path, i);
                marks.putIfAbsent(at, items.get(i).getStartMark());
                walk(items.get(i), at, depth + 1);
            }
        }
    }
}
