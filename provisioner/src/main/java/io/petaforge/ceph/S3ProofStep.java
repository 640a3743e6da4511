package io.petaforge.ceph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.MachineId;
import io.petaforge.plan.CephPlan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/s3-proof}: an object is stored, read back and removed through the service's own address and name. The time
 * of the first success is kept on the host; what was proved for another cluster or endpoint does not count.
 */
public final class S3ProofStep implements Step {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static final String RECORD = "/var/lib/petaforge/s3-proof.json";

    /** Large enough to cross the gateway's inline limit of 4 KiB. */
    private static final String BODY = "petaforge ".repeat(500);

    /**
     * The first object that was stored and read back.
     *
     * @param fsid of the cluster
     * @param url of the service
     * @param time UTC, ISO 8601 with milliseconds, when the object had been stored, read and removed
     * @param seconds how long the three requests took
     */
    public record Proof(String fsid, String url, String time, double seconds) {}

    private final CephKeys keys;
    private final S3 s3;
    private final boolean anycast;
    private final Set<String> after;

    /**
     * The proof.
     *
     * @param anycast whether the service's address is announced; else the first gateway is asked by its own address
     * @param after the steps after which it can succeed
     */
    S3ProofStep(CephKeys keys, boolean anycast, Set<String> after) {
        this.keys = keys;
        this.s3 = new S3(keys);
        this.anycast = anycast;
        this.after = Set.copyOf(after);
    }

    @Override
    public String name() {
        return CephSteps.S3_PROOF;
    }

    @Override
    public Set<String> after() {
        return after;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return List.of(proof(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        CephPlan.S3Plan service = plan.ceph().s3();
        boolean proved = facts.get(proof(plan))
                .filter(proof -> proof.fsid().equals(keys.fsid()) && proof.url().equals(service.url()))
                .isPresent();
        if (proved) {
            return List.of();
        }
        String path = "/" + service.bucket() + "/.petaforge-proof";
        Map<String, Object> put = S3.request("PUT", path, 200);
        put.put("body", BODY);
        Map<String, Object> get = S3.request("GET", path, 200);
        get.put("returns", BODY);
        Map<String, String> record = new LinkedHashMap<>();
        record.put("fsid", keys.fsid());
        record.put("url", service.url());
        return List.of(new Action(
                host(plan),
                "store, read and remove an object at " + service.url(),
                s3.recorded(
                        plan,
                        anycast
                                ? service.addresses().get(0)
                                : plan.address(plan.ceph().rgws().get(0)),
                        List.of(put, get, S3.request("DELETE", path, 204)),
                        RECORD,
                        record),
                Effect.WAIT,
                "not proved yet"));
    }

    /** When S3 was first proved; empty before. For reports. */
    public static Probe<Optional<Proof>> proof(ClusterPlan plan) {
        return Probe.ofHost(host(plan), "ceph/s3-proof", Command.of("cat", RECORD), S3ProofStep::parse);
    }

    /** A monitor's host that serves no S3 itself asks through the fabric; else the first one. */
    private static MachineId host(ClusterPlan plan) {
        return plan.ceph().mons().stream()
                .filter(mon -> !plan.ceph().rgws().contains(mon))
                .findFirst()
                .orElse(plan.ceph().mons().get(0));
    }

    static Optional<Proof> parse(Output output) {
        if (!output.ok()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(output.stdout(), Proof.class));
        } catch (JsonProcessingException e) {
            // Not ours, or damaged: proved again, and written again.
            return Optional.empty();
        }
    }
}
