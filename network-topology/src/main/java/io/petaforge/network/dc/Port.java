package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.PortRef;
import java.util.Optional;

/**
 * A cabled port.
 *
 * @param name in the device's operating system
 * @param cage the cage it belongs to, from 0; parts of one broken-out cage share it
 * @param cageName the name of the cage's first part, which stands for the whole where it is broken out
 * @param parts into how many ports the cage is broken out; 1 when it is not
 * @param rate what it runs at
 * @param kind what it is for
 * @param peer the other end
 * @param address with prefix length, on a numbered link
 */
public record Port(
        String name,
        int cage,
        String cageName,
        int parts,
        BitRate rate,
        LinkKind kind,
        PortRef peer,
        Optional<String> address) {
    public Port {
        requireNonNull(name, "name");
        requireNonNull(cageName, "cageName");
        requireNonNull(rate, "rate");
        requireNonNull(kind, "kind");
        requireNonNull(peer, "peer");
        requireNonNull(address, "address");
    }
}
