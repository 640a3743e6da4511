package io.petaforge.discover;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The output of {@code discover.sh}, cut into its sections. */
final class Sections {
    private static final String MARK = "##petaforge ";

    private final Map<String, String> texts;

    private Sections(Map<String, String> texts) {
        this.texts = texts;
    }

    /** The sections of an output; empty when it ends before its end. */
    static Optional<Sections> of(String output) {
        Map<String, StringBuilder> found = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        for (String line : output.lines().toList()) {
            if (line.startsWith(MARK)) {
                // A source that is asked again, in another way, has failed before.
                current = new StringBuilder();
                found.put(line.substring(MARK.length()).strip(), current);
            } else {
                current.append(line).append('\n');
            }
        }
        Map<String, String> texts = new TreeMap<>();
        found.forEach((name, text) -> texts.put(name, text.toString().strip()));
        return texts.containsKey("end") ? Optional.of(new Sections(texts)) : Optional.empty();
    }

    /** What a source said; empty for one that was left out. */
    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    /** Whether a source was asked, whatever it said. */
    boolean has(String name) {
        return texts.containsKey(name);
    }

    /** The sections of a source that is asked for one thing at a time, by that thing: {@code smart sda} is {@code sda}. */
    Map<String, String> each(String source) {
        Map<String, String> each = new TreeMap<>();
        texts.forEach((name, text) -> {
            if (name.startsWith(source + " ")) {
                each.put(name.substring(source.length() + 1), text);
            }
        });
        return Collections.unmodifiableMap(each);
    }
}
