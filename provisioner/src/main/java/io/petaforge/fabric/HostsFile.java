package io.petaforge.fabric;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes names into /etc/hosts and leaves other people's lines alone, except where they give one of our names another
 * address: a host that believes its own name to be 127.0.1.1 would make its daemons listen there.
 */
final class HostsFile {
    private static final String BEGIN = "# petaforge: begin";
    private static final String END = "# petaforge: end";

    private HostsFile() {}

    /**
     * @param present the file as it is
     * @param names addresses by name, all in the order in which they are written
     */
    static String with(String present, Map<String, List<String>> names) {
        List<String> lines = new ArrayList<>();
        boolean ours = false;
        for (String line : present.lines().toList()) {
            if (line.equals(BEGIN)) {
                ours = true;
            } else if (line.equals(END)) {
                ours = false;
            } else if (!ours) {
                lines.addAll(without(line, names.keySet()));
            }
        }
        lines.add(BEGIN);
        names.forEach((name, addresses) -> addresses.forEach(address -> lines.add(address + " " + name)));
        lines.add(END);
        return String.join("\n", lines) + "\n";
    }

    /** The line without those names, or nothing when no name is left in it. */
    private static List<String> without(String line, Set<String> names) {
        int hash = line.indexOf('#');
        String entry = hash < 0 ? line : line.substring(0, hash);
        List<String> words = new ArrayList<>(List.of(entry.strip().split("\\s+")));
        Set<String> clash = new HashSet<>(words.subList(1, words.size()));
        clash.retainAll(names);
        if (clash.isEmpty()) {
            return List.of(line);
        }
        words.removeAll(clash);
        return words.size() > 1 ? List.of(String.join(" ", words)) : List.of();
    }
}
