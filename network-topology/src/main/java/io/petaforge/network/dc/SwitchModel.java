package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import java.util.List;
import java.util.TreeSet;

/**
 * What a switch offers.
 *
 * @param name as the inventory calls it, such as {@code 48x25g-8x100g}
 * @param naming how its operating system names ports
 * @param ports its data ports in the order of the front panel
 * @param routes IPv4 routes (prefixes of any length) that its forwarding table surely holds
 * @param ecmp next hops that one route can have
 */
public record SwitchModel(String name, PortNaming naming, List<PortGroup> ports, int routes, int ecmp) {
    public SwitchModel {
        requireNonNull(name, "name");
        requireNonNull(naming, "naming");
        ports = List.copyOf(ports);
        if (ports.isEmpty() || routes < 1 || ecmp < 1) {
            throw new IllegalArgumentException(name + " needs ports, routes and next hops");
        }
    }

    /** Every rate that some port can have, slowest first. */
    public TreeSet<BitRate> rates() {
        TreeSet<BitRate> rates = new TreeSet<>();
        for (PortGroup group : ports) {
            rates.add(group.rate());
            group.breakouts().forEach(parts -> rates.add(group.rateOf(parts)));
        }
        return rates;
    }
}
