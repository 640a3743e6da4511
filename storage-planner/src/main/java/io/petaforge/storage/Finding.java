package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

/**
 * Something about a plan that its owner should know and that does not stop it.
 *
 * @param code {@code PF-STO-NNN}, numbered together with the problems
 * @param text what was found, with its numbers
 * @param fix what would mend it
 */
public record Finding(String code, String text, String fix) {
    public Finding {
        requireNonNull(code, "code");
        requireNonNull(text, "text");
        requireNonNull(fix, "fix");
    }
}
