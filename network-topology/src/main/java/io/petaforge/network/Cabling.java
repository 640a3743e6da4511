package io.petaforge.network;

import io.petaforge.api.Cable;
import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import java.util.ArrayList;
import java.util.List;

/** Decides which port goes where: every leaf to every spine, every host to every leaf of its rack. */
final class Cabling {
    private Cabling() {}

    static List<Cable> cables(FabricRequest request, Slots slots) {
        List<Cable> cables = new ArrayList<>();
        for (FabricRequest.Rack rack : request.racks()) {
            for (int leaf = 0; leaf < request.leavesPerRack(); leaf++) {
                MachineId leafId = Names.leaf(rack.name(), leaf, request.leavesPerRack());
                for (int spine = 0; spine < request.spines(); spine++) {
                    cables.add(new Cable(
                            new PortRef(leafId, Names.toSpine(spine)),
                            new PortRef(
                                    Names.spine(spine),
                                    Names.toLeaf(slots.rack(rack.name()) * request.leavesPerRack() + leaf)),
                            request.linkRate()));
                }
                for (MachineId host : rack.hosts()) {
                    cables.add(new Cable(
                            new PortRef(host, Names.hostPort(leaf)),
                            new PortRef(leafId, Names.toHost(slots.hostPort(host))),
                            request.linkRate()));
                }
            }
        }
        return List.copyOf(cables);
    }
}
