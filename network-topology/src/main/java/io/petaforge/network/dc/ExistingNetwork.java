package io.petaforge.network.dc;

import io.petaforge.api.BitRate;
import io.petaforge.api.MachineId;
import io.petaforge.network.FabricRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network that is somebody else's, as a plan: its hosts at the addresses that they have, without switches, cables, AS
 * numbers or service addresses, none of which are known or changed.
 */
public final class ExistingNetwork {
    /** Nothing is known of the fabric, and nothing counts its links. */
    private static final Shape NO_FABRIC = new Shape(0, 0, 0, 0, 0, new BitRate(1), 0, 0, 0, new BitRate(1), 1);

    private ExistingNetwork() {}

    /**
     * The plan of such a network.
     *
     * @param request of the design {@link Design#EXISTING}
     * @param addresses of the hosts, without prefix length; a host that is left out has none that is known yet
     */
    public static DataCenterPlan of(DataCenterRequest request, Map<MachineId, String> addresses) {
        List<RackPlan> racks = new ArrayList<>();
        List<Device> hosts = new ArrayList<>();
        for (FabricRequest.Rack rack : request.racks()) {
            RackPlan plan = new RackPlan(rack.name(), racks.size(), 0, List.of(), Optional.empty());
            racks.add(plan);
            for (int number = 0; number < rack.hosts().size(); number++) {
                MachineId id = rack.hosts().get(number);
                hosts.add(new Device(
                        id,
                        Role.HOST,
                        0,
                        rack.name(),
                        number,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        // How long its prefix is does not matter: nothing is set up after it.
                        Optional.ofNullable(addresses.get(id))
                                .map(address -> Map.of(Subnet.PUBLIC, address + "/32"))
                                .orElse(Map.of()),
                        Optional.empty(),
                        List.of()));
            }
        }
        return new DataCenterPlan(request, NO_FABRIC, racks, hosts, List.of(), List.of());
    }
}
