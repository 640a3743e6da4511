package io.petaforge.remote;

import java.util.List;

/**
 * What one round trip to a host carries: operations, which run in order until one fails, and then probes, which run side
 * by side and do not stop each other. When an operation fails the probes are left out.
 */
public record Bundle(List<Operation> operations, List<Command> probes) {
    public Bundle {
        operations = List.copyOf(operations);
        probes = List.copyOf(probes);
    }

    /** Only looks. */
    public static Bundle ofProbes(List<Command> probes) {
        return new Bundle(List.of(), probes);
    }

    /** Only acts. */
    public static Bundle ofOperations(List<Operation> operations) {
        return new Bundle(operations, List.of());
    }
}
