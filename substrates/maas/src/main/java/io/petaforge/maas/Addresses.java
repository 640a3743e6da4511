package io.petaforge.maas;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which of its addresses a deployed machine uses in the cluster. Pure. */
final class Addresses {
    private Addresses() {}

    /**
     * IPv4 addresses, the one to prefer first: those in the networks that the group asks for, by their labels; then that of
     * the port it boots from; then all others that MAAS gave it.
     */
    static List<String> of(Node node, MaasSettings.Group group) {
        Set<String> addresses = new LinkedHashSet<>();
        group.interfaces().values().stream()
                // A network of which only the speed is said is none in particular.
                .filter(wanted -> wanted.space().isPresent() || wanted.subnet().isPresent())
                .forEach(wanted -> node.ports().stream()
                        .filter(port -> Fit.fits(port, wanted))
                        .flatMap(port -> port.links().stream())
                        .filter(link -> wanted.space().map(link.space()::equals).orElse(true)
                                && wanted.subnet().map(link.subnet()::equals).orElse(true))
                        .forEach(link -> add(addresses, link)));
        addresses.addAll(node.bootAddresses());
        node.ports().stream().flatMap(port -> port.links().stream()).forEach(link -> add(addresses, link));
        List<String> four = new ArrayList<>(addresses);
        four.removeIf(address -> address.contains(":"));
        return four;
    }

    /** What a machine was seen with while it was commissioned is not what it has now. */
    private static void add(Set<String> addresses, Node.Link link) {
        if (link.configured()) {
            link.address().ifPresent(addresses::add);
        }
    }
}
