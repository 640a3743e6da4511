package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.PetaforgeException;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.spark.LabPlan;
import io.petaforge.state.Generation;
import io.petaforge.state.Generation.Stage;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the steps make of S3 keys and certificates of another generation. */
class RotationTest {
    private static final Instant NOW = Instant.parse("2026-11-30T16:00:00Z");
    private static final Generation ADDED = new Generation(1, Stage.ADDED);
    private static final Generation USED = new Generation(2, Stage.USED);
    private static final Generation DROPPED = new Generation(2, Stage.DROPPED);

    private final ClusterPlan plan = LabPlan.plan();
    private final MemorySecrets secrets = new MemorySecrets();
    private final CephKeys first = new CephKeys(secrets);

    @Test
    void theUserGetsItsNewKeysBesideTheOldOnes() throws Exception {
        CephKeys keys = new CephKeys(secrets, ADDED);
        Action action = user(keys, true, true, false).get(0);
        assertEquals("give the S3 user petaforge its new keys", action.title());
        assertEquals(Effect.CHANGE, action.effect());
        JsonNode order = input(action);
        assertEquals(
                List.of(value("s3/access-key"), value("s3/access-key.2")),
                order.path("keep").findValuesAsText("access"));
        assertEquals(
                List.of(value("s3/secret-key"), value("s3/secret-key.2")),
                order.path("keep").findValuesAsText("secret"));
        assertTrue(order.path("drop").isEmpty());
        assertEquals(List.of(), user(keys, true, true, true));
        assertEquals(value("s3/access-key"), keys.accessKey().reveal(), "in use is the old one");
    }

    @Test
    void theNewKeysAreUsedWhileTheUserHasBoth() {
        CephKeys keys = new CephKeys(secrets, USED);
        assertEquals(List.of(), user(keys, true, true, true));
        assertEquals(value("s3/access-key.2"), keys.accessKey().reveal());
        assertEquals(value("s3/secret-key.2"), keys.secretKey().reveal());
    }

    @Test
    void theOldKeysAreTakenAwayUntilNothingOfThemIsLeft() throws Exception {
        CephKeys keys = new CephKeys(secrets, DROPPED);
        Action action = user(keys, true, true, true).get(0);
        assertEquals("take the S3 user petaforge its old keys", action.title());
        assertEquals(Effect.RELEASE, action.effect());
        assertEquals(
                List.of(value("s3/access-key.2")), input(action).path("keep").findValuesAsText("access"));
        assertEquals(value("s3/access-key"), input(action).path("drop").path(0).asText());
        assertFalse(input(action).toString().contains(value("s3/secret-key")), "nobody needs it for that");
        assertEquals(List.of(), user(keys, true, true, false));
        assertTrue(keys.isObsolete("s3/access-key.3"));
        assertFalse(keys.isObsolete("s3/access-key"), "it must still be known, to be refused");
        assertTrue(new CephKeys(secrets, new Generation(2, Stage.SETTLED)).isObsolete("s3/access-key"));
    }

    @Test
    void aUserThatHasNoneOfOurKeysIsMade() {
        assertEquals(
                "make the S3 user petaforge", user(first, true, false).get(0).title());
        assertEquals(
                "make the S3 user petaforge",
                user(new CephKeys(secrets, ADDED), false, false, false).get(0).title());
    }

    @Test
    void noKeyIsInAnArgumentATitleOrAProblem() {
        CephKeys keys = new CephKeys(secrets, DROPPED);
        ServedStep served = new ServedStep(keys, ca(Generation.FIRST, Generation.FIRST));
        StringBuilder visible = new StringBuilder();
        for (Probe<?> probe : served.probes(plan)) {
            visible.append(probe.command().argv()).append(probe.key());
        }
        for (Action action : user(keys, true, true, true)) {
            visible.append(action.title())
                    .append(((Operation.Exec) action.operation()).command().argv());
        }
        visible.append(problems(keys, ca(Generation.FIRST, Generation.FIRST), 403, "", 200));
        secrets.made.forEach((name, value) -> assertFalse(visible.toString().contains(value.reveal()), name));
    }

