package io.petaforge.maas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a machine's addresses over a deployment: MAAS takes automatic ones back with a release and gives others with the
 * next deployment, and a cluster knows its hosts by their addresses.
 */
final class AddressHold {
    private final Maas maas;

    AddressHold(Maas maas) {
        this.maas = maas;
    }

    /** A place in a subnet that MAAS chose the address for. */
    private record Automatic(int port, int subnet, String address) {}

    /**
     * Makes the addresses that were automatic fixed ones; what is so already stays. The machine must be ours, and
     * allocated.
     *
     * @throws MaasFailure where an address was given to somebody else meanwhile
     */
    void hold(JsonNode before, JsonNode now) {
        for (Automatic was : automatic(before)) {
            if (link(now, was, "static").isEmpty()) {
                link(now, was, "auto").ifPresent(link -> maas.unlink(id(now), was.port(), link));
                maas.link(id(now), was.port(), was.subnet(), Optional.of(was.address()));
            }
        }
    }

    /** Makes them automatic again. */
    void letGo(JsonNode before, JsonNode now) {
        for (Automatic was : automatic(before)) {
            link(now, was, "static").ifPresent(link -> {
                maas.unlink(id(now), was.port(), link);
                maas.link(id(now), was.port(), was.subnet(), Optional.empty());
            });
        }
    }

    private static String id(JsonNode machine) {
        return NodeReader.text(machine, "system_id");
    }

    private static List<Automatic> automatic(JsonNode machine) {
        List<Automatic> found = new ArrayList<>();
        for (JsonNode port : machine.path("interface_set")) {
            for (JsonNode link : port.path("links")) {
                String address = NodeReader.text(link, "ip_address");
                if (NodeReader.text(link, "mode").equals("auto") && !address.isEmpty()) {
                    found.add(new Automatic(
                            port.path("id").asInt(),
                            link.path("subnet").path("id").asInt(),
                            address));
                }
            }
        }
        return found;
    }

    /** The port's link in the subnet: a static one only with that address. */
    private static Optional<Integer> link(JsonNode machine, Automatic was, String mode) {
        for (JsonNode port : machine.path("interface_set")) {
            if (port.path("id").asInt() == was.port()) {
                for (JsonNode link : port.path("links")) {
                    if (link.path("subnet").path("id").asInt() == was.subnet()
                            && NodeReader.text(link, "mode").equals(mode)
                            && (mode.equals("auto")
                                    || NodeReader.text(link, "ip_address").equals(was.address()))) {
                        return Optional.of(link.path("id").asInt());
                    }
                }
            }
        }
        return Optional.empty();
    }
}
