package io.petaforge.discover;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code lldpcli -f json0 show neighbors}, in which every level is a list. */
public final class LldpNeighbors {
    private static final Pattern AGE = Pattern.compile("(\\d{1,9}) days?, (\\d{1,9}):(\\d{1,9}):(\\d{1,9})");

    /**
     * Who answered at a port.
     *
     * @param port the machine's own port
     * @param device the neighbour's name, or its chassis id where it tells no name
     * @param devicePort the neighbour's port
     * @param ageSeconds since it was first heard of
     */
    public record Neighbor(String port, String device, String devicePort, long ageSeconds) {
        public Neighbor {
            requireNonNull(port, "port");
            requireNonNull(device, "device");
            requireNonNull(devicePort, "devicePort");
        }
    }

    private LldpNeighbors() {}

    /** The neighbours; none where the text is no JSON. */
    public static List<Neighbor> read(String json) {
        return read(Json.read(json));
    }

    /** The same of a document that is part of a larger one. */
    public static List<Neighbor> read(JsonNode document) {
        List<Neighbor> neighbors = new ArrayList<>();
        for (JsonNode level : document.path("lldp")) {
            for (JsonNode port : level.path("interface")) {
                JsonNode chassis = port.path("chassis").path(0);
                String name = first(chassis, "name");
                neighbors.add(new Neighbor(
                        Json.text(port.path("name")),
                        name.isEmpty() ? first(chassis, "id") : name,
                        portName(port.path("port").path(0)),
                        age(Json.text(port.path("age")))));
            }
        }
        return List.copyOf(neighbors);
    }

    /** A port that gives its hardware address or a number of its own as its id has its name in the description. */
    private static String portName(JsonNode port) {
        String type = Json.text(port.path("id").path(0).path("type"));
        String description = first(port, "descr");
        return (type.equals("mac") || type.equals("local")) && !description.isEmpty() ? description : first(port, "id");
    }

    /** Seconds of an age such as {@code 1 day, 02:03:04}; 0 where it is no age. */
    private static long age(String text) {
        Matcher matcher = AGE.matcher(text);
        return matcher.matches()
                ? ((Long.parseLong(matcher.group(1)) * 24 + Long.parseLong(matcher.group(2))) * 60
                                        + Long.parseLong(matcher.group(3)))
                                * 60
                        + Long.parseLong(matcher.group(4))
                : 0;
    }

    private static String first(JsonNode node, String key) {
        return Json.text(node.path(key).path(0).path("value"));
    }
}
