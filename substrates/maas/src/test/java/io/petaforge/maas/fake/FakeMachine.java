package io.petaforge.maas.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** One machine: the JSON that the region shows, what it keeps beside it, and what will happen to it. */
public final class FakeMachine {
    /** What a deployment or an erase of it comes to. */
    public enum Fate {
        GOOD,
        /** The deployment fails. */
        FAILS,
        /** It never ends. */
        STUCK,
        /** The machine is deleted while it is deployed. */
        VANISHES,
        /** Its drives cannot be erased. */
        ERASE_FAILS
    }

    static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0, "New"),
            Map.entry(1, "Commissioning"),
            Map.entry(2, "Failed commissioning"),
            Map.entry(4, "Ready"),
            Map.entry(6, "Deployed"),
            Map.entry(8, "Broken"),
            Map.entry(9, "Deploying"),
            Map.entry(10, "Allocated"),
            Map.entry(11, "Failed deployment"),
            Map.entry(12, "Releasing"),
            Map.entry(14, "Disk erasing"),
            Map.entry(15, "Failed disk erasing"),
            Map.entry(17, "Entering rescue mode"),
            Map.entry(21, "Testing"),
            Map.entry(22, "Failed testing"));

    /** Something that will happen. */
    private record Due(Instant at, Runnable effect) {}

    final ObjectNode body;
    String agent = "";
    Fate fate = Fate.GOOD;
    String userData = "";
    private final List<Due> due = new ArrayList<>();

    FakeMachine(ObjectNode body) {
        this.body = body;
    }

    public String id() {
        return body.path("system_id").asText();
    }

    public String hostname() {
        return body.path("hostname").asText();
    }

    public int status() {
        return body.path("status").asInt();
    }

    /** What the region shows, to be changed before it is first asked. */
    public ObjectNode body() {
        return body;
    }

    public String userData() {
        return userData;
    }

    public void fate(Fate next) {
        fate = next;
    }

    String owner() {
        return body.path("owner").isNull() ? "" : body.path("owner").asText();
    }

    boolean locked() {
        return body.path("locked").asBoolean();
    }

    String zone() {
        return body.path("zone").path("name").asText();
    }

    String pool() {
        return body.path("pool").path("name").asText();
    }

    boolean on() {
        return body.path("power_state").asText().equals("on");
    }

    void status(int number) {
        body.put("status", number).put("status_name", NAMES.get(number));
    }

    void message(String text) {
        body.put("status_message", text);
    }

    void power(String state) {
        body.put("power_state", state);
    }

    void after(Instant now, Duration delay, Runnable effect) {
        due.add(new Due(now.plus(delay), effect));
    }

    void forgetFuture() {
        due.clear();
    }

    /** Lets happen what is due. */
    void until(Instant now) {
        List<Due> ready = due.stream()
                .filter(item -> !item.at().isAfter(now))
                .sorted(Comparator.comparing(Due::at))
                .toList();
        due.removeAll(ready);
        ready.forEach(item -> item.effect().run());
    }

    /** Free and off, as after a release; the storage layout stays. */
    void free() {
        forgetFuture();
        status(4);
        message("Released");
        body.putNull("owner")
                .put("netboot", true)
                .put("osystem", "")
                .put("distro_series", "")
                .putNull("hwe_kernel");
        body.putNull("current_installation_result_id");
        body.putObject("owner_data");
        body.putObject("workload_annotations");
        agent = "";
        power("off");
        addresses(false, 0);
    }

    /** Deployment gives every automatic link an address; before, the machine shows what commissioning saw. */
    void addresses(boolean assigned, int number) {
        List<String> shown = new ArrayList<>();
        for (JsonNode port : body.path("interface_set")) {
            for (JsonNode link : port.path("links")) {
                ObjectNode object = (ObjectNode) link;
                if (assigned && object.path("mode").asText().equals("auto")) {
                    String network = object.path("subnet").path("cidr").asText().replaceAll("\\.\\d+/\\d+$", "");
                    object.put("ip_address", network + "." + number);
                } else if (!assigned && object.path("mode").asText().equals("auto")) {
                    object.remove("ip_address");
                }
                if (assigned && object.has("ip_address")) {
                    shown.add(object.path("ip_address").asText());
                }
            }
            if (!assigned) {
                port.path("discovered")
                        .forEach(seen -> shown.add(seen.path("ip_address").asText()));
            }
            if (port.path("id").equals(body.path("boot_interface").path("id"))) {
                body.set("boot_interface", port.deepCopy());
            }
        }
        ArrayNode list = body.putArray("ip_addresses");
        shown.forEach(list::add);
    }

    ObjectNode drive(int id) {
        for (JsonNode drive : body.path("physicalblockdevice_set")) {
            if (drive.path("id").asInt() == id) {
                return (ObjectNode) drive;
            }
        }
        return null;
    }

    List<ObjectNode> drives() {
        List<ObjectNode> drives = new ArrayList<>();
        body.path("physicalblockdevice_set").forEach(drive -> drives.add((ObjectNode) drive));
        return drives;
    }

    /** Makes both lists of drives and the boot drive agree again. */
    public void drivesChanged() {
        body.set("blockdevice_set", body.path("physicalblockdevice_set").deepCopy());
        int boot = body.path("boot_disk").path("id").asInt(-1);
        if (boot >= 0) {
            body.set("boot_disk", drive(boot).deepCopy());
        }
    }

    /** Nothing is on the drive. */
    static void clear(ObjectNode drive) {
        drive.putNull("partition_table_type").put("used_for", "Unused").put("used_size", 0);
        drive.put("available_size", drive.path("size").asLong() - 6_643_712);
        drive.putArray("partitions");
    }

    /** One partition over the whole drive, with the root filesystem. */
    static void root(ObjectNode drive, String machine) {
        drive.put("partition_table_type", "GPT").put("used_for", "GPT partitioned with 1 partition");
        drive.put("available_size", 0).put("used_size", drive.path("size").asLong() - 2_621_440);
        ObjectNode partition = drive.putArray("partitions").addObject();
        partition.put("uuid", "00000000-0000-4000-8000-000000000000");
        partition.put("size", drive.path("used_size").asLong()).put("bootable", false);
        partition.putArray("tags");
        partition.put("id", 1000 + drive.path("id").asInt()).put("system_id", machine);
        partition.put("used_for", "ext4 formatted filesystem mounted at /").put("type", "partition");
        partition
                .put("device_id", drive.path("id").asInt())
                .put("path", drive.path("path").asText() + "-part1");
        partition
                .putObject("filesystem")
                .put("fstype", "ext4")
                .put("label", "root")
                .put("uuid", "00000000-0000-4000-8000-000000000001")
                .put("mount_point", "/")
                .putNull("mount_options");
        partition.put(
                "resource_uri",
                drive.path("resource_uri").asText() + "partition/"
                        + partition.path("id").asInt());
    }
}
