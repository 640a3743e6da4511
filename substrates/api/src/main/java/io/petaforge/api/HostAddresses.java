package io.petaforge.api;

import java.util.List;
import java.util.Map;

/**
 * The capability of telling which addresses machines have in networks that were there before the cluster, for the design
 * {@code existing}: the plan takes them as they are.
 */
public interface HostAddresses {
    /**
     * The IPv4 addresses of each machine, without prefix length, the one to prefer first: where it is reached, or else that of
     * the network it boots from. Machines whose addresses are not known yet (not deployed, not made) are left out.
     *
     * @param request what the cluster asks of the substrate
     */
    Map<MachineId, List<String>> addresses(ClusterRequest request);
}
