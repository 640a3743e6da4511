package io.petaforge.network.render;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Link;
import io.petaforge.network.dc.Medium;
import io.petaforge.network.dc.Port;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes every cable as a line of CSV (RFC 4180) that a technician can work from: rack by rack, with a label for both ends,
 * what to take from the store, and where both ends go.
 */
final class CableList {
    private CableList() {}

    static String of(DataCenterPlan plan) {
        Map<MachineId, Device> devices = new HashMap<>();
        Map<String, Port> split = new HashMap<>();
        for (Device device : plan.devices()) {
            devices.put(device.id(), device);
            device.ports().stream()
                    .filter(port -> port.parts() > 1)
                    .forEach(port -> split.put(device.id() + ":" + port.name(), port));
        }
        StringBuilder text = new StringBuilder(
                "label,from_rack,from_device,from_port,to_rack,to_device,to_port,rate_gbit,medium,metres,optics,split\n");
        for (Link link : plan.links()) {
            // Named after its lower end: a number would change with every cable that comes before it.
            text.append(link.a())
                    .append(',')
                    .append(rack(devices, link.a().machine()))
                    .append(',')
                    .append(link.a().machine())
                    .append(',')
                    .append(link.a().port())
                    .append(',')
                    .append(rack(devices, link.b().machine()))
                    .append(',')
                    .append(link.b().machine())
                    .append(',')
                    .append(link.b().port())
                    .append(',')
                    .append(link.rate().bitsPerSecond() / 1_000_000_000L)
                    .append(',')
                    .append(link.medium())
                    .append(',')
                    .append(link.metres())
                    .append(',')
                    .append(link.medium() == Medium.DAC ? 0 : 2)
                    .append(',')
                    .append(split(split, link.a().toString(), "from"))
                    .append(split(split, link.b().toString(), "to"))
                    .append('\n');
        }
        return text.toString();
    }

    /** Of a broken-out end: into how many, and the cage. */
    private static String split(Map<String, Port> split, String end, String name) {
        Port port = split.get(end);
        return port == null ? "" : "(" + name + " " + port.cageName() + " 1:" + port.parts() + ")";
    }

    private static String rack(Map<MachineId, Device> devices, MachineId id) {
        Device device = devices.get(id);
        return device == null || device.rack().isEmpty() ? "network" : device.rack();
    }
}
