package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The capability of telling, with no record here, which machines of a cluster run and where they are reached: by the marks
 * (tags, metadata, annotations) that the service keeps of each machine since it was made.
 */
public interface MachineDiscovery {
    /**
     * A machine that runs under the cluster's name, whoever built it.
     *
     * @param group the group of machines it was made for; empty where the service does not tell any more
     * @param access the way to it and to its jump host, with the login of the inventory and the operator's key where the
     *     record would keep it, whether the file is there or not. No host key: the service knows none. The machine is called
     *     as in the cluster where the service keeps that, else as the service calls it; of two builds under one name two may
     *     be called the same
     */
    record Discovered(String group, SshAccess access) {
        public Discovered {
            requireNonNull(group, "group");
            requireNonNull(access, "access");
        }
    }

    /**
     * Asks the service; jump hosts are none of the machines. Empty when nothing of that name runs.
     *
     * @throws PetaforgeException when the service cannot be asked, or refuses the credentials
     */
    List<Discovered> discover(String cluster);
}
