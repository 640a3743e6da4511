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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/user}: the S3 user with its keys. It is written as metadata, because that command takes the keys on its
 * input; {@code radosgw-admin user create} wants them as arguments, for everyone to see. Needs no gateway: it runs while
 * they start.
 *
 * <p>While the keys are rotated the user has both; then the ones before are taken from it. What an operator has added to
 * the user is left alone by that.
 */
final class UserStep implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** The pool in which gateways keep users, by their default zone's naming. */
    private static final String POOL = "default.rgw.meta";

    /** Where in it an access key leads to its user. */
    private static final String KEYS = "users.keys";

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
        return List.of(exist(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<CephKeys.S3Key> wanted = keys.s3Keys();
        List<Boolean> found = facts.get(exist(plan));
        boolean user = found.get(0);
        List<Boolean> known = found.subList(1, 1 + wanted.size());
        boolean dropped = !found.subList(1 + wanted.size(), found.size()).contains(true);
        if (user && !known.contains(false) && dropped) {
            return List.of();
        }
        // Where it has none of our keys it is new, or its keys are the inventory's and were changed there.
        return List.of(user && known.contains(true) ? rotate(plan, wanted) : make(plan, wanted));
    }

    private static Action make(ClusterPlan plan, List<CephKeys.S3Key> wanted) {
        String user = plan.ceph().s3().user();
        Command command = Command.of(
                        "radosgw-admin", "--name", CephPaths.rgwEntity(host(plan)), "metadata", "put", "user:" + user)
                .withStdin(document(user, wanted));
        return new Action(host(plan), "make the S3 user " + user, new Operation.Exec(command, LIMIT), Effect.CREATE);
    }

    private Action rotate(ClusterPlan plan, List<CephKeys.S3Key> wanted) {
        String user = plan.ceph().s3().user();
        List<String> drop = dropped().stream().toList();
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("name", CephPaths.rgwEntity(host(plan)));
        order.put("user", user);
        order.put("index", List.of(POOL, KEYS));
        order.put("drop", drop);
        order.put(
                "keep",
                wanted.stream()
                        .map(key -> Map.of(
                                "access", key.access().reveal(),
                                "secret", key.secret().reveal()))
                        .toList());
        return new Action(
                host(plan),
                drop.isEmpty()
                        ? "give the S3 user " + user + " its new keys"
                        : "take the S3 user " + user + " its old keys",
                new Operation.Exec(Scripts.USER_KEYS.fed(Cluster.json(order)), LIMIT),
                drop.isEmpty() ? Effect.CHANGE : Effect.RELEASE,
                "its keys are rotated");
    }

    private static MachineId host(ClusterPlan plan) {
        return plan.ceph().rgws().get(0);
    }

    private Optional<String> dropped() {
        return keys.droppedS3Key().map(key -> key.access().reveal());
    }

    /** The user, the index entries of the keys that it should have, and of those that it should not. */
    private Probe<List<Boolean>> exist(ClusterPlan plan) {
        List<List<String>> objects = new ArrayList<>();
        objects.add(List.of(POOL, "users.uid", plan.ceph().s3().user()));
        keys.s3Keys()
                .forEach(key -> objects.add(List.of(POOL, KEYS, key.access().reveal())));
        dropped().ifPresent(access -> objects.add(List.of(POOL, KEYS, access)));
        return Cluster.objects(plan, "ceph/user", objects);
    }

    /** The index entries of keys are written last. */
    private static Secret document(String user, List<CephKeys.S3Key> wanted) {
        List<Map<String, Object>> pairs = new ArrayList<>();
        for (CephKeys.S3Key pair : wanted) {
            Map<String, Object> key = new LinkedHashMap<>();
            key.put("user", user);
            key.put("access_key", pair.access().reveal());
            key.put("secret_key", pair.secret().reveal());
            pairs.add(key);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("user_id", user);
        data.put("display_name", user);
        data.put("email", "");
        data.put("suspended", 0);
        data.put("max_buckets", 1000);
        data.put("keys", pairs);
        data.put("op_mask", "read, write, delete");
        data.put("type", "rgw");
        return Cluster.json(Map.of("data", data));
    }
}
