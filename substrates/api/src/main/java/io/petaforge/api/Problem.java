package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that is wrong with what the user gave or with where it should run, and what to do about it.
 *
 * @param code stable, searchable, such as {@code PF-INV-012}
 * @param file the file at fault, as the user named it
 * @param line line in that file, from 1
 * @param path YAML path such as {@code machines.storage.count}; empty when the problem has no place in a file
 * @param what what was found and why it cannot be, one sentence without the code
 * @param fix what to do, an imperative sentence
 */
public record Problem(String code, Optional<String> file, OptionalInt line, String path, String what, String fix) {
    public Problem {
        requireNonNull(code, "code");
        requireNonNull(file, "file");
        requireNonNull(line, "line");
        requireNonNull(path, "path");
        requireNonNull(what, "what");
        requireNonNull(fix, "fix");
    }

    /** A problem that lies in no file. */
    public static Problem of(String code, String what, String fix) {
        return new Problem(code, Optional.empty(), OptionalInt.empty(), "", what, fix);
    }

    /** A problem at a YAML path whose file and line the reader of the file fills in. */
    public static Problem at(String code, String path, String what, String fix) {
        return new Problem(code, Optional.empty(), OptionalInt.empty(), path, what, fix);
    }

    /** As shown to people: place, code and sentence on the first line, the remedy on the second. */
    public String render() {
        StringBuilder text = new StringBuilder();
        file.ifPresent(f -> {
            text.append(f);
            line.ifPresent(l -> text.append(':').append(l));
            text.append(": ");
        });
        text.append(code).append(": ");
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        return text.append(what).append("\n    -> ").append(fix).toString();
    }
}
