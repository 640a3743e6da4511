package io.petaforge.maas;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.Disk;
import io.petaforge.api.Hardware;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Nic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What MAAS knows of a machine, in the words of every substrate. Pure. */
final class HardwareReader {
    /** The commissioning script that waits for the neighbours' announcements and prints them. */
    static final String LLDP_SCRIPT = "maas-capture-lldpd";

    private HardwareReader() {}

    /** For planning: drives by what identifies them, ports that have a link. */
    static Machine machine(MachineRequest request, Node node, int boot) {
        return new Machine(
                request.id(),
                request.group(),
                new Location(request.rack()),
                Math.max(1, node.threads()),
                node.memory(),
                node.drives().stream()
                        .filter(drive -> !drive.identity().isBlank())
                        .map(drive -> new Disk(
                                drive.identity(), drive.model(), drive.size(), drive.media(), drive.id() == boot))
                        .sorted(Comparator.comparing(Disk::serial))
                        .toList(),
                node.ports().stream()
                        .filter(Node.Port::physical)
                        .flatMap(port -> port.speed().map(speed -> new Nic(port.name(), speed)).stream())
                        .toList());
    }

    /** For people. */
    static Hardware hardware(MachineId id, Node node, JsonNode lldp, JsonNode testing) {
        Map<String, Hardware.Neighbour> neighbours = Lldp.read(output(lldp));
        return new Hardware(
                id,
                node.id(),
                node.vendor().name(),
                node.vendor().product(),
                node.vendor().serial(),
                node.vendor().cpu(),
                node.numa(),
                node.ports().stream()
                        .filter(Node.Port::physical)
                        .map(port -> new Hardware.Port(
                                port.name(),
                                port.mac(),
                                port.speed(),
                                port.vlan(),
                                port.numa(),
                                Optional.ofNullable(neighbours.get(port.name()))))
                        .toList(),
                tests(testing));
    }

    static List<Hardware.Test> tests(JsonNode testing) {
        List<Hardware.Test> tests = new ArrayList<>();
        for (JsonNode result : testing.path("results")) {
            JsonNode on = result.path("parameters").path("storage").path("value");
            tests.add(new Hardware.Test(
                    NodeReader.text(result, "name"),
                    NodeReader.text(on, "serial"),
                    NodeReader.text(result, "status_name")));
        }
        tests.sort(Comparator.comparing(Hardware.Test::name).thenComparing(Hardware.Test::subject));
        return tests;
    }

    private static String output(JsonNode results) {
        for (JsonNode result : results.path("results")) {
            if (NodeReader.text(result, "name").equals(LLDP_SCRIPT)) {
                try {
                    return new String(
                            Base64.getMimeDecoder().decode(NodeReader.text(result, "stdout")), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    // Not base64: a version of MAAS that sends it otherwise.
                    return "";
                }
            }
        }
        return "";
    }
}
