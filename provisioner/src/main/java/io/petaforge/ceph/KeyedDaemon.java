package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.DesiredFile;
import io.petaforge.storage.OsdPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A daemon that logs in to the monitors with a key of its own.
 *
 * @param entity its name there, such as {@code osd.3}
 * @param keyring the file that it has its key from when it starts
 * @param unit full name of its systemd unit
 * @param osd its number, if it is an OSD
 */
record KeyedDaemon(String entity, MachineId host, DesiredFile keyring, String unit, OptionalInt osd) {
    /** All of them: managers, OSDs, gateways. */
    static List<KeyedDaemon> of(ClusterPlan plan, CephKeys keys) {
        Keyring keyring = new Keyring(keys);
        List<KeyedDaemon> daemons = new ArrayList<>();
        for (MachineId mgr : plan.ceph().mgrs()) {
            daemons.add(of("mgr." + mgr, mgr, CephPaths.mgrKeyring(mgr), CephPaths.mgrUnit(mgr), keyring));
        }
        for (OsdPlan osd : plan.storage().osds()) {
            String entity = "osd." + osd.id();
            daemons.add(new KeyedDaemon(
                    entity,
                    osd.host(),
                    ConfigStep.own(CephPaths.osdKeyring(osd.id()), keyring.of(entity)),
                    CephPaths.osdUnit(osd.id()),
                    OptionalInt.of(osd.id())));
        }
        for (MachineId rgw : plan.ceph().rgws()) {
            daemons.add(of(CephPaths.rgwEntity(rgw), rgw, CephPaths.rgwKeyring(rgw), CephPaths.rgwUnit(rgw), keyring));
        }
        return List.copyOf(daemons);
    }

    private static KeyedDaemon of(String entity, MachineId host, String file, String unit, Keyring keyring) {
        return new KeyedDaemon(entity, host, ConfigStep.own(file, keyring.of(entity)), unit, OptionalInt.empty());
    }
}
