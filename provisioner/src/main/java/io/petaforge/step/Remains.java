package io.petaforge.step;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a service leaves on a host.
 *
 * @param units its systemd units
 * @param paths files and directories that are its own and are made again from the plan
 */
public record Remains(List<String> units, List<String> paths) {
    public Remains {
        units = List.copyOf(units);
        paths = List.copyOf(paths);
        for (String path : paths) {
            if (!path.startsWith("/") || path.chars().filter(c -> c == '/').count() < 3 || path.contains("..")) {
                throw new IllegalArgumentException("not a path that a service alone owns: " + path);
            }
        }
    }

    /** What two services left on the same host; the first one's units stop first. */
    public Remains and(Remains other) {
        return new Remains(joined(units, other.units), joined(paths, other.paths));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }
}
