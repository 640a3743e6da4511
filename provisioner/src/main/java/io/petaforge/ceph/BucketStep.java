package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** {@code ceph/bucket}: the user's buckets, made over S3 with TLS verified. S3A does not make buckets. */
final class BucketStep implements Step {
    private static final int FOUND = 200;
    private static final int UNANSWERED = 0;

    private final S3 s3;

    BucketStep(CephKeys keys) {
        this.s3 = new S3(keys);
    }

    @Override
    public String name() {
        return "ceph/bucket";
    }

    @Override
    public Set<String> after() {
        return Set.of(CephSteps.RGW, "ceph/user");
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return List.of(heads(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<String> buckets = buckets(plan);
        S3.Heads found = facts.get(heads(plan));
        MachineId host = plan.ceph().rgws().get(0);
        if (found.made() && found.statuses().contains(UNANSWERED)) {
            return List.of(waiting(plan, host, buckets));
        }
        List<String> missing = IntStream.range(0, buckets.size())
                .filter(i -> found.statuses().get(i) != FOUND)
                .mapToObj(buckets::get)
                .toList();
        return missing.isEmpty()
                ? List.of()
                : List.of(new Action(
                        host,
                        "make the buckets " + String.join(", ", missing),
                        making(plan, host, missing),
                        Effect.CREATE));
    }

    /**
     * A gateway that does not answer says nothing of its buckets: it has just been started, or placement groups of its
     * pools wait for a host that died and that the monitors have not yet missed, which takes them some 20 s. Buckets that
     * are there stay as they are when they are asked for again.
     */
    private Action waiting(ClusterPlan plan, MachineId host, List<String> buckets) {
        return new Action(
                host,
                "wait for " + CephPaths.rgwUnit(host) + " to have the buckets " + String.join(", ", buckets),
                making(plan, host, buckets),
                Effect.WAIT);
    }

    private Operation making(ClusterPlan plan, MachineId host, List<String> buckets) {
        return s3.requests(
                plan,
                plan.address(host),
                buckets.stream()
                        .map(bucket -> S3.request("PUT", "/" + bucket, FOUND))
                        .toList());
    }

    private static List<String> buckets(ClusterPlan plan) {
        return List.of(plan.ceph().s3().bucket(), CephSteps.LOG_BUCKET).stream()
                .distinct()
                .toList();
    }

    private Probe<S3.Heads> heads(ClusterPlan plan) {
        return s3.heads(plan, plan.ceph().rgws().get(0), "ceph/buckets", buckets(plan));
    }
}
