package io.petaforge.api;

import java.util.Collection;
import java.util.Map;

/**
 * Asks machines over SSH what they are made of. A substrate that knows its machines only by asking them is given one: it
 * does not speak SSH itself.
 */
@FunctionalInterface
public interface Inspector {
    /** Asks all of them side by side, in one round trip each, without changing anything. Every machine has its answer. */
    Map<MachineId, Answer<Inspection>> inspect(Collection<SshAccess> machines);
}
