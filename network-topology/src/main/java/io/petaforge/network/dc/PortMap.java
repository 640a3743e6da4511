package io.petaforge.network.dc;

import io.petaforge.api.BitRate;

/**
 * Decides which port of a switch a cable goes to. Every port follows from numbers that never change (of the rack, the host,
 * the spine), so that growth moves none.
 */
final class PortMap {
    private final DataCenterRequest request;
    private final Shape shape;
    private final PortBank hosts;
    private final PortBank uplinks;

    PortMap(DataCenterRequest request, Shape shape) {
        this.request = request;
        this.shape = shape;
        this.hosts = bank(request.switches().leaf(), request.host().rate());
        this.uplinks = bank(request.switches().leaf(), shape.uplinkRate());
    }

    /** A leaf's port to a host: link {@code link} of {@link Shape#hostLinks()}. */
    PortBank.Slot leafToHost(int host, int link) {
        return hosts.front(host * shape.hostLinks() + link);
    }

    /** A leaf's port to a spine. Ports that hosts could use too are taken from the far end. */
    PortBank.Slot leafToSpine(int spine, int link) {
        return upwards(spine * shape.spineLinks() + link);
    }

    /** A leaf's port to its neighbour, behind those to the spines. */
    PortBank.Slot leafToPeer(int link) {
        return upwards(shape.uplinks() + link);
    }

    /** A spine's port to a leaf of its pod. */
    PortBank.Slot spineToLeaf(int rackInPod, int leaf, int link) {
        return bank(request.switches().spine(), shape.uplinkRate())
                .front((rackInPod * shape.leavesPerRack() + leaf) * shape.spineLinks() + link);
    }

    /** A spine's port to a super-spine of its plane, from the far end. */
    PortBank.Slot spineToCore(int superSpine, int link) {
        return bank(request.switches().spine(), shape.coreRate()).back(superSpine * shape.coreLinks() + link);
    }

    /** A super-spine's port to the spine of a pod. */
    PortBank.Slot coreToSpine(int pod, int link) {
        return bank(request.switches().superSpine().orElseThrow(), shape.coreRate())
                .front(pod * shape.coreLinks() + link);
    }

    private PortBank.Slot upwards(int index) {
        return uplinks.group() == hosts.group() ? uplinks.back(index) : uplinks.front(index);
    }

    private static PortBank bank(SwitchModel model, BitRate rate) {
        return PortBank.ofRate(model, rate)
                .orElseThrow(() -> new IllegalArgumentException(model.name() + " has no port of " + rate));
    }
}
