package io.petaforge.discover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code nvme list -o json}, for drives of which {@code lsblk} knows no serial. Up to nvme-cli 2.10 it is one flat
 * list; since 2.11 namespaces stand below the controllers of a subsystem, or beside them where several controllers
 * lead to one.
 */
final class NvmeList {
    /** Serial and model of the controller. */
    record Controller(String serial, String model) {}

    private NvmeList() {}

    /** By the kernel's name of the namespace. */
    static Map<String, Controller> read(String json) {
        Map<String, Controller> found = new TreeMap<>();
        for (JsonNode device : Json.read(json).path("Devices")) {
            String path = Json.text(device.path("DevicePath"));
            if (!path.isEmpty()) {
                found.put(path.substring(path.lastIndexOf('/') + 1), controller(device));
            }
            device.path("Subsystems").forEach(subsystem -> subsystem(subsystem, found));
        }
        return Collections.unmodifiableMap(found);
    }

    private static void subsystem(JsonNode subsystem, Map<String, Controller> found) {
        for (JsonNode controller : subsystem.path("Controllers")) {
            namespaces(controller, controller(controller), found);
            namespaces(subsystem, controller(controller), found);
        }
    }

    private static void namespaces(JsonNode holder, Controller controller, Map<String, Controller> found) {
        holder.path("Namespaces").forEach(one -> found.putIfAbsent(Json.text(one.path("NameSpace")), controller));
    }

    private static Controller controller(JsonNode node) {
        return new Controller(Json.text(node.path("SerialNumber")), Json.text(node.path("ModelNumber")));
    }
}
