package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ceph/bucket}: the user's buckets, made over S3 with TLS verified. S3A does not make buckets. */
final class BucketStep implements Step {
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
        List<Integer> found = facts.get(heads(plan));
        List<Map<String, Object>> requests = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            if (found.get(i) != 200) {
                missing.add(buckets.get(i));
                requests.add(S3.request("PUT", "/" + buckets.get(i), 200));
            }
        }
        if (missing.isEmpty()) {
            return List.of();
        }
        MachineId host = plan.ceph().rgws().get(0);
        return List.of(new Action(
                host,
                "make the buckets " + String.join(", ", missing),
                s3.requests(plan, plan.address(host), requests),
                Effect.CREATE));
    }

    private static List<String> buckets(ClusterPlan plan) {
        return List.of(plan.ceph().s3().bucket(), CephSteps.LOG_BUCKET).stream()
                .distinct()
                .toList();
    }

    private Probe<List<Integer>> heads(ClusterPlan plan) {
        return s3.heads(plan, plan.ceph().rgws().get(0), "ceph/buckets", buckets(plan));
    }
}
