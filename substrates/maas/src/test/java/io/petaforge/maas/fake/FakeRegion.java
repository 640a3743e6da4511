package io.petaforge.maas.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The state of a region: its machines, lists and events; and what it answers to whom. */
public final class FakeRegion {
    private static final Pattern MACHINE = Pattern.compile("machines/([a-z0-9]+)/");
    private static final Pattern NODE = Pattern.compile("nodes/([a-z0-9]+)/(.+)");
    private static final Pattern DRIVE = Pattern.compile("blockdevices/(\\d+)/");
    private static final Pattern PORT = Pattern.compile("interfaces/(\\d+)/");
    private static final Map<String, String> LISTS = Map.of(
            "zones/", "029-zones-list",
            "resourcepools/", "030-resourcepools-list",
            "tags/", "031-tags-list",
            "spaces/", "032-spaces-list",
            "fabrics/", "033-fabrics-list",
            "fabrics/1/vlans/", "034-vlans-list",
            "subnets/", "035-subnets-list",
            "ipranges/", "036-ipranges-list",
            "boot-resources/", "037-boot-resources-list");
    private static final int FIRST_EVENT = 500;

    private final Map<String, FakeMachine> machines = new LinkedHashMap<>();
    private final Map<String, ArrayNode> lists = new HashMap<>();
    private final Map<String, JsonNode> results = new HashMap<>();
    private final List<ObjectNode> events = new ArrayList<>();
    private final FakeLifecycle lifecycle = new FakeLifecycle(this);
    private final FakeOperations operations = new FakeOperations(this);
    private final FakeFilters filters = new FakeFilters(this);
    private Instant now = Instant.parse("2026-11-22T13:00:00Z");
    private boolean erasesOnRelease;
    private ObjectNode version = (ObjectNode) Recorded.body("001-version").deepCopy();

    /** The region as it was recorded, with its ten machines; nine are free, the tenth was never commissioned. */
    public FakeRegion() {
        LISTS.forEach((path, file) -> lists.put(path, Recorded.body(file).deepCopy()));
        for (JsonNode body : Recorded.body("177-machines-list")) {
            FakeMachine machine = new FakeMachine(body.deepCopy());
            machines.put(machine.id(), machine);
            if (machine.status() != 0) {
                machine.body.put("locked", false).put("testing_status", 2).put("testing_status_name", "Passed");
                layOut(machine);
                machine.free();
            }
        }
        results.put("hhntgt/current-testing", Recorded.body("066-results-testing-failed"));
        results.put("mph6mh/current-testing", Recorded.body("059-results-testing-include-output"));
        results.put("mph6mh/current-commissioning", Recorded.body("057-results-commissioning-passed"));
    }

    /** The first SATA drive boots and has the root filesystem; the others are empty. */
    private static void layOut(FakeMachine machine) {
        for (ObjectNode drive : machine.drives()) {
            FakeMachine.clear(drive);
            if (drive.path("name").asText().equals("sda")) {
                FakeMachine.root(drive, machine.id());
                machine.body.set("boot_disk", drive.deepCopy());
            }
        }
        machine.drivesChanged();
    }

