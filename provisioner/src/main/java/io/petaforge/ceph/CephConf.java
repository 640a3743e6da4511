package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.CephPlan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.storage.OsdPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of one host's ceph.conf. */
final class CephConf {
    /**
     * For a cluster that shares one small machine with everything else. Elections, hunts and retries are quick because
     * nothing is far away; caches, threads and logs are small. Measured in the lab: with Ceph's own values most of the
     * bootstrap is waiting for these timers.
     */
    private static final Map<String, String> LAB = ordered(
            // A decision of the monitors is made at once, not gathered for a second: each change to a map is one.
            "paxos_propose_interval",
            "0.05",
            "paxos_min_wait",
            "0.02",
            "mon_client_hunt_interval",
            "0.5",
            // A monitor that joins waits this long for the answers of all it knows, those that do not run yet too.
            "mon_probe_timeout",
            "0.3",
            "mon_lease",
            "2",
            "mon_election_timeout",
            "2",
            // A client that comes before the OSDs asks for a new map only at this interval.
            "objecter_tick_interval",
            "0.5",
            // Closing a drive waits up to this long.
            "bdev_aio_poll_ms",
            "10",
            "osd_heartbeat_grace",
            "8",
            "osd_op_num_shards",
            "2",
            "bluestore_cache_size",
            "67108864",
            // The lab's host lends its disk: a warning at 30 % free would be about that.
            "mon_data_avail_warn",
            "5",
            // How soon placement groups that have become clean are known to be: OSD to manager, manager to monitors.
            "mgr_stats_period",
            "1",
            "mgr_tick_period",
            "1",
            "mon_mgr_digest_period",
            "1",
            "rgw_thread_pool_size",
            "64");

    private final CephKeys keys;

    CephConf(CephKeys keys) {
        this.keys = keys;
    }

    String text(ClusterPlan plan, MachineId host) {
        CephPlan ceph = plan.ceph();
        Map<String, String> global = new LinkedHashMap<>();
        global.put("fsid", keys.fsid());
        global.put("mon_host", monHost(plan));
        // Explicit: the address is a /32 on the loopback, which Ceph does not find by a network's prefix.
        global.put("public_addr", plan.address(host));
        global.put("cluster_addr", plan.clusterAddress(host));
        global.put("auth_allow_insecure_global_id_reclaim", "false");
        global.put("osd_pool_default_pg_autoscale_mode", "off");
        global.put("mgr_initial_modules", "iostat");
        if (plan.storage().pools().stream().anyMatch(pool -> pool.protection().width() == 1)) {
            // The inventory's accept-data-loss: monitors refuse a single copy, and warn of it, otherwise.
            global.put("mon_allow_pool_size_one", "true");
            global.put("mon_warn_on_pool_no_redundancy", "false");
        }
        if (ceph.profile() == CephPlan.Profile.LAB) {
            global.putAll(LAB);
        } else {
            // Ceph makes 1,024 placement groups of a pool at first and splits them while data flows in; all that are
            // planned are made at once, as long as the pool is empty.
            global.put("mon_osd_max_initial_pgs", "65536");
        }
        global.putAll(ceph.settings());

        StringBuilder text = new StringBuilder("# Written by petaforge; settings of the inventory come last.\n");
        section(text, "global", global);
        for (OsdPlan osd : plan.storage().osdsOf(host)) {
            section(
                    text,
                    "osd." + osd.id(),
                    ordered(
                            "crush_location",
                            "root=default rack=" + osd.rack() + " host=" + host,
                            "osd_memory_target",
                            Long.toString(osd.memoryTarget().bytes())));
        }
        if (ceph.rgws().contains(host)) {
            section(
                    text,
                    CephPaths.rgwEntity(host),
                    ordered(
                            "keyring", CephPaths.rgwKeyring(host),
                            "rgw_dns_name", ceph.s3().name(),
                            "rgw_frontends",
                                    "beast ssl_endpoint=0.0.0.0:" + ceph.s3().port() + " ssl_certificate="
                                            + CephPaths.RGW_PEM + " ssl_private_key=" + CephPaths.RGW_PEM));
        }
        return text.toString();
    }

    /**
     * What every daemon must be restarted for when it changes: settings and packages. Not what a host that comes or goes
     * changes, such as the list of the monitors: daemons learn of those by themselves.
     */
    static String settings(ClusterPlan plan) {
        CephPlan ceph = plan.ceph();
        return ceph.profile() + " " + ceph.version().orElse("") + " " + ceph.settings();
    }

    private static String monHost(ClusterPlan plan) {
        return plan.ceph().mons().stream()
                .map(plan::address)
                .map(address -> "[v2:" + address + ":3300,v1:" + address + ":6789]")
                .collect(Collectors.joining(","));
    }

    private static void section(StringBuilder text, String name, Map<String, String> settings) {
        text.append("[").append(name).append("]\n");
        settings.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append("\n"));
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }
}
