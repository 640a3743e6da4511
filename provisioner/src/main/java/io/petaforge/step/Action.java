package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Operation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One operation on one host.
 *
 * @param changes what it does, at least one; several where one operation does several things, such as starting some units
 */
public record Action(MachineId machine, List<Change> changes, Operation operation) {
    public Action {
        requireNonNull(machine, "machine");
        changes = List.copyOf(changes);
        requireNonNull(operation, "operation");
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("an action that does nothing");
        }
    }

    /** An action that changes something that is there, or nobody minds what it is. */
    public Action(MachineId machine, String title, Operation operation) {
        this(machine, title, operation, Effect.CHANGE);
    }

    /** An action that does one thing. */
    public Action(MachineId machine, String title, Operation operation, Effect effect) {
        this(machine, title, operation, effect, "");
    }

    /** An action that does one thing for a reason that its title does not tell. */
    public Action(MachineId machine, String title, Operation operation, Effect effect, String why) {
        this(machine, List.of(new Change(effect, title, why)), operation);
    }

    /** What it does, for people: "format osd.3 on drive S3XYZ". */
    public String title() {
        return changes.stream().map(Change::what).collect(Collectors.joining(", "));
    }

    /** The gravest of what it does. */
    public Effect effect() {
        return Effect.gravest(changes.stream().map(Change::effect).toList());
    }

    /** Its reasons, each once; often none. */
    public String why() {
        return changes.stream()
                .map(Change::why)
                .filter(why -> !why.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
