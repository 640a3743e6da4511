package io.petaforge.fabric;

import io.petaforge.network.FabricNode;
import io.petaforge.network.Topology;
import io.petaforge.network.render.FrrRouter;
import io.petaforge.network.render.FrrText;

/** The FRR configuration of one router of the fabric. */
final class FrrConfig {
    private FrrConfig() {}

    /** The text of /etc/frr/frr.conf. */
    static String render(FabricNode node, Topology topology) {
        return FrrText.of(FrrRouter.of(node, topology));
    }
}
