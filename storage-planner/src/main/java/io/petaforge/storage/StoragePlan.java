package io.petaforge.storage;

import io.petaforge.api.MachineId;
import java.util.List;

/**
 * The planned storage.
 *
 * @param osds ordered by id
 * @param rules ordered as they are made
 * @param pools ordered as they are made
 * @param excluded drives that nothing is put on, with the reason
 * @param wipe serials of drives whose foreign contents may be destroyed, because the inventory names them
 * @param findings what the owner should know and what does not stop the plan
 */
public record StoragePlan(
        List<OsdPlan> osds,
        List<CrushRulePlan> rules,
        List<PoolPlan> pools,
        List<ExcludedDrive> excluded,
        List<String> wipe,
        List<Finding> findings) {
    public StoragePlan {
        osds = List.copyOf(osds);
        rules = List.copyOf(rules);
        pools = List.copyOf(pools);
        excluded = List.copyOf(excluded);
        wipe = List.copyOf(wipe);
        findings = List.copyOf(findings);
    }

    /** The OSDs of one host, in the order of their ids. */
    public List<OsdPlan> osdsOf(MachineId host) {
        return osds.stream().filter(osd -> osd.host().equals(host)).toList();
    }
}
