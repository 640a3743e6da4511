package io.petaforge.fabric.proof;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one device is asked; {@code observe.py} reads it as JSON.
 *
 * @param source the address it sends from
 * @param mtu bytes of an IP packet that every path must carry whole
 * @param whole whether to list its prefixes one by one, and do nothing else
 * @param ipv6 whether IPv6 is routed too
 * @param ignored prefixes that come and go, such as service addresses
 * @param near pairs of a port (empty: whichever the routes give) and an IPv4 address at its other end
 * @param links ports on which every node of the link is asked over IPv6
 * @param far pairs of a host's name and its address
 * @param exits the ports that each of these is probed through (empty: whichever the routes give)
 * @param spread an address with several next hops; empty for none
 * @param flows how many flows towards it are looked up
 */
record Questions(
        String source,
        int mtu,
        boolean whole,
        boolean ipv6,
        List<String> ignored,
        List<List<String>> near,
        List<String> links,
        List<List<String>> far,
        List<String> exits,
        String spread,
        int flows) {
    Questions {
        requireNonNull(source, "source");
        ignored = List.copyOf(ignored);
        near = List.copyOf(near);
        links = List.copyOf(links);
        far = List.copyOf(far);
        exits = List.copyOf(exits);
        requireNonNull(spread, "spread");
    }

    /** The second question to a device whose routes differ: which prefixes it has. */
    Questions inFull() {
        return new Questions(source, mtu, true, ipv6, ignored, List.of(), List.of(), List.of(), List.of(), "", 0);
    }

    /** How many packets this sends when every one is answered. */
    int probes() {
        return 2 * near.size() + 2 * links.size() + far.size() * exits.size();
    }
}
