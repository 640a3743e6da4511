package io.petaforge.report;

import io.petaforge.network.dc.PlanChange;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a new plan changes, for people: in the network that is there, and in the files that were written before. */
final class NetworkChangeText {
    private static final int NAMED = 6;

    private NetworkChangeText() {}

    static String of(PlanChange change) {
        StringBuilder text = new StringBuilder("\nSince the plan in force\n");
        if (change.isEmpty()) {
            return text.append("  Nothing changes: the same devices, addresses, ports and cables.\n")
                    .toString();
        }
        counts(text, "racks", change.racksAdded(), change.racksRemoved(), name -> name);
        counts(text, "devices", change.devicesAdded(), change.devicesRemoved(), Object::toString);
        counts(text, "cables", change.cablesAdded(), change.cablesRemoved(), cable -> cable.a() + " - " + cable.b());
        if (change.altered().isEmpty()) {
            text.append("  Nothing that stays is altered: it keeps every address, AS number, port and cable.\n");
        } else {
            text.append(String.format(
                    Locale.ROOT,
                    "  ALTERED in what stays: %,d%n",
                    change.altered().size()));
            change.altered().stream()
                    .limit(NAMED)
                    .forEach(what -> text.append("    ").append(what).append('\n'));
            more(text, change.altered());
        }
        return text.toString();
    }

    static String of(WrittenFiles files) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%nFiles in %s: %,d added, %,d changed, %,d removed, %,d unchanged%n",
                files.directory(),
                files.added().size(),
                files.changed().size(),
                files.removed().size(),
                files.unchanged()));
        // A first plan is all added: its files need no list.
        if (files.unchanged() + files.changed().size() > 0) {
            list(text, "added", files.added());
            list(text, "changed", files.changed());
            list(text, "removed", files.removed());
        }
        return text.toString();
    }

    private static <T> void counts(
            StringBuilder text, String what, List<T> added, List<T> removed, Function<T, String> words) {
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        text.append(String.format(Locale.ROOT, "  %-8s", what))
                .append(part("added", added, words))
                .append(added.isEmpty() || removed.isEmpty() ? "" : "; ")
                .append(part("removed", removed, words))
                .append('\n');
    }

    private static <T> String part(String verb, List<T> items, Function<T, String> words) {
        if (items.isEmpty()) {
            return "";
        }
        List<String> named = items.stream().limit(3).map(words).toList();
        return String.format(Locale.ROOT, "%,d %s: ", items.size(), verb)
                + String.join(", ", named)
                + (items.size() > named.size() ? ", ..." : "");
    }

    private static void list(StringBuilder text, String verb, List<String> paths) {
        if (!paths.isEmpty()) {
            text.append("  ").append(verb).append('\n');
            paths.stream()
                    .limit(NAMED)
                    .forEach(path -> text.append("    ").append(path).append('\n'));
            more(text, paths);
        }
    }

    private static void more(StringBuilder text, List<String> items) {
        if (items.size() > NAMED) {
            text.append(String.format(Locale.ROOT, "    and %,d more%n", items.size() - NAMED));
        }
    }
}
