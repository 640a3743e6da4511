package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.spec.InventoryReader;
import io.petaforge.state.Generation;
import io.petaforge.state.Generation.Stage;
import io.petaforge.state.Secrets;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import io.petaforge.step.Restarted;
import io.petaforge.step.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How Ceph's keys are rotated, from facts recorded on a healthy cluster with those of the first generation. */
class KeysStepTest {
    private static final String PEOPLE =
            "storage-1: give the monitors new keys of client.admin, client.bootstrap-mds, client.bootstrap-mgr and 4 more";

    private final MemorySecrets made = new MemorySecrets();
    private final Secrets secrets = (name, generator) -> name.matches("ceph\\..*|.*/client.bootstrap-rbd.*")
            ? made.get(name, generator)
            : CephCasesTest.SECRETS.get(name, generator);
    private final ClusterPlan plan = new ClusterPlanner(
                    InventoryReader.read(CephCasesTest.ROOT.resolve("cluster.yaml")))
            .plan(CephCasesTest.machines());
    private final CephKeys before = new CephKeys(secrets);
    private final CephKeys after = new CephKeys(secrets, Generation.FIRST, new Generation(2, Stage.USED));
    private final Step step = step("ceph/keys");
    private final Step rolling = step("ceph/rolling");

    /** Entities of which the monitors have the new key, and of which the file has it. */
    private final Set<String> known = new HashSet<>();

    private final Set<String> written = new HashSet<>();
    private Facts recorded = Facts.none();

