package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A command as an argument list. It is quoted for the remote shell in one place, {@link Quote}; nobody else builds shell
 * text. A constant POSIX shell program is a command too ({@link #script}): its text is a literal or a resource, and what
 * varies reaches it as positional parameters.
 *
 * @param argv program and arguments; never a secret
 * @param stdin what the command reads, empty for nothing
 * @param environment variables that may be secret: they travel over the connection's input, never in an argument list
 */
public record Command(List<String> argv, Optional<Secret> stdin, Map<String, Secret> environment) {
    public Command {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command has at least a program");
        }
        argv = List.copyOf(argv);
        requireNonNull(stdin, "stdin");
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** A program with its arguments. */
    public static Command of(String... argv) {
        return new Command(List.of(argv), Optional.empty(), Map.of());
    }

    /** A program with its arguments. */
    public static Command of(List<String> argv) {
        return new Command(argv, Optional.empty(), Map.of());
    }

    /** A constant shell program; {@code parameters} become {@code $1}, {@code $2} and so on. */
    public static Command script(String text, String... parameters) {
        return script(text, List.of(parameters));
    }

    /** A constant shell program; {@code parameters} become {@code $1}, {@code $2} and so on. */
    public static Command script(String text, List<String> parameters) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", text, "sh"));
        argv.addAll(parameters);
        return of(argv);
    }

    /** The same command, fed with this input. */
    public Command withStdin(Secret input) {
        return new Command(argv, Optional.of(input), environment);
    }

    /** The same command with one more variable. */
    public Command withEnvironment(String name, Secret value) {
        Map<String, Secret> more = new TreeMap<>(environment);
        more.put(name, value);
        return new Command(argv, stdin, more);
    }
}
