package io.petaforge.maas.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What the region lets be done to a machine's drives and ports, and in which states. */
final class FakeParts {
    private static final List<Integer> LINKABLE = List.of(4, 8, 10);

    private final FakeMachine machine;

    FakeParts(FakeMachine machine) {
        this.machine = machine;
    }

    /** A drive more, of which the region knows what it is told: it has no tags. */
    FakeReply add(FakeRequest request) {
        if (!request.superuser()) {
            return FakeReply.forbidden();
        }
        String serial = request.form("serial").orElse("");
        String path = request.form("id_path").orElse("");
        if (path.isEmpty() && (serial.isEmpty() || request.form("model").isEmpty())) {
            return FakeReply.invalid("__all__", "serial/model are required if id_path is not provided.");
        }
        int id = 1
                + machine.drives().stream()
                        .mapToInt(drive -> drive.path("id").asInt())
                        .max()
                        .orElse(0)
                + 5000;
        ObjectNode drive = machine.drives().get(0).deepCopy();
        drive.put("id", id)
                .put("name", request.form("name").orElse(""))
                .put("model", request.form("model").orElse(""))
                .put("serial", serial)
                .put("id_path", path)
                .put("path", "/dev/disk/by-dname/" + request.form("name").orElse(""))
                .put("size", Long.parseLong(request.form("size").orElse("0")))
                .put("block_size", Integer.parseInt(request.form("block_size").orElse("0")));
        drive.putArray("tags");
        FakeMachine.clear(drive);
        ((ArrayNode) machine.body.path("physicalblockdevice_set")).add(drive);
        machine.drivesChanged();
        return FakeReply.json(drive);
    }

    FakeReply drive(FakeRequest request, int id) {
        ObjectNode drive = machine.drive(id);
        if (drive == null) {
            return FakeReply.text(404, "No BlockDevice matches the given query.");
        }
        if (!request.superuser()) {
            return FakeReply.forbidden();
        }
        boolean delete = request.method().equals("DELETE");
        if (machine.status() != 4) {
            return FakeReply.text(
                    409,
                    "Cannot " + (delete ? "delete" : "update") + " block device because the machine is not Ready.");
        }
        if (delete) {
            ArrayNode drives = (ArrayNode) machine.body.path("physicalblockdevice_set");
            for (int i = drives.size() - 1; i >= 0; i--) {
                if (drives.get(i).path("id").asInt() == id) {
                    drives.remove(i);
                }
            }
            machine.drivesChanged();
            return FakeReply.bare(204, "");
        }
        if (!request.op().equals("add_tag")) {
            return FakeReply.unknownOperation(request);
        }
        ArrayNode tags = drive.withArray("tags");
        String tag = request.form("tag").orElse("");
        boolean there = false;
        for (JsonNode known : tags) {
            there |= known.asText().equals(tag);
        }
        if (!there) {
            tags.add(tag);
        }
        machine.drivesChanged();
        return FakeReply.json(machine.drive(id));
    }

    FakeReply port(FakeRequest request, int id, List<FakeMachine> all) {
        if (!LINKABLE.contains(machine.status())) {
            return FakeReply.text(
                    409, "Cannot link subnet interface because the machine is not Ready, Allocated, or Broken.");
        }
        ObjectNode port = port(id);
        ArrayNode links = port.withArray("links");
        if (request.op().equals("unlink_subnet")) {
            for (int i = links.size() - 1; i >= 0; i--) {
                if (links.get(i).path("id").asText().equals(request.form("id").orElse(""))) {
                    links.remove(i);
                }
            }
            return FakeReply.json(port);
        }
        if (!request.op().equals("link_subnet")) {
            return FakeReply.unknownOperation(request);
        }
        if (request.form("force").isPresent()) {
            links.removeAll();
        }
        Optional<String> address = request.form("ip_address");
        if (address.isPresent() && all.stream().anyMatch(other -> has(other, address.get()))) {
            return FakeReply.text(404, "IP address is already in use.");
        }
        ObjectNode link = links.addObject();
        link.put("id", 7000 + links.size() + id * 10)
                .put("mode", request.form("mode").orElse("").toLowerCase(java.util.Locale.ROOT));
        link.set("subnet", subnet(request.form("subnet").orElse(""), all));
        address.ifPresent(value -> link.put("ip_address", value));
        return FakeReply.json(port);
    }

    private static boolean has(FakeMachine machine, String address) {
        for (JsonNode port : machine.body.path("interface_set")) {
            for (JsonNode link : port.path("links")) {
                if (link.path("ip_address").asText().equals(address)) {
                    return true;
                }
            }
        }
        return false;
    }

    private ObjectNode port(int id) {
        for (JsonNode port : machine.body.path("interface_set")) {
            if (port.path("id").asInt() == id) {
                return (ObjectNode) port;
            }
        }
        throw new IllegalArgumentException("no port " + id);
    }

    /** As it is described wherever something is in it. */
    private static JsonNode subnet(String id, List<FakeMachine> all) {
        for (FakeMachine machine : all) {
            for (JsonNode port : machine.body.path("interface_set")) {
                for (String field : List.of("links", "discovered")) {
                    for (JsonNode link : port.path(field)) {
                        if (link.path("subnet").path("id").asText().equals(id)) {
                            return link.path("subnet").deepCopy();
                        }
                    }
                }
            }
        }
        throw new IllegalArgumentException("no subnet " + id);
    }
}
