package io.petaforge.fabric.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.discover.LldpNeighbors;
import io.petaforge.remote.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads what {@code observe.py} printed. */
final class ObservationReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObservationReader() {}

    /** The observation; empty when the program did not run to its end. */
    static Optional<Observation> read(Output output) {
        if (!output.ok()) {
            return Optional.empty();
        }
        try {
            JsonNode tree = JSON.readTree(output.stdout());
            return tree.isObject() ? Optional.of(of(tree)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Observation of(JsonNode tree) {
        List<Observation.Lost> lost = new ArrayList<>();
        tree.path("far")
                .path("lost")
                .forEach(
                        one -> lost.add(new Observation.Lost(text(one.path(0)), text(one.path(1)), text(one.path(2)))));
        JsonNode routing = tree.path("routing");
        return new Observation(
                tree.path("addressed").asBoolean(true),
                fields(
                        tree.path("ports"),
                        port -> new Observation.PortState(
                                port.path("up").asBoolean(),
                                port.path("carrier").asBoolean(),
                                port.path("mtu").asInt(),
                                port.path("speed").asLong(),
                                text(port.path("linklocal")),
                                text(port.path("master")))),
                routing.isObject() ? Optional.of(routing(routing)) : Optional.empty(),
                fields(tree.path("near"), one -> new Observation.Echo(text(one.path(0)), text(one.path(1)))),
                fields(
                        tree.path("links"),
                        one -> new Observation.Neighbors(
                                new Observation.Echo(text(one.path("small")), text(one.path("full"))),
                                texts(one.path("from")))),
                new Observation.Far(tree.path("far").path("asked").asInt(), lost),
                tree.path("lldp").isObject() ? Optional.of(lldp(tree.path("lldp"))) : Optional.empty(),
                fields(tree.path("spread"), JsonNode::asInt),
                text(tree.path("source")));
    }

    private static Observation.Routing routing(JsonNode routing) {
        Map<String, Observation.Session> sessions = new TreeMap<>();
        // The same session stands under every address family that it carries; one of them up is the session up.
        routing.path("summary").forEach(family -> family.path("peers").fields().forEachRemaining(peer -> {
            Observation.Session session = new Observation.Session(
                    text(peer.getValue().path("state")),
                    peer.getValue().path("remoteAs").asLong(),
                    peer.getValue().path("dynamicPeer").asBoolean());
            sessions.merge(peer.getKey(), session, (one, other) -> one.up() ? one : other);
        }));
        return new Observation.Routing(
                sessions,
                fields(routing.path("tables"), table -> fields(table.path("groups"), ObservationReader::text)),
                fields(routing.path("tables"), table -> fields(table.path("prefixes"), ObservationReader::texts)));
    }

    private static List<Observation.Lldp> lldp(JsonNode document) {
        return LldpNeighbors.read(document).stream()
                .map(neighbor -> new Observation.Lldp(
                        neighbor.port(), neighbor.device(), neighbor.devicePort(), neighbor.ageSeconds()))
                .toList();
    }

    private static String text(JsonNode node) {
        return node.asText("");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(text(one)));
        return texts;
    }

    private static <V> Map<String, V> fields(JsonNode object, Function<JsonNode, V> value) {
        Map<String, V> map = new TreeMap<>();
        object.fields().forEachRemaining(field -> map.put(field.getKey(), value.apply(field.getValue())));
        return map;
    }
}
