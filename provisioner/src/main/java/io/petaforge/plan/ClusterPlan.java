package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Role;
import io.petaforge.storage.StoragePlan;
import java.util.List;

/**
 * Everything that was decided. The same input gives the same bytes.
 *
 * @param cluster the cluster's name
 * @param machines the hosts (not the switches), ordered by id
 * @param bare hosts whose packages petaforge installs
 * @param makesSwitches whether petaforge sets the switches of the fabric up; else they are the site's, and only hosts are
 * @param leaving what is to be drained and given up; hosts among it to which there is a way are in the fabric, and nowhere
 *     else in the plan
 */
public record ClusterPlan(
        String cluster,
        List<Machine> machines,
        List<MachineId> bare,
        DataCenterPlan fabric,
        boolean makesSwitches,
        StoragePlan storage,
        CephPlan ceph,
        SparkPlan spark,
        VerifyPlan verify,
        Departures leaving) {
    /** Name of the fabric's service address that S3 clients use. */
    public static final String S3_SERVICE = "s3";

    public ClusterPlan {
        requireNonNull(cluster, "cluster");
        machines = List.copyOf(machines);
        bare = List.copyOf(bare);
        requireNonNull(fabric, "fabric");
        requireNonNull(storage, "storage");
        requireNonNull(ceph, "ceph");
        requireNonNull(spark, "spark");
        requireNonNull(verify, "verify");
        requireNonNull(leaving, "leaving");
    }

    /** A plan in which nothing leaves. */
    public ClusterPlan(
            String cluster,
            List<Machine> machines,
            List<MachineId> bare,
            DataCenterPlan fabric,
            boolean makesSwitches,
            StoragePlan storage,
            CephPlan ceph,
            SparkPlan spark,
            VerifyPlan verify) {
        this(cluster, machines, bare, fabric, makesSwitches, storage, ceph, spark, verify, Departures.NONE);
    }

    /** The same plan with something that leaves. */
    public ClusterPlan with(Departures gone) {
        return new ClusterPlan(cluster, machines, bare, fabric, makesSwitches, storage, ceph, spark, verify, gone);
    }

    /** The hosts' ids, ordered. */
    public List<MachineId> hosts() {
        return machines.stream().map(Machine::id).toList();
    }

    /** What petaforge sets up in the network: every device of the fabric, or, where switches are the site's, the hosts. */
    public List<Device> devices() {
        return makesSwitches ? fabric.devices() : fabric.tier(Role.HOST);
    }

    /** Whether the network was there before and is used as it is. */
    public boolean usesExistingNetwork() {
        return fabric.request().design() == Design.EXISTING;
    }

    /** The host's fabric address: where its daemons listen. */
    public String address(MachineId host) {
        return fabric.address(host);
    }

    /** Where the host's OSDs speak to one another. */
    public String clusterAddress(MachineId host) {
        return fabric.clusterAddress(host);
    }
}
