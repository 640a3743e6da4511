package io.petaforge.ceph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.MachineId;
import io.petaforge.plan.CephPlan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** S3 requests made by a host of the cluster with the S3 user's keys; {@code s3.py} describes its input. */
final class S3 {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A gateway that was just started answers after half a second; one that waits for placement groups later. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final int PROBE_SECONDS = 2;

    /** A gateway that is asked for a proof runs; a busy one may take its time. */
    private static final int PROOF_SECONDS = 20;

    private final CephKeys keys;

    S3(CephKeys keys) {
        this.keys = keys;
    }

    /** A request that is repeated until it is answered with one of these statuses. */
    static Map<String, Object> request(String method, String path, Integer... ok) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("method", method);
        request.put("path", path);
        request.put("ok", List.of(ok));
        return request;
    }

    /** Until a gateway accepts connections again. */
    static Action listening(ClusterPlan plan, MachineId host) {
        return new Action(
                host,
                "wait for " + CephPaths.rgwUnit(host) + " to listen",
                new Operation.Await(
                        Command.of(
                                "python3",
                                "-c",
                                "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1)",
                                plan.address(host),
                                Integer.toString(plan.ceph().s3().port())),
                        Duration.ofMillis(100),
                        PATIENCE),
                Effect.WAIT);
    }

    /**
     * What one gateway says of buckets.
     *
     * @param made whether there is a gateway to ask at all
     * @param statuses of the HEAD requests, one a bucket; 0 where there was no answer
     */
    record Heads(boolean made, List<Integer> statuses) {}

    /** Asks one gateway for buckets, by itself. */
    Probe<Heads> heads(ClusterPlan plan, MachineId host, String key, List<String> buckets) {
        List<Map<String, Object>> requests = new ArrayList<>();
        buckets.forEach(bucket -> requests.add(Map.of("method", "HEAD", "path", "/" + bucket)));
        Command command = Scripts.S3.fed(Cluster.json(document(plan, plan.address(host), PROBE_SECONDS, requests)));
        return new Probe<>(
                host,
                key,
                command,
                output -> new Heads(
                        output.ok() && !answer(output).path("absent").asBoolean(), statuses(buckets.size(), output)));
    }

    /**
     * What one gateway answers.
     *
     * @param status of a HEAD request to the bucket; 0 where there was no answer
     * @param certificate SHA-256 over the certificate that it showed, 64 hex digits; empty where there was none
     * @param error why there was no answer; empty where there was one
     */
    record Served(int status, String certificate, String error) {}

    /** What a gateway at its own address answers to a user with these keys, as a host with a monitor sees it. */
    static Probe<Served> served(ClusterPlan plan, MachineId gateway, String key, CephKeys.S3Key pair) {
        Map<String, Object> document = document(
                plan,
                plan.address(gateway),
                PROOF_SECONDS,
                List.of(Map.of("method", "HEAD", "path", "/" + plan.ceph().s3().bucket())),
                pair);
        return new Probe<>(
                Cluster.voice(plan),
                key + "/" + gateway,
                Scripts.S3.fed(Cluster.json(document)),
                output -> new Served(
                        statuses(1, output).get(0),
                        answer(output).path("certificate").asText(),
                        output.ok() ? answer(output).path("error").asText() : output.stderr()));
    }

    /** Requests to the service at an address, in order. */
    Operation requests(ClusterPlan plan, String address, List<Map<String, Object>> requests) {
        return exec(document(plan, address, PATIENCE.toSeconds(), requests));
    }

    /** The same, and their success written down in a file on the host. */
    Operation recorded(
            ClusterPlan plan,
            String address,
            List<Map<String, Object>> requests,
            String path,
            Map<String, String> facts) {
        Map<String, Object> document = document(plan, address, PATIENCE.toSeconds(), requests);
        document.put("record", Map.of("path", path, "facts", facts));
        return exec(document);
    }

    private static Operation exec(Map<String, Object> document) {
        return new Operation.Exec(Scripts.S3.fed(Cluster.json(document)), PATIENCE.plusSeconds(30));
    }

    private Map<String, Object> document(
            ClusterPlan plan, String address, long seconds, List<Map<String, Object>> requests) {
        return document(plan, address, seconds, requests, new CephKeys.S3Key(keys.accessKey(), keys.secretKey()));
    }

    private static Map<String, Object> document(
            ClusterPlan plan, String address, long seconds, List<Map<String, Object>> requests, CephKeys.S3Key pair) {
        CephPlan.S3Plan s3 = plan.ceph().s3();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", s3.name());
        document.put("address", address);
        document.put("port", s3.port());
        document.put("ca", CephPaths.CA);
        document.put("access", pair.access().reveal());
        document.put("secret", pair.secret().reveal());
        document.put("seconds", seconds);
        document.put("requests", requests);
        return document;
    }

    static List<Integer> statuses(int expected, Output output) {
        List<Integer> statuses = new ArrayList<>();
        answer(output).path("status").forEach(status -> statuses.add(status.asInt()));
        while (statuses.size() < expected) {
            statuses.add(0);
        }
        return List.copyOf(statuses);
    }

    private static JsonNode answer(Output output) {
        try {
            return JSON.readTree(output.ok() ? output.stdout() : "{}");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("s3.py printed something else: " + output.stdout(), e);
        }
    }
}