    private Step step(String name) {
        return CephCasesTest.steps(after).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @BeforeEach
    void record() throws IOException {
        recorded = CephCasesTest.facts(CephCasesTest.ROOT.resolve("cases/converged"));
    }

    @Test
    void itIsThereOnlyWhileKeysAreRotated() {
        assertTrue(CephCasesTest.steps().stream().noneMatch(one -> one.name().equals("ceph/keys")));
        CephKeys settled = new CephKeys(secrets, Generation.FIRST, new Generation(2, Stage.SETTLED));
        assertTrue(CephCasesTest.steps(settled).stream()
                .noneMatch(one -> one.name().equals("ceph/keys")));
        assertTrue(step("ceph/crush").after().contains("ceph/keys"), "which speaks with the administrator's key");
    }

    @Test
    void whatRunsWaitsForItsTurn() {
        assertEquals(List.of(PEOPLE), words(step.actions(plan, facts())));
        known.addAll(Keyring.people());
        assertEquals(List.of(), step.actions(plan, facts()));
    }

    @Test
    void whatDoesNotRunGetsItsKeyAtOnce() {
        known.addAll(Keyring.people());
        Facts stopped = recorded;
        recorded = stopped.with(Map.of(
                key("storage-2", "ceph/osd/units"),
                new Output(
                        0,
                        output(stopped, "storage-2", "ceph/osd/units")
                                .replaceFirst("ActiveState=active", "ActiveState=failed"),
                        "")));
        assertEquals(
                List.of(
                        "storage-2: take the former keys of osd.2 off their drives",
                        "storage-2: write /var/lib/ceph/osd/ceph-2/keyring",
                        "storage-1: give the monitors new keys of osd.2"),
                words(step.actions(plan, facts())));
    }

    @Test
    void whatHasItsNewKeyAlreadyIsAnnounced() {
        known.addAll(Keyring.people());
        written.addAll(Set.of("osd.4", "mgr.storage-1"));
        assertEquals(
                List.of("storage-1: give the monitors new keys of mgr.storage-1, osd.4"),
                words(step.actions(plan, facts())));
    }

    @Test
    void aDaemonWhoseTurnWasCutShortGetsTheKeyThatTheMonitorsHave() {
        known.addAll(Keyring.people());
        known.add("client.rgw.storage-3");
        assertEquals(
                List.of("storage-3: write /var/lib/ceph/radosgw/ceph-rgw.storage-3/keyring"),
                words(step.actions(plan, facts())));
    }

    @Test
    void theConfigurationLeavesTheKeysOfDaemonsAlone() {
        List<String> words = words(step("ceph/config").actions(plan, facts()));
        assertEquals(
                List.of("storage-1", "storage-2", "storage-3"),
                words.stream().map(word -> word.substring(0, word.indexOf(':'))).toList());
        assertTrue(
                words.stream().allMatch(word -> word.endsWith(": write /etc/ceph/ceph.client.admin.keyring")),
                words.toString());
    }

    @Test
    void eachDaemonsKeyIsReplacedJustBeforeItRestarts() throws Exception {
        known.addAll(Keyring.people());
        List<String> turns = new ArrayList<>();
        List<String> foreseen = rolling.course(plan, facts()).stream()
                .map(turn -> String.join("; ", words(turn)))
                .toList();
        for (List<Action> turn = rolling.actions(plan, facts());
                !turn.isEmpty() && turns.size() < 40;
                turn = rolling.actions(plan, facts())) {
            turns.add(String.join("; ", words(turn)));
            carryOut(turn);
            assertEquals(
                    List.of(),
                    step.actions(plan, facts()).stream()
                            .filter(action -> action.title().startsWith("give the monitors"))
                            .toList(),
                    "nobody's key was written before the monitors had it");
        }
        List<String> expected = new ArrayList<>();
        for (String mgr : List.of("storage-2", "storage-1")) {
            expected.add("storage-1: give the monitors new keys of mgr." + mgr);
            expected.add(mgr + ": write /var/lib/ceph/mgr/ceph-" + mgr + "/keyring; " + mgr + ": restart ceph-mgr@"
                    + mgr + ".service");
        }
        expected.add("storage-1: keep the data of 6 OSDs in place");
        for (int host = 1; host <= 3; host++) {
            int osd = 2 * (host - 1);
            String on = "storage-" + host + ": ";
            expected.add("storage-1: give the monitors new keys of osd." + osd + ", osd." + (osd + 1));
            expected.add(on + "take the former keys of osd." + osd + ", osd." + (osd + 1) + " off their drives; " + on
                    + "write /var/lib/ceph/osd/ceph-" + osd + "/keyring; " + on + "write /var/lib/ceph/osd/ceph-"
                    + (osd + 1) + "/keyring; " + on + "restart ceph-osd@" + osd + ".service, restart ceph-osd@"
                    + (osd + 1) + ".service");
        }
        expected.add("storage-1: let 6 OSDs be called out again");
        for (String rgw : List.of("storage-3", "storage-1")) {
            expected.add("storage-1: give the monitors new keys of client.rgw." + rgw);
            expected.add(rgw + ": write /var/lib/ceph/radosgw/ceph-rgw." + rgw + "/keyring; " + rgw
                    + ": restart ceph-radosgw@rgw." + rgw + ".service; " + rgw + ": wait for ceph-radosgw@rgw." + rgw
                    + ".service to listen");
        }
        assertEquals(String.join("\n", expected), String.join("\n", turns));
        assertEquals(turns, foreseen, "all turns are foreseen");
        assertTrue(rolling.turns(plan) >= 2 * turns.size(), "there are rounds for all of them, and for the waits");
    }

    @Test
    void daemonsOfTheSecondGenerationAreNotRestartedWhenItIsSettled() {
        CephKeys settled = new CephKeys(secrets, Generation.FIRST, new Generation(2, Stage.SETTLED));
        assertEquals(hashes(after), hashes(settled));
        assertNotEquals(hashes(before), hashes(after));
    }

    private List<String> hashes(CephKeys keys) {
        List<String> hashes = new ArrayList<>();
        plan.ceph()
                .mgrs()
                .forEach(mgr -> hashes.add(MgrStep.unit(plan, mgr, keys).inputsHash()));
        plan.storage()
                .osds()
                .forEach(osd -> hashes.add(OsdStep.unit(plan, osd, keys).inputsHash()));
        return hashes;
    }

    @Test
    void noKeyIsInAnArgumentOrATitle() {
        StringBuilder visible = new StringBuilder();
        for (Step one : List.of(step, rolling)) {
            for (Probe<?> probe : one.probes(plan)) {
                visible.append(probe.command().argv()).append(probe.key());
            }
            for (List<Action> turn : one.course(plan, facts())) {
                for (Action action : turn) {
                    visible.append(action.title()).append(action.why());
                    if (action.operation() instanceof Operation.Exec exec) {
                        visible.append(exec.command().argv());
                    }
                }
            }
        }
        assertTrue(made.made.size() > 8);
        made.made.forEach((name, value) -> assertFalse(visible.toString().contains(value.reveal()), name));
    }

    private static List<String> words(List<Action> actions) {
        return actions.stream()
                .map(action -> action.machine() + ": " + action.title())
                .collect(Collectors.toList());
    }

    /** What the monitors and the hosts have after these actions. */
    private void carryOut(List<Action> actions) throws IOException {
        recorded = Restarted.facts(rolling, plan, facts(), actions);
        for (Action action : actions) {
            if (action.operation() instanceof Operation.WriteFile write) {
                KeyedDaemon.of(plan, after).stream()
                        .filter(daemon -> daemon.keyring().path().equals(write.path()))
                        .forEach(daemon -> written.add(daemon.entity()));
            } else if (action.title().startsWith("keep the data")) {
                flag("\"id\": ", "\"noout\": true, \"id\": ");
            } else if (action.title().endsWith("be called out again")) {
                flag("\"noout\": true, ", "");
            } else if (action.operation() instanceof Operation.Exec exec
                    && action.title().startsWith("give the")) {
                JsonNode input = new ObjectMapper()
                        .readTree(exec.command().stdin().orElseThrow().reveal());
                assertEquals(before.key("mon.").reveal(), input.path("monKey").asText());
                input.at("/stages/0/rekey").properties().forEach(entry -> {
                    assertEquals(
                            after.key(entry.getKey()).reveal(), entry.getValue().asText());
                    known.add(entry.getKey());
                });
            }
        }
    }

    private void flag(String instead, String of) {
        recorded = recorded.with(Map.of(
                key("storage-1", "ceph/cluster"),
                new Output(0, output(recorded, "storage-1", "ceph/cluster").replace(instead, of), "")));
    }

    private Facts facts() {
        Map<Facts.Key, Output> more = new HashMap<>();
        Map<String, String> digests = new HashMap<>();
        Keyring.people().forEach(entity -> digests.put(entity, digest(entity)));
        Map<String, List<KeyedDaemon>> hosts = new HashMap<>();
        for (KeyedDaemon daemon : KeyedDaemon.of(plan, after)) {
            digests.put(daemon.entity(), digest(daemon.entity()));
            hosts.computeIfAbsent(daemon.host().value(), host -> new ArrayList<>())
                    .add(daemon);
        }
        hosts.forEach((host, daemons) -> {
            StringBuilder stats = new StringBuilder();
            StringBuilder sums = new StringBuilder();
            for (KeyedDaemon daemon : daemons) {
                Secret content = written.contains(daemon.entity())
                        ? daemon.keyring().content()
                        : new Keyring(before).of(daemon.entity());
                stats.append("0600 ceph:ceph ").append(daemon.keyring().path()).append('\n');
                sums.append(Inputs.sha256(content.reveal()))
                        .append("  ")
                        .append(daemon.keyring().path())
                        .append('\n');
            }
            more.put(key(host, "ceph/keyrings"), new Output(0, stats + "\n" + sums, ""));
        });
        String text = digests.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(", "));
        more.put(
                key("storage-1", "ceph/key-digests"),
                new Output(0, "{\"reachable\": true, \"results\": [{" + text + "}]}", ""));
        return recorded.with(more);
    }

    private String digest(String entity) {
        CephKeys keys = known.contains(entity) ? after : before;
        return Inputs.sha256(keys.key(entity).reveal()).substring(0, 16);
    }

    private static String output(Facts facts, String host, String probe) {
        return facts.get(new Probe<>(key(host, probe).machine(), probe, Command.of("true"), output -> output))
                .stdout();
    }

    private static Facts.Key key(String host, String probe) {
        return new Facts.Key(new MachineId(host), probe);
    }
}
