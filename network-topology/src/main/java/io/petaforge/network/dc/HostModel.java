package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import java.util.List;

/**
 * The data ports of every host.
 *
 * @param ports their names in the host's operating system; port {@code i} goes to leaf {@code i mod leaves} of the rack, so
 *     that neighbouring ports of a card go to different leaves
 * @param rate of each port
 * @param total what all ports together carry: a dual-port card can be held back by its PCIe slot (a published 2 x 100G card
 *     in an x16 slot of PCIe 3 delivered 100G in all); the plan counts the lower
 */
public record HostModel(List<String> ports, BitRate rate, BitRate total) {
    public HostModel {
        ports = List.copyOf(ports);
        requireNonNull(rate, "rate");
        requireNonNull(total, "total");
    }

    /** Ports that are not held back. */
    public static HostModel of(List<String> ports, BitRate rate) {
        return new HostModel(ports, rate, new BitRate(rate.bitsPerSecond() * Math.max(1, ports.size())));
    }

    /** What one port carries when all do, in bit/s. */
    public long effectiveRate() {
        return Math.min(rate.bitsPerSecond(), total.bitsPerSecond() / Math.max(1, ports.size()));
    }
}
