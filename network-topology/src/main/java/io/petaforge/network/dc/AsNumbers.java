package io.petaforge.network.dc;

import io.petaforge.api.Asn;

/**
 * Decides AS numbers (RFC 7938, 5.2): one for all super-spines, one for the spines of a pod, one for the leaves of a rack,
 * and, where hosts route, one for each host.
 *
 * <p>Where hosts route, a number is as far into its range as the loopback is into its own, so that both name the same node;
 * this takes the 32-bit range from a thousand positions on. Elsewhere the numbers are packed, and the 1,023 of the 16-bit
 * range do for some 950 racks; hosts that announce a service share the last number of the range. That the leaves of a rack share a number keeps hosts with two uplinks from becoming transit.
 */
final class AsNumbers {
    private final DataCenterRequest request;
    private final Shape shape;
    private final Positions positions;

    AsNumbers(DataCenterRequest request, Shape shape) {
        this.request = request;
        this.shape = shape;
        this.positions = new Positions(shape);
    }

    Asn superSpine() {
        return request.asns().at(packed() ? 0 : positions.superSpine(0, 0));
    }

    Asn spine(int pod) {
        return request.asns().at(packed() ? 1 + pod : positions.spine(pod, 0));
    }

    Asn leaf(int rack) {
        return request.asns().at(packed() ? 1 + shape.mostPods() + rack : positions.leaf(rack, 0));
    }

    Asn host(int rack, int number) {
        return request.asns().at(positions.host(rack, number));
    }

    /** Of hosts that announce services where hosts do not route: one for all, since they pass nothing on. */
    Asn service() {
        return request.asns().last();
    }

    /** How many numbers so many racks need. */
    long needed(int racks) {
        long services = request.services().isEmpty() ? 0 : 1;
        return packed() ? 1L + shape.mostPods() + racks + services : positions.needed(racks);
    }

    private boolean packed() {
        return !request.design().hostsRoute();
    }
}
