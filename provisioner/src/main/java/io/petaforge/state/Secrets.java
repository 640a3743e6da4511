package io.petaforge.state;

import io.petaforge.api.Secret;
import java.util.function.Supplier;

/**
 * The cluster's secrets by name. A secret is made once, kept in a 0600 file of the cluster's state directory before
 * anyone uses it, and the same ever after.
 */
public interface Secrets {
    /**
     * The secret of that name; made with {@code generator} and kept, durably, if there is none.
     *
     * @param name letters, digits, dots, dashes and slashes, such as {@code ceph/client.admin}
     */
    Secret get(String name, Supplier<Secret> generator);
}
