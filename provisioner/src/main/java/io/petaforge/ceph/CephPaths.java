package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.storage.OsdPlan;
import java.util.Set;
import java.util.TreeSet;

/** Where Ceph's packages expect things, and how its units are called. */
public final class CephPaths {
    /** The cluster's configuration, on every host that runs a part of Ceph. */
    public static final String CONF = "/etc/ceph/ceph.conf";

    /** The administrator's keyring, on the monitors' hosts. */
    public static final String ADMIN_KEYRING = "/etc/ceph/ceph.client.admin.keyring";

    /** The cluster CA's certificate, on every host that runs a part of Ceph. */
    public static final String CA = "/etc/ceph/ca.crt";

    /** Key and certificate of a gateway. */
    static final String RGW_PEM = "/etc/ceph/rgw.pem";

    /** Gives an OSD's drive to the ceph user at every start: udev sets it back to root at every boot. */
    static final String OSD_DROP_IN = "/etc/systemd/system/ceph-osd@.service.d/petaforge.conf";

    private CephPaths() {}

    /** The unit of a gateway: the address that clients use is announced while it runs. */
    public static String rgwUnit(MachineId host) {
        return "ceph-radosgw@rgw." + host + ".service";
    }

    static String rgwEntity(MachineId host) {
        return "client.rgw." + host;
    }

    static String rgwKeyring(MachineId host) {
        return "/var/lib/ceph/radosgw/ceph-rgw." + host + "/keyring";
    }

    static String mgrUnit(MachineId host) {
        return "ceph-mgr@" + host + ".service";
    }

    static String mgrKeyring(MachineId host) {
        return "/var/lib/ceph/mgr/ceph-" + host + "/keyring";
    }

    static String monUnit(MachineId host) {
        return "ceph-mon@" + host + ".service";
    }

    static String monData(MachineId host) {
        return "/var/lib/ceph/mon/ceph-" + host;
    }

    static String osdKeyring(int id) {
        return "/var/lib/ceph/osd/ceph-" + id + "/keyring";
    }

    static String osdUnit(int id) {
        return "ceph-osd@" + id + ".service";
    }

    /** Every host that runs a part of Ceph, ordered by id. */
    static Set<MachineId> hosts(ClusterPlan plan) {
        Set<MachineId> hosts = new TreeSet<>(plan.ceph().mons());
        hosts.addAll(plan.ceph().mgrs());
        hosts.addAll(plan.ceph().rgws());
        plan.storage().osds().stream().map(OsdPlan::host).forEach(hosts::add);
        return hosts;
    }

    /** The hosts that hold OSDs, ordered by id. */
    static Set<MachineId> osdHosts(ClusterPlan plan) {
        return plan.storage().osds().stream()
                .map(OsdPlan::host)
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
}
