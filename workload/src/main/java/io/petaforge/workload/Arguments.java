package io.petaforge.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The arguments of a program: pairs of {@code --name value}, and any number of {@code --set key=value}. */
final class Arguments {
    private static final String SET = "set";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> settings = new TreeMap<>();

    private Arguments() {}

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException when one is not a name with a value, or a name occurs twice
     */
    static Arguments parse(String... args) {
        Arguments parsed = new Arguments();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new IllegalArgumentException("expected --name value, found " + args[i]);
            }
            parsed.add(args[i].substring(2), args[i + 1]);
        }
        return parsed;
    }

    private void add(String name, String value) {
        if (name.equals(SET)) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("expected --set key=value, found " + value);
            }
            settings.put(value.substring(0, equals), value.substring(equals + 1));
        } else if (values.put(name, value) != null) {
            throw new IllegalArgumentException("--" + name + " is given twice");
        }
    }

    /**
     * A value that must be there.
     *
     * @throws IllegalArgumentException when it is not
     */
    String text(String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new IllegalArgumentException("--" + name + " is missing"));
    }

    /**
     * A number that must be there and be positive.
     *
     * @throws IllegalArgumentException when it is not
     */
    long number(String name) {
        String text = text(name);
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " is not a number: " + text, e);
        }
        throw new IllegalArgumentException("--" + name + " must be more than 0: " + text);
    }

    /**
     * A number that must be there, be positive and fit an int.
     *
     * @throws IllegalArgumentException when it is not
     */
    int count(String name) {
        long number = number(name);
        if (number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("--" + name + " is too large: " + number);
        }
        return (int) number;
    }

    /** The {@code --set} pairs, sorted. */
    Map<String, String> settings() {
        return new TreeMap<>(settings);
    }
}
