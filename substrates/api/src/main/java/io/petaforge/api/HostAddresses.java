package io.petaforge.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
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

    /**
     * The addresses that a machine told of, the one at which it was reached first, if it is one of them: behind a translating
     * gateway it is not.
     *
     * @param reached name or address
     */
    static List<String> preferring(String reached, List<String> told) {
        List<String> ordered = new ArrayList<>(told);
        try {
            String address = InetAddress.getByName(reached).getHostAddress();
            if (ordered.remove(address)) {
                ordered.add(0, address);
            }
        } catch (UnknownHostException e) {
            // It was reached through a host that knows its name.
        }
        return List.copyOf(ordered);
    }
}
