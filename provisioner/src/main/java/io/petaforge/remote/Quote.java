package io.petaforge.remote;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The one place that quotes words for a POSIX shell. */
public final class Quote {
    /** Words that mean themselves everywhere in a simple command. No {@code =} and no {@code ~}. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+:,./-]+");

    private Quote() {}

    /**
     * One word that the shell reads as exactly this text.
     *
     * @throws IllegalArgumentException for a NUL, which no shell word can hold
     */
    public static String word(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL cannot be part of a shell word");
        }
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** A command line that the shell reads as exactly these words. */
    public static String words(List<String> words) {
        return words.stream().map(Quote::word).collect(Collectors.joining(" "));
    }
}
