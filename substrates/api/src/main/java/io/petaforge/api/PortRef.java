package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/** One named port of one machine or switch. */
public record PortRef(MachineId machine, String port) {
    public PortRef {
        requireNonNull(machine, "machine");
        requireNonNull(port, "port");
    }

    @Override
    public String toString() {
        return machine + ":" + port;
    }
}
