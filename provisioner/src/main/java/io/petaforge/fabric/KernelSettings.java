package io.petaforge.fabric;

import io.petaforge.network.dc.Device;
import io.petaforge.network.render.FrrRouter;
import io.petaforge.network.render.Sysctls;
import java.util.Map;

/** Where the kernel settings of a router are kept, and which they are. */
final class KernelSettings {
    static final String FILE = "/etc/sysctl.d/60-petaforge-fabric.conf";

    private KernelSettings() {}

    static Map<String, String> of(Device node, FrrRouter router) {
        return Sysctls.of(node, router);
    }

    /** The text of {@link #FILE}. */
    static String render(Map<String, String> settings) {
        return Sysctls.render(settings);
    }
}
