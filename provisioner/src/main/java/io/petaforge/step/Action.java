package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Operation;

/**
 * One change to one host.
 *
 * @param title what it does, for people: "format osd.3 on drive S3XYZ"
 */
public record Action(MachineId machine, String title, Operation operation) {
    public Action {
        requireNonNull(machine, "machine");
        requireNonNull(title, "title");
        requireNonNull(operation, "operation");
    }
}
