package io.petaforge.fabric.proof;

import static java.util.Objects.requireNonNull;

import io.petaforge.network.dc.Device;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the plan says that one device must see.
 *
 * @param sessions its BGP sessions, by the name FRR gives them: the port, or the neighbour's address where the link is
 *     numbered; with the device at the other end
 * @param guests addresses that may come by themselves: hosts that announce a service from a shared segment
 * @param tables for {@code 4} and {@code 6} the sums of the prefixes behind every set of ports; empty where nothing is
 *     compared
 * @param even ports over which flows must spread; empty where there is one path
 * @param towards the device towards which they must
 */
record Expectation(
        Device device,
        Questions questions,
        Map<String, Session> sessions,
        List<String> guests,
        Map<String, Map<String, String>> tables,
        List<String> even,
        Optional<Device> towards) {
    /** One planned session. */
    record Session(Optional<String> port, Device peer) {
        Session {
            requireNonNull(port, "port");
            requireNonNull(peer, "peer");
        }
    }

    Expectation {
        requireNonNull(device, "device");
        requireNonNull(questions, "questions");
        sessions = Collections.unmodifiableMap(new TreeMap<>(sessions));
        guests = List.copyOf(guests);
        tables = Collections.unmodifiableMap(new TreeMap<>(tables));
        even = List.copyOf(even);
        requireNonNull(towards, "towards");
    }
}
