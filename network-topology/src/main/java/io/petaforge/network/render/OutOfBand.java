package io.petaforge.network.render;

import io.petaforge.api.Cidr;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Subnet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the reservations of the out-of-band network for dnsmasq: every switch and every host's management controller gets
 * its planned address, and nobody else gets one.
 */
final class OutOfBand {
    private OutOfBand() {}

    /**
     * The text of a file for /etc/dnsmasq.d.
     *
     * @param macs hardware addresses where they are known, by device; others are known by the name they send (option 12)
     */
    static String reservations(DataCenterPlan plan, Map<String, String> macs) {
        StringBuilder text = new StringBuilder("# Written by petaforge from its plan; changes are undone.\n");
        text.append("dhcp-authoritative\n");
        Map<String, StringBuilder> segments = new LinkedHashMap<>();
        for (Device device : plan.devices()) {
            if (device.outOfBand().isEmpty()) {
                continue;
            }
            String planned = device.outOfBand().get();
            Subnet segment = segment(planned);
            StringBuilder lines = segments.computeIfAbsent(segment.range().toString(), range -> head(segment));
            String address = planned.substring(0, planned.indexOf('/'));
            String mac = macs.get(device.id().value());
            lines.append("dhcp-host=")
                    .append(mac == null ? "" : mac + ",")
                    .append(device.id())
                    .append(',')
                    .append(address)
                    .append('\n');
        }
        segments.values().forEach(lines -> text.append('\n').append(lines));
        return text.toString();
    }

    private static StringBuilder head(Subnet segment) {
        String network = segment.range().address(0);
        String tag = "oob-" + network.replace('.', '-');
        // A static range answers only those who have a reservation.
        return new StringBuilder("dhcp-range=set:" + tag + "," + network + ",static,255.255.255.128,1h\n")
                .append("dhcp-option=tag:" + tag + ",option:router," + segment.gateway() + "\n");
    }

    /** The management segment of an address: a /25 whose first address is the gateway. */
    static Subnet segment(String address) {
        int dot = address.lastIndexOf('.');
        int last = Integer.parseInt(address.substring(dot + 1, address.indexOf('/')));
        int network = last < 128 ? 0 : 128;
        String prefix = address.substring(0, dot + 1);
        return new Subnet("oob", 0, new Cidr(prefix + network + "/25"), prefix + (network + 1));
    }

    /** What stands in for a rack at devices that stand in no rack of hosts. */
    static RackPlan noRack(Device device) {
        return new RackPlan("", -1, device.pod(), List.of(), device.outOfBand().map(OutOfBand::segment));
    }
}