    /** One more machine, like another but for its names and serials. */
    public FakeMachine add(String like, String id, String hostname, String zone) {
        String text = machine(like).body.toString().replace(like, id);
        ObjectNode body;
        try {
            body = (ObjectNode) new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        FakeMachine machine = new FakeMachine(body);
        body.put("hostname", hostname).put("fqdn", hostname + ".maas");
        ((ObjectNode) body.path("zone")).put("name", zone);
        machine.drives()
                .forEach(drive -> drive.put("serial", drive.path("serial").asText() + "-" + id)
                        .put("id_path", drive.path("id_path").asText() + "-" + id));
        machine.drivesChanged();
        machines.put(id, machine);
        return machine;
    }

    public FakeMachine machine(String id) {
        return machines.get(id);
    }

    public List<FakeMachine> machines() {
        return List.copyOf(machines.values());
    }

    public void remove(String id) {
        machines.remove(id);
    }

    public void version(String text) {
        version.put("version", text);
    }

    public void results(String machine, String kind, JsonNode body) {
        results.put(machine + "/" + kind, body);
    }

    ArrayNode list(String path) {
        return lists.get(path);
    }

    /** Puts a machine into a state, as if it had come there by itself. */
    public void set(String id, int status, String owner) {
        FakeMachine machine = machine(id);
        machine.forgetFuture();
        machine.status(status);
        if (owner.isEmpty()) {
            machine.body.putNull("owner");
        } else {
            machine.body.put("owner", owner);
        }
        boolean deployed = List.of(6, 9, 11).contains(status);
        if (deployed) {
            machine.body.put("osystem", "ubuntu").put("distro_series", "jammy").put("hwe_kernel", "ga-22.04");
            machine.power("on");
            machine.body.put("netboot", status != 6);
            machine.addresses(true, lifecycle.nextAddress());
        }
        if (status == 15 || status == 14) {
            machine.power("on");
        }
        if (status == 22) {
            machine.body.put("testing_status", 3).put("testing_status_name", "Failed");
        }
    }

    public void lock(String id) {
        machine(id).body.put("locked", true);
    }

    public String agentOf(String id) {
        return machine(id).agent;
    }

    public void agent(String id, String name) {
        machine(id).agent = name;
    }

    /** Annotations, written {@code id:key:value,key:value}. */
    public void annotate(String text) {
        FakeMachine machine = machine(text.split(":")[0]);
        for (String pair : text.substring(text.indexOf(':') + 1).split(";")) {
            machine.body.withObject("/workload_annotations").put(pair.split(":")[0], pair.split(":")[1]);
            machine.body.withObject("/owner_data").put(pair.split(":")[0], pair.split(":")[1]);
        }
    }

    public void free(String id) {
        machine(id).free();
    }

    public void boot(String id, int drive) {
        machine(id).body.set("boot_disk", machine(id).drive(drive).deepCopy());
    }

    public void driveTag(String id, int drive, String tag) {
        machine(id).drive(drive).withArray("tags").add(tag);
        machine(id).drivesChanged();
    }

    public void assign(String id) {
        machine(id).body.put("osystem", "ubuntu").put("distro_series", "jammy").put("hwe_kernel", "ga-22.04");
        machine(id).addresses(true, lifecycle.nextAddress());
    }

    public void series(String id, String series) {
        machine(id).body.put("distro_series", series).put("osystem", series.isEmpty() ? "" : "ubuntu");
    }

    /** An empty partition table on a drive. */
    public void partition(String id, int drive) {
        machine(id).drive(drive).put("partition_table_type", "GPT");
        machine(id).drivesChanged();
    }

    public void power(String id, String state) {
        machine(id).power(state);
    }

    /** The machine's first link is in a subnet without a free address. */
    public void exhaust(String id) {
        ObjectNode link = (ObjectNode)
                machine(id).body.path("interface_set").get(0).path("links").get(0);
        ((ObjectNode) link.path("subnet")).put("cidr", "10.30.0.0/30");
    }

    Instant now() {
        return now;
    }

    /** Time goes by. */
    public void advance(Duration duration) {
        now = now.plus(duration);
        List.copyOf(machines.values()).forEach(machine -> machine.until(now));
    }

    FakeLifecycle lifecycle() {
        return lifecycle;
    }

    /** It is that time. */
    void now(Instant time) {
        now = time;
    }

    /** Has real machines do what they are told; see {@link FakeMachine#body()} for making the region show them. */
    public void installer(Installer real) {
        lifecycle.installer(real);
    }

    /** One zone more. */
    public void zone(String name) {
        lists.get("zones/")
                .addObject()
                .put("name", name)
                .put("id", 100 + lists.get("zones/").size());
    }

    /** From now on every release erases, as an administrator may have it. */
    public void eraseOnRelease() {
        erasesOnRelease = true;
    }

    /** How long an erase takes. */
    public void erase(Duration takes) {
        lifecycle.erase(takes);
    }

    /** How long a deployment takes. */
    public void deployment(Duration takes) {
        lifecycle.deployment(takes);
    }

    void event(FakeMachine machine, String level, String type, String description) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("username", "unknown").put("node", machine.id()).put("hostname", machine.hostname());
        event.put("id", FIRST_EVENT + events.size()).put("level", level).put("created", now.toString());
        event.put("type", type).put("description", description);
        events.add(event);
    }

