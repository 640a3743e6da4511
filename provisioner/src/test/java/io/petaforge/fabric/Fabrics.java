package io.petaforge.fabric;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import io.petaforge.network.AsnRange;
import io.petaforge.network.FabricRequest;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.HostModel;
import io.petaforge.network.dc.SwitchModels;
import io.petaforge.plan.CephPlan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan;
import io.petaforge.plan.VerifyPlan;
import io.petaforge.storage.StoragePlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Plans that tests begin with. */
public final class Fabrics {
    private Fabrics() {}

    /** Two racks of l3-host with two spines on virtual switches. */
    public static DataCenterPlan plan(int leavesPerRack) {
        return plan(Design.L3_HOST, leavesPerRack);
    }

    private static DataCenterPlan plan(Design design, int leavesPerRack) {
        BitRate rate = BitRate.ofGbit(10);
        return DataCenterPlanner.plan(new DataCenterRequest(
                design,
                List.of(rack("r1", "storage-1", "compute-1"), rack("r2", "storage-2")),
                HostModel.of(leavesPerRack == 1 ? List.of("fab0") : List.of("fab0", "fab1"), rate),
                new DataCenterRequest.Switches(
                        SwitchModels.linux(rate, 128), SwitchModels.linux(rate, 128), Optional.empty()),
                new DataCenterRequest.Sizing(leavesPerRack, 100, 1, OptionalInt.of(2), 2, 2),
                new DataCenterRequest.Ranges(
                        Cidr.parse("10.20.0.0/16"),
                        Optional.empty(),
                        Optional.empty(),
                        Cidr.parse("10.64.0.0/14"),
                        Optional.empty(),
                        Optional.empty()),
                AsnRange.PRIVATE_32,
                List.of(new FabricRequest.Service("s3", ids("storage-1", "storage-2"))),
                1500,
                Optional.empty()));
    }

    /** The same as a cluster. */
    public static ClusterPlan cluster(int leavesPerRack) {
        return cluster(Design.L3_HOST, leavesPerRack);
    }

    static ClusterPlan cluster(Design design, int leavesPerRack) {
        MachineId one = new MachineId("storage-1");
        return new ClusterPlan(
                "test",
                List.of(),
                List.of(),
                plan(design, leavesPerRack),
                true,
                new StoragePlan(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
                new CephPlan(
                        Optional.empty(),
                        Optional.empty(),
                        CephPlan.Profile.LAB,
                        List.of(one),
                        List.of(one),
                        List.of(one),
                        new CephPlan.S3Plan("s3.test.internal", List.of("10.20.0.1"), 443, "user", "bucket"),
                        Map.of()),
                new SparkPlan(
                        new SparkPlan.DistributionRef("4.1.2", "2.13", "3.4.2", "", ""),
                        one,
                        one,
                        List.of(),
                        new SparkPlan.Executor(1, ByteSize.ofGiB(1)),
                        Map.of()),
                new VerifyPlan(
                        ByteSize.ofMiB(1),
                        ByteSize.ofMiB(1),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalDouble.empty()));
    }

    static List<MachineId> ids(String... names) {
        return Arrays.stream(names).map(MachineId::new).toList();
    }

    private static FabricRequest.Rack rack(String name, String... hosts) {
        return new FabricRequest.Rack(name, ids(hosts));
    }
}
