package io.petaforge.lab;

import io.petaforge.api.PortRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which plug is in which port. A plug that was moved says in its interface's alias which port it belongs to, so that it
 * is found again wherever it is. Pure: interfaces come in as {@code ip -oneline link show} prints them.
 */
final class Plugs {
    /** "7: fab0@if6: <BROADCAST,...> ... \    alias leaf-r1a:swp1": the alias is last, on a line of its own. */
    private static final Pattern LINK = Pattern.compile("^\\d+: ([^:@]+)[:@].*?(?:\\\\\\s+alias (\\S+).*)?$");

    /** An interface where it is now, and the plug that it stands for. */
    record Placed(String namespace, String name, PortRef plug) {}

    /** One interface to move. */
    record Move(Placed from, String namespace, String name) {}

    private final Map<PortRef, Placed> places = new LinkedHashMap<>();

    private Plugs() {}

    /**
     * Finds plugs.
     *
     * @param wanted the ports whose plugs are looked for, each with the namespace of its machine
     * @param links the interfaces of each namespace in which they can be
     */
    static Plugs find(Map<PortRef, String> wanted, Map<String, String> links) {
        Plugs found = new Plugs();
        links.forEach((namespace, text) -> text.lines().forEach(line -> {
            Matcher link = LINK.matcher(line);
            if (!link.matches()) {
                return;
            }
            String name = link.group(1);
            Optional<PortRef> home = Optional.ofNullable(link.group(2)).flatMap(alias -> wanted.keySet().stream()
                    .filter(port -> port.toString().equals(alias))
                    .findFirst());
            if (link.group(2) == null) {
                // Never moved: it is the plug of the port whose name it has.
                home = wanted.keySet().stream()
                        .filter(port -> port.port().equals(name) && namespace.equals(wanted.get(port)))
                        .findFirst();
            }
            home.ifPresent(port -> found.places.put(port, new Placed(namespace, name, port)));
        }));
        return found;
    }

    /** Where a port's plug is; empty when it was not found. */
    Optional<Placed> of(PortRef port) {
        return Optional.ofNullable(places.get(port));
    }

    /**
     * What has to move so that each plug is in the port that is wanted for it.
     *
     * @param wanted plug to port
     * @param namespaces the namespace of each port's machine
     */
    List<Move> towards(Map<PortRef, PortRef> wanted, Map<PortRef, String> namespaces) {
        List<Move> moves = new ArrayList<>();
        wanted.forEach((plug, port) -> of(plug).ifPresent(now -> {
            String namespace = namespaces.getOrDefault(port, "");
            if (!now.namespace().equals(namespace) || !now.name().equals(port.port())) {
                moves.add(new Move(now, namespace, port.port()));
            }
        }));
        return List.copyOf(moves);
    }
}
