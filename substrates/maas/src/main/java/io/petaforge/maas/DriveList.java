package io.petaforge.maas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * MAAS's list of a machine's drives. Its installer is told to clear the start of each drive on it ({@code wipe: superblock}
 * in the storage configuration that MAAS writes for curtin), used or not: a drive that is to keep its data must not be on
 * it. Drives may be taken off only while the machine is Ready, put back in any state, tagged only while it is Ready; all by
 * an administrator.
 */
final class DriveList {
    private final Maas maas;

    DriveList(Maas maas) {
        this.maas = maas;
    }

    /** Drives that an installation would clear although nothing of the system is on them. */
    static List<Node.Drive> exposed(Node node) {
        return node.drives().stream()
                .filter(drive -> drive.free()
                        && drive.id() != node.bootDrive().orElse(-1)
                        && !drive.identity().isBlank())
                .toList();
    }

    /** Takes them off. */
    void hide(Node node) {
        for (Node.Drive drive : exposed(node)) {
            maas.removeDrive(node.id(), drive.id());
        }
    }

    /** Puts back those that are missing. */
    void show(JsonNode before, Node now) {
        for (JsonNode drive : before.path("physicalblockdevice_set")) {
            if (find(drive, now).isEmpty()) {
                Map<String, String> fields = new LinkedHashMap<>();
                for (String name : List.of("name", "model", "serial", "id_path", "size", "block_size", "numa_node")) {
                    String value = NodeReader.text(drive, name);
                    if (!value.isEmpty()) {
                        fields.put(name, value);
                    }
                }
                maas.addDrive(now.id(), fields);
            }
        }
    }

    /** Gives drives of a Ready machine their tags back: without, MAAS matches no storage constraint with them. */
    void tag(JsonNode before, Node now) {
        for (JsonNode drive : before.path("physicalblockdevice_set")) {
            for (Node.Drive found : find(drive, now)) {
                List<String> tags = new ArrayList<>(NodeReader.texts(drive.path("tags")));
                tags.removeAll(found.tags());
                tags.forEach(tag -> maas.tagDrive(now.id(), found.id(), tag));
            }
        }
    }

    private static List<Node.Drive> find(JsonNode drive, Node now) {
        String serial = NodeReader.text(drive, "serial");
        String identity = serial.isBlank() ? NodeReader.text(drive, "id_path") : serial;
        return now.drives().stream()
                .filter(other -> Objects.equals(other.identity(), identity))
                .toList();
    }
}
