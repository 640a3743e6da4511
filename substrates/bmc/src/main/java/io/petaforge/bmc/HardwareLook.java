package io.petaforge.bmc;

import io.petaforge.api.Machine;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.SshAccess;
import java.util.List;
import java.util.Map;

/** Looks at machines that run: what they are made of. Its own seam, because substrates do not speak SSH. */
@FunctionalInterface
public interface HardwareLook {
    /**
     * The machines in the order of the requests.
     *
     * @throws io.petaforge.api.PetaforgeException when one cannot be looked at
     */
    List<Machine> look(Map<MachineRequest, SshAccess> machines);
}
