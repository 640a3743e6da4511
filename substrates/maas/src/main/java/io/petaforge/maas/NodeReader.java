package io.petaforge.maas;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Hardware;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a machine from MAAS's JSON; fields that are missing, null or unknown do not matter. Pure. */
final class NodeReader {
    private NodeReader() {}

    static Node read(JsonNode body) {
        Map<String, String> annotations = new TreeMap<>();
        body.path("workload_annotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText()));
        int boot = body.path("boot_disk").path("id").asInt(-1);
        return new Node(
                text(body, "system_id"),
                text(body, "hostname"),
                NodeStatus.of(body.path("status").asInt(-1)),
                text(body, "status_name"),
                Optional.of(text(body, "owner")).filter(owner -> !owner.isEmpty()),
                body.path("locked").asBoolean(false),
                text(body.path("zone"), "name"),
                text(body.path("pool"), "name"),
                Set.copyOf(texts(body.path("tag_names"))),
                text(body, "architecture"),
                body.path("cpu_count").asInt(0),
                ByteSize.ofMiB(body.path("memory").asLong(0)),
                verdict(body),
                boot < 0 ? OptionalInt.empty() : OptionalInt.of(boot),
                drives(body.path("physicalblockdevice_set")),
                ports(body.path("interface_set")),
                texts(body.path("ip_addresses")),
                links(body.path("boot_interface")),
                annotations,
                text(body, "power_state"),
                new Node.Vendor(
                        text(body.path("hardware_info"), "system_vendor"),
                        text(body.path("hardware_info"), "system_product"),
                        text(body.path("hardware_info"), "system_serial"),
                        text(body.path("hardware_info"), "cpu_model")),
                numa(body.path("numanode_set")));
    }

    /** Script results: 3 Failed, 4 Timed out, 5 Aborted, 6 Degraded, 8 Failed installing; commissioning has its own state. */
    private static Node.Verdict verdict(JsonNode body) {
        return switch (body.path("testing_status").asInt(-1)) {
            case 0, 1, 7 -> Node.Verdict.RUNNING;
            case 2, 9 -> Node.Verdict.PASSED;
            case 3, 4, 5, 8 -> Node.Verdict.FAILED;
            case 6 -> Node.Verdict.DEGRADED;
            default -> Node.Verdict.NONE;
        };
    }

    private static List<Node.Drive> drives(JsonNode list) {
        List<Node.Drive> drives = new ArrayList<>();
        for (JsonNode drive : list) {
            drives.add(new Node.Drive(
                    drive.path("id").asInt(),
                    text(drive, "name"),
                    text(drive, "model"),
                    text(drive, "serial"),
                    text(drive, "id_path"),
                    new ByteSize(drive.path("size").asLong(0)),
                    Set.copyOf(texts(drive.path("tags"))),
                    text(drive, "partition_table_type").isEmpty()
                            && drive.path("filesystem").isEmpty(),
                    holdsRoot(drive)));
        }
        drives.sort(Comparator.comparing(Node.Drive::identity));
        return drives;
    }

    private static boolean holdsRoot(JsonNode drive) {
        if (text(drive.path("filesystem"), "mount_point").equals("/")) {
            return true;
        }
        for (JsonNode partition : drive.path("partitions")) {
            if (text(partition.path("filesystem"), "mount_point").equals("/")) {
                return true;
            }
        }
        return false;
    }

    private static List<Node.Port> ports(JsonNode list) {
        Map<String, Long> speeds = new TreeMap<>();
        list.forEach(port -> speeds.put(text(port, "name"), speed(port)));
        List<Node.Port> ports = new ArrayList<>();
        for (JsonNode port : list) {
            List<Node.Link> links = new ArrayList<>(networks(port.path("links"), true));
            links.addAll(networks(port.path("discovered"), false));
            Set<String> spaces = new TreeSet<>();
            links.forEach(link -> add(spaces, link.space()));
            add(spaces, text(port.path("vlan"), "space"));
            // MAAS tells no speed of a bond, a bridge or a VLAN, only what it is made of.
            long megabits = texts(port.path("parents")).stream()
                    .mapToLong(parent -> speeds.getOrDefault(parent, 0L))
                    .reduce(speed(port), Math::max);
            int vid = port.path("vlan").path("vid").asInt(0);
            int numa = port.path("numa_node").asInt(-1);
            ports.add(new Node.Port(
                    port.path("id").asInt(),
                    text(port, "name"),
                    text(port, "mac_address"),
                    text(port, "type").equals("physical"),
                    megabits > 0 ? Optional.of(new BitRate(megabits * 1_000_000)) : Optional.empty(),
                    vid > 0 ? OptionalInt.of(vid) : OptionalInt.empty(),
                    numa >= 0 ? OptionalInt.of(numa) : OptionalInt.empty(),
                    spaces,
                    links));
        }
        ports.sort(Comparator.comparing(Node.Port::name));
        return ports;
    }

    /** In Mbit/s: what the link runs at, or what the card could where only that is known; nothing without a cable. */
    private static long speed(JsonNode port) {
        long link = port.path("link_speed").asLong(0);
        return link > 0 || !port.path("link_connected").asBoolean(true)
                ? link
                : port.path("interface_speed").asLong(0);
    }

    private static List<Node.Link> networks(JsonNode list, boolean configured) {
        List<Node.Link> links = new ArrayList<>();
        for (JsonNode link : list) {
            links.add(new Node.Link(
                    text(link.path("subnet"), "cidr"),
                    text(link.path("subnet"), "space"),
                    Optional.of(text(link, "ip_address")).filter(address -> !address.isEmpty()),
                    configured));
        }
        return links;
    }

    private static List<String> links(JsonNode port) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode link : port.path("links")) {
            add(addresses, text(link, "ip_address"));
        }
        return addresses;
    }

    private static List<Hardware.NumaNode> numa(JsonNode list) {
        List<Hardware.NumaNode> nodes = new ArrayList<>();
        for (JsonNode node : list) {
            nodes.add(new Hardware.NumaNode(
                    node.path("index").asInt(),
                    node.path("cores").size(),
                    ByteSize.ofMiB(node.path("memory").asLong(0))));
        }
        return nodes;
    }

    private static void add(java.util.Collection<String> values, String value) {
        if (!value.isEmpty()) {
            values.add(value);
        }
    }

    static List<String> texts(JsonNode list) {
        List<String> values = new ArrayList<>();
        list.forEach(value -> values.add(value.asText()));
        return values;
    }

    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }
}
