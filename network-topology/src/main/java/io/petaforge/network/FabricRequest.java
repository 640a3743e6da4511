package io.petaforge.network;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.util.List;

/** What inventories name of a fabric. */
public final class FabricRequest {
    private FabricRequest() {}

    /**
     * One rack.
     *
     * @param name part of its leaves' names, so letters, digits and dashes
     * @param hosts in the order in which they are cabled
     */
    public record Rack(String name, List<MachineId> hosts) {
        public Rack {
            requireNonNull(name, "name");
            hosts = List.copyOf(hosts);
        }
    }

    /** A service address that is wanted, and the hosts that will announce it. */
    public record Service(String name, List<MachineId> hosts) {
        public Service {
            requireNonNull(name, "name");
            hosts = List.copyOf(hosts);
        }
    }
}
