package io.petaforge.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The entries of a section whose keys are known; unknown ones have been noted. */
final class Fields {
    private final String path;
    private final Map<String, Cursor> entries;
    private final Problems problems;

    private Fields(String path, Map<String, Cursor> entries, Problems problems) {
        this.path = path;
        this.entries = entries;
        this.problems = problems;
    }

    /** A section that the file leaves out: everything in it has its default. */
    static Fields absent(String path, Problems problems) {
        return new Fields(path, Map.of(), problems);
    }

    static Fields of(String section, String path, Map<String, Cursor> entries, Problems problems) {
        return of(Keys.of(section), Keys::home, path, entries, problems);
    }

    /** Of a file that is no inventory: its keys have no other home. */
    static Fields of(List<String> known, String path, Map<String, Cursor> entries, Problems problems) {
        return of(known, key -> Optional.empty(), path, entries, problems);
    }

    private static Fields of(
            List<String> known,
            Function<String, Optional<String>> homes,
            String path,
            Map<String, Cursor> entries,
            Problems problems) {
        Map<String, Cursor> kept = new LinkedHashMap<>(entries);
        for (Map.Entry<String, Cursor> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                kept.remove(entry.getKey());
                unknown(entry.getKey(), entry.getValue(), known, homes.apply(entry.getKey()), path, entries, problems);
            }
        }
        return new Fields(path, kept, problems);
    }

    private static void unknown(
            String key,
            Cursor at,
            List<String> known,
            Optional<String> elsewhere,
            String path,
            Map<String, Cursor> entries,
            Problems problems) {
        Optional<String> meant = Suggestion.closest(key, known);
        String fix;
        if (meant.isPresent()) {
            problems.doubt(Places.child(path, meant.get()));
            fix = entries.containsKey(meant.get())
                    ? "Remove it; '" + meant.get() + "' is there already."
                    : "Write '" + meant.get() + "'.";
        } else if (elsewhere.isPresent()) {
            String home = elsewhere.get();
            fix = home.isEmpty()
                    ? "Move it to the left margin, outside of every section."
                    : "Move it to the section '" + home.replace("*", "<name>") + "'.";
        } else if (known.isEmpty()) {
            fix = "Remove it; nothing needs to be said here: write {}.";
        } else {
            fix = "Remove it, or use one of: " + String.join(", ", known) + ".";
        }
        String guess = meant.map(m -> ": did you mean '" + m + "'?").orElse("");
        at.reject(InventoryCode.UNKNOWN_KEY, "there is no key '" + key + "' here" + guess, fix);
    }

    String path() {
        return path;
    }

    /** The path of one of this section's keys, whether it is there or not. */
    String path(String key) {
        return Places.child(path, key);
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    Optional<Cursor> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The value of a key that must be there; noted when it is not, unless it is there misspelt. */
    Optional<Cursor> require(String key, String fix) {
        if (!has(key) && problems.certain(path(key))) {
            problems.unreadable(InventoryCode.MISSING_KEY, path(key), "this key is missing", fix);
        }
        return get(key);
    }

    /** The section behind a key, or an absent one. */
    Fields section(String key, String name) {
        return get(key).map(cursor -> cursor.fields(name)).orElseGet(() -> absent(path(key), problems));
    }

    /** A whole number, or its default. */
    int whole(String key, int least, int most, int otherwise) {
        return get(key).flatMap(cursor -> cursor.whole(least, most)).orElse(otherwise);
    }

    /** A value, or its default. */
    <T> T value(String key, Form<T> form, T otherwise) {
        return this.<T>optional(key, form).orElse(otherwise);
    }

    /** A value that may be left out. */
    <T> Optional<T> optional(String key, Form<T> form) {
        return get(key).flatMap(cursor -> cursor.value(form));
    }
}