    @Test
    void onlyTheCaThatSignsMakesAGatewayRestart() {
        String before = hash(ca(Generation.FIRST, Generation.FIRST));
        ClusterCa added = ca(ADDED, Generation.FIRST);
        added.makeSecrets();
        assertEquals(before, hash(added), "another CA is trusted too");
        String used = hash(ca(USED, Generation.FIRST));
        assertFalse(before.equals(used), "another certificate");
        assertEquals(used, hash(ca(DROPPED, Generation.FIRST)), "the old CA is not trusted any more");
        assertFalse(before.equals(hash(ca(Generation.FIRST, USED))), "another certificate of the same CA");
    }

    @Test
    void gatewaysMustShowWhatTheyWereGivenAndRefuseTheOldKeys() {
        ClusterCa ca = ca(Generation.FIRST, USED);
        CephKeys keys = new CephKeys(secrets, DROPPED);
        String right = Certificates.fingerprint(
                ConfigStep.certificate(plan, plan.ceph().rgws().get(0), ca));
        assertEquals(List.of(), problems(keys, ca, 200, right, 403));
        assertEquals(
                List.of(
                        "the gateway on storage-3 shows another certificate than the one it was given",
                        "the gateway on storage-3 answers the keys that were taken away with HTTP 200"),
                problems(keys, ca, 200, "0".repeat(64), 200));
        assertEquals(
                List.of("the gateway on storage-3 answers the keys in use with HTTP 403"),
                problems(keys, ca, 403, right, 403));
        assertEquals(
                List.of(
                        "the gateway on storage-3 does not serve: connection refused",
                        "the gateway on storage-3 answers the keys that were taken away with connection refused"),
                problems(keys, ca, 0, "", 0));
    }

    private ClusterCa ca(Generation authority, Generation servers) {
        return new ClusterCa(secrets, plan.cluster(), NOW, authority, servers);
    }

    private String hash(ClusterCa ca) {
        return new RgwStep(first, ca).unit(plan, plan.ceph().rgws().get(0)).inputsHash();
    }

    private String value(String name) {
        return secrets.made.get(name).reveal();
    }

    private static JsonNode input(Action action) throws Exception {
        return new ObjectMapper()
                .readTree(((Operation.Exec) action.operation())
                        .command()
                        .stdin()
                        .orElseThrow()
                        .reveal());
    }

    /** What the step does where these of its objects exist. */
    private List<Action> user(CephKeys keys, boolean... exist) {
        Step step = new UserStep(keys);
        StringBuilder found = new StringBuilder();
        for (boolean one : exist) {
            found.append(found.isEmpty() ? "" : ",").append(one);
        }
        Probe<?> probe = step.probes(plan).get(0);
        return step.actions(
                plan,
                new Facts(Map.of(
                        new Facts.Key(probe.machine(), probe.key()),
                        new Output(0, "{\"reachable\": true, \"results\": [[" + found + "]]}", ""))));
    }

    /** What the first gateway's answers come to; the others answer rightly. */
    private List<String> problems(CephKeys keys, ClusterCa ca, int status, String certificate, int old) {
        ServedStep step = new ServedStep(keys, ca);
        Map<Facts.Key, Output> facts = new HashMap<>();
        plan.ceph().rgws().forEach(gateway -> {
            boolean asked = gateway.equals(plan.ceph().rgws().get(0));
            String shown = Certificates.fingerprint(ConfigStep.certificate(plan, gateway, ca));
            put(facts, "ceph/served/" + gateway, asked ? status : 200, asked ? certificate : shown);
            put(facts, "ceph/served/old/" + gateway, asked ? old : 403, shown);
        });
        try {
            assertEquals(List.of(), step.actions(plan, new Facts(facts)));
            return List.of();
        } catch (PetaforgeException e) {
            assertTrue(e.problems().stream().allMatch(problem -> problem.code().equals("PF-DAY-095")));
            return e.problems().stream().map(problem -> problem.what()).collect(Collectors.toList());
        }
    }

    private void put(Map<Facts.Key, Output> facts, String key, int status, String certificate) {
        String text = status == 0
                ? "{\"status\": [], \"error\": \"connection refused\"}"
                : "{\"status\": [" + status + "], \"error\": \"\", \"certificate\": \"" + certificate + "\"}";
        facts.put(new Facts.Key(Cluster.voice(plan), key), new Output(0, text, ""));
    }

    @Test
    void whatIsNoGenerationIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Generation(1, Stage.USED));
    }
}
