package io.petaforge.network;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Asn;
import io.petaforge.api.MachineId;
import java.util.List;

/**
 * One router of the fabric: a spine, a leaf, or a host that routes.
 *
 * @param rack the rack it stands in; empty for a spine
 * @param loopback its /32, without the prefix length: its router id and, for a host, its only fabric address
 * @param anycast further /32s that it announces only while they are configured on it (a service address, withdrawn
 *     when the service's unit stops)
 * @param ports its fabric ports in order, each cabled by exactly one {@link FabricPlan#cables() cable}
 */
public record FabricNode(
        MachineId id, Tier tier, String rack, Asn asn, String loopback, List<String> anycast, List<String> ports) {
    /** What a node is in the fabric. */
    public enum Tier {
        SPINE,
        LEAF,
        HOST
    }

    public FabricNode {
        requireNonNull(id, "id");
        requireNonNull(tier, "tier");
        requireNonNull(rack, "rack");
        requireNonNull(asn, "asn");
        requireNonNull(loopback, "loopback");
        anycast = List.copyOf(anycast);
        ports = List.copyOf(ports);
    }
}
