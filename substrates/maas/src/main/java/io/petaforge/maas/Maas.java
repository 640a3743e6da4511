package io.petaforge.maas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.Erase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The operations of MAAS that the driver uses, each one request; pages where there may be many machines. */
final class Maas {
    /**
     * Machines asked for in one request. MAAS has no paging, a machine is 14 to 43 KB, and thirty took a real region 3.1 s:
     * twenty are answered in about 2 s.
     */
    static final int PAGE = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MaasHttp http;

    Maas(MaasHttp http) {
        this.http = http;
    }

    /** A machine that was allocated, or would be, and what the labels of its constraints were matched with. */
    record Allocated(Node node, Map<String, List<Integer>> storage) {
        Allocated {
            storage = Map.copyOf(storage);
        }
    }

    String version() {
        return NodeReader.text(json(Call.get("version/")), "version");
    }

    /** The user whose key it is, and whether that is an administrator. */
    JsonNode whoami() {
        return json(Call.get("users/", "whoami"));
    }

    /** The values of one field of everything in a collection, such as the names of the zones. */
    List<String> values(String collection, String field) {
        List<String> values = new ArrayList<>();
        json(Call.get(collection)).forEach(entry -> values.add(NodeReader.text(entry, field)));
        return values;
    }

    /** Images that can be deployed: {@code ubuntu/jammy amd64} and so on. */
    List<String> images() {
        List<String> images = new ArrayList<>();
        json(Call.get("boot-resources/"))
                .forEach(image -> images.add(NodeReader.text(image, "name") + " "
                        + NodeReader.text(image, "architecture").split("/")[0]));
        return images.stream().distinct().toList();
    }

    /** Everything in a zone, whatever its state. */
    List<Node> inZone(String zone) {
        return nodes(Call.get("machines/").query("zone", zone));
    }

    /** Machines by id, in pages; those that are gone are absent. */
    Map<String, Node> byIds(Collection<String> ids) {
        List<List<String>> pages = pages(List.copyOf(ids), PAGE);
        Map<String, Node> found = new TreeMap<>();
        Pipeline.all(pages, page -> nodes(withIds(Call.get("machines/"), page)))
                .forEach(nodes -> nodes.forEach(node -> found.put(node.id(), node)));
        return found;
    }

    /** Machines that were allocated under that name. */
    List<Node> ofAgent(String agent) {
        return nodes(Call.get("machines/").query("agent_name", agent));
    }

    /** Machines that the key's user holds. */
    List<Node> ownAllocated() {
        return nodes(Call.get("machines/", "list_allocated"));
    }

    /** Whether some machine would be allocated; nothing is. */
    Allocated dryRun(Map<String, List<String>> constraints) {
        return allocate(Call.post("machines/", "allocate").form("dry_run", "true"), constraints);
    }

    /** Allocates under an agent name, by which it can be found again whatever becomes of the answer. */
    Allocated allocate(String agent, String comment, Map<String, List<String>> constraints) {
        Call call = Call.post("machines/", "allocate").form("agent_name", agent).form("comment", comment);
        return allocate(call, constraints);
    }

    private Allocated allocate(Call call, Map<String, List<String>> constraints) {
        Call full = call;
        for (Map.Entry<String, List<String>> constraint : constraints.entrySet()) {
            for (String value : constraint.getValue()) {
                full = full.form(constraint.getKey(), value);
            }
        }
        JsonNode body = json(full);
        Map<String, List<Integer>> storage = new LinkedHashMap<>();
        body.path("constraints_by_type").path("storage").properties().forEach(entry -> {
            List<Integer> ids = new ArrayList<>();
            entry.getValue().forEach(id -> ids.add(id.asInt()));
            storage.put(entry.getKey(), ids);
        });
        return new Allocated(NodeReader.read(body), storage);
    }

    void annotate(String id, Map<String, String> annotations) {
        Call call = on(id, "set_workload_annotations");
        for (Map.Entry<String, String> entry : annotations.entrySet()) {
            call = call.form(entry.getKey(), entry.getValue());
        }
        http.send(call);
    }

    /** Makes a drive the boot drive; only while the machine is Ready. */
    void setBootDrive(String id, int drive) {
        http.send(Call.post("nodes/" + id + "/blockdevices/" + drive + "/", "set_boot_disk"));
    }

    /** Gives the machine one root filesystem on the drive and frees all others; only while it is Ready. */
    void setFlatLayout(String id, int drive) {
        http.send(on(id, "set_storage_layout")
                .form("storage_layout", "flat")
                .form("root_device", Integer.toString(drive)));
    }

    /** A machine in MAAS's own words, which {@link NodeReader} reads. */
    JsonNode description(String id) {
        return json(Call.get("machines/" + id + "/"));
    }

