package io.petaforge.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where machines come from. What every source can do is here; what only some can do is a small interface of its own
 * ({@link PowerControl}, {@link PackageMirror}) that the implementation has as well, or has somebody else do: ask for it by
 * {@link #capability}.
 */
public interface Substrate extends AutoCloseable {
    /** The name under which the inventory selects it. */
    String name();

    /**
     * The machines that would satisfy the request, without taking or making any.
     *
     * @throws PetaforgeException when the request cannot be met, with every reason
     */
    List<Machine> offer(ClusterRequest request);

    /** What stands in the way of {@link #acquire}, all of it, without changing anything. */
    List<Problem> preflight(ClusterRequest request);

    /**
     * Takes or makes what is missing, switches on what is off, and returns how to reach every machine as soon as that is
     * known: machines may still be booting. Each machine is recorded before it is made. Calling it again changes nothing.
     */
    Map<MachineId, SshAccess> acquire(ClusterRequest request, Progress progress);

    /** How to reach the machines of a cluster that exists; empty when it does not. */
    Map<MachineId, SshAccess> access(String cluster);

    /** Gives everything back, however little of it exists. */
    Released release(String cluster, Progress progress);

    /**
     * What this source of machines can do beside the rest.
     *
     * @param kind one of the small interfaces of this package
     */
    default <T> Optional<T> capability(Class<T> kind) {
        return kind.isInstance(this) ? Optional.of(kind.cast(this)) : Optional.empty();
    }

    @Override
    void close();
}
