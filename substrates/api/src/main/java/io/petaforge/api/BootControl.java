package io.petaforge.api;

import java.util.Map;
import java.util.Set;

/** The capability of choosing what machines boot from. */
public interface BootControl {
    /**
     * Sets what each machine boots from next.
     *
     * @return what the machine's controller reports afterwards, which with some is less than was asked: not all keep the
     *     firmware mode or tell once from persistent
     */
    Map<MachineId, Answer<BootSetting>> boot(String cluster, Set<MachineId> machines, BootSetting setting);
}
