package io.petaforge.report;

import static java.util.Objects.requireNonNull;

import io.petaforge.network.capacity.Capacity;
import io.petaforge.network.capacity.Demand;
import io.petaforge.network.capacity.FailureAnalysis;
import io.petaforge.network.capacity.Headroom;
import io.petaforge.network.capacity.Limit;
import io.petaforge.network.capacity.Limits;
import io.petaforge.network.capacity.TrafficFit;
import io.petaforge.network.capacity.TrafficModel;
import io.petaforge.network.dc.BillOfMaterials;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.PlanChange;
import io.petaforge.plan.TrafficIntent;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.HardwareSpec;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@code petaforge network plan} says, as its JSON.
 *
 * @param plan every device, port, address and cable
 * @param capacity what it carries when all is well
 * @param failures what is left after the loss of any one part and of any two
 * @param traffic what the cluster asks of the network
 * @param headroom what the network would carry beside nothing else
 * @param demands whether that traffic fits; empty where the inventory says nothing of it
 * @param limits what runs out
 * @param bill what has to be bought
 * @param change what differs from the plan in force, if there is one
 * @param files what became of the files, where they were written
 */
public record NetworkReport(
        DataCenterPlan plan,
        Capacity capacity,
        FailureAnalysis failures,
        TrafficModel traffic,
        Headroom headroom,
        List<Demand> demands,
        List<Limit> limits,
        BillOfMaterials bill,
        Optional<PlanChange> change,
        Optional<WrittenFiles> files) {
    public NetworkReport {
        requireNonNull(plan, "plan");
        requireNonNull(capacity, "capacity");
        requireNonNull(failures, "failures");
        requireNonNull(traffic, "traffic");
        requireNonNull(headroom, "headroom");
        demands = List.copyOf(demands);
        limits = List.copyOf(limits);
        requireNonNull(bill, "bill");
        requireNonNull(change, "change");
        requireNonNull(files, "files");
    }

    /** Analyses the plan of an inventory. */
    public static NetworkReport of(
            ClusterSpec spec, DataCenterPlan plan, Optional<PlanChange> change, Optional<WrittenFiles> files) {
        TrafficModel traffic = TrafficIntent.of(spec);
        boolean said = spec.network().hardware().flatMap(HardwareSpec::traffic).isPresent();
        return new NetworkReport(
                plan,
                Capacity.of(plan),
                FailureAnalysis.of(plan),
                traffic,
                TrafficFit.headroom(plan, traffic),
                said ? TrafficFit.of(plan, traffic) : List.of(),
                Limits.of(plan),
                BillOfMaterials.of(plan),
                change,
                files);
    }
}
