package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ceph/user}: the S3 user with its keys. It is written as metadata, because that command takes the keys on its
 * input; {@code radosgw-admin user create} wants them as arguments, for everyone to see. Needs no gateway: it runs while
 * they start.
 */
final class UserStep implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** The pool in which gateways keep users, by their default zone's naming. */
    private static final String POOL = "default.rgw.meta";

    private final CephKeys keys;

    UserStep(CephKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "ceph/user";
    }

    @Override
    public Set<String> after() {
        return Set.of(PoolsStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return List.of(exists(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        if (facts.get(exists(plan))) {
            return List.of();
        }
        String user = plan.ceph().s3().user();
        MachineId host = plan.ceph().rgws().get(0);
        Command command = Command.of(
                        "radosgw-admin", "--name", CephPaths.rgwEntity(host), "metadata", "put", "user:" + user)
                .withStdin(document(user));
        return List.of(new Action(host, "make the S3 user " + user, new Operation.Exec(command, LIMIT), Effect.CREATE));
    }

    /** The user and the index entry of its access key: the second is written last. */
    private Probe<Boolean> exists(ClusterPlan plan) {
        return Cluster.objects(
                plan,
                "ceph/user",
                List.of(
                        List.of(POOL, "users.uid", plan.ceph().s3().user()),
                        List.of(POOL, "users.keys", keys.accessKey().reveal())));
    }

    private Secret document(String user) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("user", user);
        key.put("access_key", keys.accessKey().reveal());
        key.put("secret_key", keys.secretKey().reveal());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("user_id", user);
        data.put("display_name", user);
        data.put("email", "");
        data.put("suspended", 0);
        data.put("max_buckets", 1000);
        data.put("keys", List.of(key));
        data.put("op_mask", "read, write, delete");
        data.put("type", "rgw");
        return Cluster.json(Map.of("data", data));
    }
}
