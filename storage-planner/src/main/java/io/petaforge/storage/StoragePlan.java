package io.petaforge.storage;

import io.petaforge.api.MachineId;
import java.util.List;

/** The planned storage: OSDs ordered by id, rules and pools ordered as they are made. */
public record StoragePlan(List<OsdPlan> osds, List<CrushRulePlan> rules, List<PoolPlan> pools) {
    public StoragePlan {
        osds = List.copyOf(osds);
        rules = List.copyOf(rules);
        pools = List.copyOf(pools);
    }

    /** The OSDs of one host, in the order of their ids. */
    public List<OsdPlan> osdsOf(MachineId host) {
        return osds.stream().filter(osd -> osd.host().equals(host)).toList();
    }
}