    /** Whether the region erases every drive of a machine that is released, whoever asks for it and however. */
    boolean erasesOnRelease() {
        return json(Call.get("maas/", "get_config").query("name", "enable_disk_erasing_on_release"))
                .asBoolean(true);
    }

    /** Takes a drive off the machine's list; only while it is Ready. */
    void removeDrive(String id, int drive) {
        http.send(Call.delete("nodes/" + id + "/blockdevices/" + drive + "/"));
    }

    /** Puts a drive on the machine's list, in any state. */
    void addDrive(String id, Map<String, String> fields) {
        Call call = Call.create("nodes/" + id + "/blockdevices/");
        for (Map.Entry<String, String> field : fields.entrySet()) {
            call = call.form(field.getKey(), field.getValue());
        }
        http.send(call);
    }

    /** Tags a drive; only while the machine is Ready. */
    void tagDrive(String id, int drive, String tag) {
        http.send(Call.post("nodes/" + id + "/blockdevices/" + drive + "/", "add_tag")
                .form("tag", tag));
    }

    /** Takes a port out of a subnet; only while the machine is Ready, Allocated or Broken. */
    void unlink(String id, int port, int link) {
        http.send(Call.post("nodes/" + id + "/interfaces/" + port + "/", "unlink_subnet")
                .form("id", Integer.toString(link)));
    }

    /**
     * Puts a port into a subnet; in the same states.
     *
     * @param address the one to have; without it, whichever MAAS gives it at each deployment
     */
    void link(String id, int port, int subnet, Optional<String> address) {
        Call call = Call.post("nodes/" + id + "/interfaces/" + port + "/", "link_subnet")
                .form("mode", address.isPresent() ? "STATIC" : "AUTO")
                .form("subnet", Integer.toString(subnet));
        http.send(address.isPresent() ? call.form("ip_address", address.get()) : call);
    }

    /** Starts a deployment and returns the machine as it was answered: the addresses are the assigned ones. */
    Node deploy(String id, String series, String userData, String comment) {
        return NodeReader.read(json(on(id, "deploy")
                .form("distro_series", series)
                .form("user_data", Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8)))
                .form("comment", comment)));
    }

    /** An operation that takes nothing but a comment. */
    void operate(String id, String operation, String comment) {
        http.send(on(id, operation).form("comment", comment));
    }

    /** Starts giving a machine back. */
    void release(String id, Erase erase, String comment) {
        Call call = on(id, "release");
        if (erase != Erase.NONE) {
            call = call.form("erase", "true");
        }
        if (erase == Erase.QUICK || erase == Erase.SECURE) {
            call = call.form(erase.word() + "_erase", "true");
        }
        http.send(call.form("comment", comment));
    }

    void powerOff(String id) {
        http.send(on(id, "power_off").form("stop_mode", "hard"));
    }

    /** What its BMC says: on, off, unknown or error. */
    String power(String id) {
        return NodeReader.text(json(Call.get("machines/" + id + "/", "query_power_state")), "state");
    }

    /** Events of the machines that are newer than the given one, oldest first; at most 1000, which is MAAS's most. */
    List<MaasEvent> events(Collection<String> ids, Optional<Long> after, int limit) {
        Call call = withIds(Call.get("events/", "query"), ids)
                .query("level", "INFO")
                .query("limit", Integer.toString(limit));
        if (after.isPresent()) {
            call = call.query("after", Long.toString(after.get()));
        }
        return MaasEvent.read(json(call), http::redact);
    }

    /** The last results of a kind: {@code current-testing} or {@code current-commissioning}. */
    JsonNode results(String id, String kind, Optional<String> script) {
        Call call = Call.get("nodes/" + id + "/results/" + kind + "/");
        if (script.isPresent()) {
            call = call.query("filters", script.get()).query("include_output", "true");
        }
        return json(call);
    }

    static <T> List<List<T>> pages(List<T> all, int size) {
        List<List<T>> pages = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            pages.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return pages;
    }

    private static Call on(String id, String operation) {
        return Call.post("machines/" + id + "/", operation);
    }

    private static Call withIds(Call call, Collection<String> ids) {
        Call full = call;
        for (String id : ids) {
            full = full.query("id", id);
        }
        return full;
    }

    private List<Node> nodes(Call call) {
        List<Node> nodes = new ArrayList<>();
        json(call).forEach(body -> nodes.add(NodeReader.read(body)));
        return nodes;
    }

    private JsonNode json(Call call) {
        String body = http.send(call);
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // Not its message: it quotes what it read.
            throw new MaasFailure(MaasFailure.Kind.UNREADABLE, call.describe(), "the answer is not JSON");
        }
    }
}
