package io.petaforge.fabric;

import io.petaforge.network.render.Sysctls;
import io.petaforge.remote.Output;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * FRR and the kernel as they were found.
 *
 * @param installed whether FRR is there
 * @param daemons whether BGP and BFD are switched on in FRR's list of daemons
 * @param kernel present values, by path below /proc/sys; none where there is no such setting
 */
record RouterState(boolean installed, boolean daemons, Map<String, String> kernel) {
    RouterState {
        kernel = Collections.unmodifiableMap(new TreeMap<>(kernel));
    }

    static RouterState parse(Output output) {
        String[] parts = output.stdout().split("(?m)^\n", 2);
        List<String> facts = parts[0].lines().toList();
        Map<String, String> kernel = new HashMap<>();
        if (parts.length > 1) {
            parts[1].lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    kernel.put(line.substring(0, colon), line.substring(colon + 1));
                }
            });
        }
        Set<String> on = new HashSet<>(facts);
        return new RouterState(facts.contains("installed"), on.contains("bgpd=yes") && on.contains("bfdd=yes"), kernel);
    }

    /** Whether every one of these settings has its value. */
    boolean has(Map<String, String> settings) {
        return settings.entrySet().stream().allMatch(setting -> {
            String value = kernel.getOrDefault(setting.getKey(), "");
            return value.equals(setting.getValue()) || (value.isEmpty() && Sysctls.optional(setting.getKey()));
        });
    }
}
