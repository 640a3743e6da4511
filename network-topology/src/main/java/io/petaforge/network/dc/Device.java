package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Asn;
import io.petaforge.api.MachineId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One switch or host.
 *
 * @param pod from 0; -1 for a super-spine
 * @param rack empty for what stands in no rack of hosts
 * @param number from 0 within its rack (leaves, hosts), pod (spines) or fabric (super-spines); never changed
 * @param asn if it runs BGP
 * @param loopbacks without prefix length, IPv4 before IPv6: for a router its router id first, for a host with a cluster
 *     network that one's /32 last
 * @param anycast service addresses that it announces while it has them
 * @param segments of a host: its address with prefix length in each shared segment of its rack, by purpose
 * @param outOfBand its management address with prefix length, if that network is planned
 * @param ports its cabled data ports
 */
public record Device(
        MachineId id,
        Role role,
        int pod,
        String rack,
        int number,
        Optional<Asn> asn,
        List<String> loopbacks,
        List<String> anycast,
        Map<String, String> segments,
        Optional<String> outOfBand,
        List<Port> ports) {
    public Device {
        requireNonNull(id, "id");
        requireNonNull(role, "role");
        requireNonNull(rack, "rack");
        requireNonNull(asn, "asn");
        loopbacks = List.copyOf(loopbacks);
        anycast = List.copyOf(anycast);
        segments = Collections.unmodifiableMap(new TreeMap<>(segments));
        requireNonNull(outOfBand, "outOfBand");
        ports = List.copyOf(ports);
    }

    /** Where it is reached: its first loopback, or else its address in the public segment; without prefix length. */
    public String address() {
        if (!loopbacks.isEmpty()) {
            return loopbacks.get(0);
        }
        String address = segments.getOrDefault(Subnet.PUBLIC, "/");
        return address.substring(0, address.indexOf('/'));
    }

    /** The names of its cabled data ports, in order. */
    public List<String> portNames() {
        return ports.stream().map(Port::name).toList();
    }
}
