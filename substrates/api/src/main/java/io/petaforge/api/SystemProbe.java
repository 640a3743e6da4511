package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Looks over SSH which operating system a machine runs at the moment. A substrate that waits for one is given such a probe: it
 * does not speak SSH itself.
 */
@FunctionalInterface
public interface SystemProbe {
    /** Looks at each machine once, side by side, without waiting for any. Every machine has its answer. */
    Map<MachineId, Found> look(Collection<SshAccess> machines);

    /** Who answers. */
    enum Door {
        /** Nobody. */
        SILENT,
        /** Somebody else: the host key is another, or our key is not accepted. An installer may be such a one. */
        STRANGER,
        /** The machine, and it lets us in. */
        OPEN
    }

    /**
     * What one look found.
     *
     * @param installation the system's machine id, which an installation makes anew; empty when the door is not open
     * @param problem why not
     */
    record Found(Door door, String installation, Optional<Problem> problem) {
        public Found {
            requireNonNull(door, "door");
            requireNonNull(installation, "installation");
            requireNonNull(problem, "problem");
        }
    }
}
