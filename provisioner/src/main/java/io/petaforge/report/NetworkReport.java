package io.petaforge.report;

import static java.util.Objects.requireNonNull;

import io.petaforge.network.capacity.Capacity;
import io.petaforge.network.capacity.FailureAnalysis;
import io.petaforge.network.capacity.Limit;
import io.petaforge.network.capacity.Limits;
import io.petaforge.network.dc.BillOfMaterials;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.PlanChange;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@code petaforge network plan} says, as its JSON.
 *
 * @param plan every device, port, address and cable
 * @param capacity what it carries when all is well
 * @param failures what is left after the loss of any one part and of any two
 * @param limits what runs out
 * @param bill what has to be bought
 * @param change what differs from the plan in force, if there is one
 * @param files what became of the files, where they were written
 */
public record NetworkReport(
        DataCenterPlan plan,
        Capacity capacity,
        FailureAnalysis failures,
        List<Limit> limits,
        BillOfMaterials bill,
        Optional<PlanChange> change,
        Optional<WrittenFiles> files) {
    public NetworkReport {
        requireNonNull(plan, "plan");
        requireNonNull(capacity, "capacity");
        requireNonNull(failures, "failures");
        limits = List.copyOf(limits);
        requireNonNull(bill, "bill");
        requireNonNull(change, "change");
        requireNonNull(files, "files");
    }

    /** Analyses a plan. */
    public static NetworkReport of(DataCenterPlan plan, Optional<PlanChange> change, Optional<WrittenFiles> files) {
        return new NetworkReport(
                plan,
                Capacity.of(plan),
                FailureAnalysis.of(plan),
                Limits.of(plan),
                BillOfMaterials.of(plan),
                change,
                files);
    }
}