    List<String> names(String path) {
        List<String> names = new ArrayList<>();
        lists.get(path).forEach(entry -> names.add(entry.path("name").asText()));
        return names;
    }

    FakeReply answer(FakeRequest request) {
        String path = request.below();
        if (path.equals("version/")) {
            return FakeReply.json(version);
        }
        boolean known = path.equals("users/")
                || path.equals("machines/")
                || path.equals("events/")
                || path.equals("maas/")
                || lists.containsKey(path)
                || MACHINE.matcher(path).matches()
                || NODE.matcher(path).matches();
        if (!path.endsWith("/") || !known) {
            return FakeReply.unknownEndpoint(request.path());
        }
        if (path.equals("users/") && request.op().equals("whoami")) {
            return request.user().isEmpty() ? FakeReply.bare(401, "Forbidden") : whoami(request);
        }
        if (request.user().isEmpty()) {
            // Without a key that it can read, the handler for the anonymous answers: it has no operations.
            return FakeReply.unknownOperation(request);
        }
        if (path.equals("machines/")) {
            return operations.collection(request);
        }
        if (path.equals("events/")) {
            return request.op().equals("query") ? filters.events(request, events) : FakeReply.unknownOperation(request);
        }
        if (path.equals("maas/")) {
            return request.op().equals("get_config")
                            && request.query("name").orElse("").equals("enable_disk_erasing_on_release")
                    ? FakeReply.json(JsonNodeFactory.instance.booleanNode(erasesOnRelease))
                    : FakeReply.unknownOperation(request);
        }
        Matcher machine = MACHINE.matcher(path);
        if (machine.matches()) {
            return operations.machine(request, machines.get(machine.group(1)));
        }
        Matcher node = NODE.matcher(path);
        if (node.matches()) {
            return node(request, machines.get(node.group(1)), node.group(2));
        }
        return request.method().equals("GET") ? FakeReply.json(lists.get(path)) : FakeReply.unknownOperation(request);
    }

    private static FakeReply whoami(FakeRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        boolean admin = request.superuser();
        return FakeReply.json(body.put("is_superuser", admin)
                .put("username", request.user())
                .put("email", admin ? "a@b.c" : "op@example.com")
                .put("is_local", true)
                .put("resource_uri", "/MAAS/api/2.0/users/" + request.user() + "/"));
    }

    private FakeReply node(FakeRequest request, FakeMachine machine, String rest) {
        if (machine == null) {
            return FakeReply.text(404, "No Node matches the given query.");
        }
        FakeParts parts = new FakeParts(machine);
        if (rest.equals("blockdevices/") && request.method().equals("POST")) {
            return parts.add(request);
        }
        if (rest.equals("blockdevices/")) {
            ArrayNode drives = machine.body.path("blockdevice_set").deepCopy();
            drives.forEach(drive -> ((ObjectNode) drive).remove("firmware_version"));
            return FakeReply.json(drives);
        }
        if (rest.equals("interfaces/")) {
            return FakeReply.json(machine.body.path("interface_set"));
        }
        Matcher drive = DRIVE.matcher(rest);
        if (drive.matches() && !request.op().equals("set_boot_disk")) {
            return parts.drive(request, Integer.parseInt(drive.group(1)));
        }
        Matcher port = PORT.matcher(rest);
        if (port.matches()) {
            return parts.port(request, Integer.parseInt(port.group(1)), machines());
        }
        if (drive.matches() && request.op().equals("set_boot_disk")) {
            if (!request.superuser()) {
                return FakeReply.forbidden();
            }
            machine.body.set(
                    "boot_disk", machine.drive(Integer.parseInt(drive.group(1))).deepCopy());
            return FakeReply.bare(200, "OK");
        }
        if (rest.startsWith("results/")) {
            String kind = rest.substring("results/".length()).replace("/", "");
            JsonNode found = results.get(machine.id() + "/" + kind);
            return FakeReply.json(
                    found == null
                            ? JsonNodeFactory.instance.objectNode().set("results", JsonNodeFactory.instance.arrayNode())
                            : found);
        }
        return FakeReply.unknownEndpoint(request.path());
    }

    FakeReply machines(FakeRequest request) {
        return filters.machines(request);
    }
}
