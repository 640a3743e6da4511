package io.petaforge.step;

import java.util.List;

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
}
