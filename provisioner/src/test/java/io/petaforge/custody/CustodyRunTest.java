package io.petaforge.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Ed25519Key;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.OperatorPrivateKey;
import io.petaforge.spark.LabPlan;
import io.petaforge.state.StateCopy;
import io.petaforge.state.StateDir;
import io.petaforge.state.StateRestore;
import io.petaforge.state.StateSeal;
import io.petaforge.step.Action;
import io.petaforge.step.Behind;
import io.petaforge.step.Engine;
import io.petaforge.step.EngineListener;
import io.petaforge.step.EngineSettings;
import io.petaforge.step.RunResult;
import io.petaforge.step.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two operators at one cluster: the steps run by the engine, with their programs, on three directories that stand for hosts. */
class CustodyRunTest {
    private static final ClusterPlan PLAN = LabPlan.plan();
    private static final List<MachineId> MONS = PLAN.ceph().mons();

    @TempDir
    private Path root;

    @SuppressWarnings("NullAway.Init")
    private LocalHosts hosts;

    @SuppressWarnings("NullAway.Init")
    private StateSeal seal;

    @BeforeEach
    void start() throws Exception {
        hosts = new LocalHosts(root.resolve("hosts"), MONS);
        Path key = root.resolve("key");
        Files.writeString(key, Ed25519Key.generate().privateFile());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        seal = seal(key);
    }

    @Test
    void theStateGoesToTheHostsFromThereToAnotherOperatorAndBack() throws Exception {
        StateDir ada = state("ada", "b7e0", "1");
        RunResult first = run(ada);
        assertTrue(first.converged() && first.changed(), first::toString);
        StateCopy.of(ada, Map.of()).confirm();
        for (MachineId mon : MONS) {
            assertFalse(Files.readString(hosts.file(mon, StateCopyStep.PATH)).contains("b7e0"));
            assertFalse(Files.exists(hosts.file(mon, LockFile.PATH)), "the lock was given back");
        }
        RunResult second = run(ada);
        assertTrue(second.converged() && !second.changed(), second::toString);

        StateDir bob = StateDir.of(root.resolve("bob"), PLAN.cluster());
        CopySearch.Found found =
                new CopySearch(PLAN.cluster(), seal).search(hosts).found().orElseThrow();
        new StateRestore(bob).restore(found.copy(), found.files(), "now");
        RunResult adopted = run(bob);
        assertTrue(adopted.converged() && !adopted.changed(), adopted::toString);

        bob.keep("plan.json", "{\"id\": \"2\"}");
        assertTrue(run(bob).changed());
        RunResult stale = run(ada);
        assertEquals(
                "PF-DAY-052", stale.failure().orElseThrow().problems().get(0).code());
        assertFalse(stale.changed(), "nothing is done with a plan that was left behind");

        // A state that was made anew beside the cluster is no better.
        RunResult anew = run(state("eve", "another", "1"));
        assertEquals(
                "PF-DAY-052", anew.failure().orElseThrow().problems().get(0).code());
        assertFalse(anew.changed());
    }

    @Test
    void aRunThatFindsTheClusterHeldChangesNothing() {
        StateDir ada = state("ada", "b7e0", "1");
        LockHolder other = LockHolder.ofThisProcess("build", root.resolve("bob"));
        try (ClusterLock held =
                new ClusterLock(hosts, MONS, other, ClusterLock.PATIENCE, text -> {}, System::nanoTime)) {
            held.pass();
            RunResult refused = run(ada);
            assertEquals(ExitCode.LOCKED, refused.failure().orElseThrow().exitCode());
            assertFalse(Files.exists(hosts.file(MONS.get(0), StateCopyStep.PATH)));
        }
        assertTrue(run(ada).converged());
    }

    @Test
    void aKeyIsTheSameInEveryFileFormat() throws Exception {
        Path key = root.resolve("key");
        Path other = Files.copy(key, root.resolve("other"), StandardCopyOption.COPY_ATTRIBUTES);
        assertEquals(
                0,
                new ProcessBuilder("ssh-keygen", "-q", "-c", "-C", "another comment", "-f", other.toString())
                        .redirectErrorStream(true)
                        .start()
                        .waitFor());
        assertFalse(Files.readString(key).equals(Files.readString(other)));
        StateDir ada = state("ada", "b7e0", "1");
        StateCopy copy = StateCopy.of(ada, Map.of());
        assertEquals(copy.sealed(seal).text(), copy.sealed(seal(other)).text());
        String listed = new String(
                new ProcessBuilder("ssh-keygen", "-l", "-f", key.toString())
                        .start()
                        .getInputStream()
                        .readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(listed.contains(" " + seal.keyName() + " "), listed);
    }

    private StateDir state(String operator, String fsid, String plan) {
        StateDir state = StateDir.of(root.resolve(operator), PLAN.cluster());
        state.secrets().get("ceph/fsid", () -> new Secret(fsid));
        state.keep("plan.json", "{\"id\": \"" + plan + "\"}");
        return state;
    }

    private RunResult run(StateDir state) {
        StateCopy copy = StateCopy.of(state, Map.of());
        copy.note(Optional.of(seal));
        LockHolder self = LockHolder.ofThisProcess("build", state.path());
        List<Step> steps = List.of(
                new LockStep(self),
                new StateOwnerStep(copy::descendsFrom),
                new StateCopyStep(() -> copy.sealed(seal)),
                new Behind(new Nothing(), Set.of(StateOwnerStep.NAME)));
        try (ClusterLock lock =
                new ClusterLock(hosts, MONS, self, ClusterLock.PATIENCE, text -> {}, System::nanoTime)) {
            return new Engine(hosts, EngineSettings.DEFAULTS, EngineListener.SILENT, lock).run(PLAN, steps);
        }
    }

    private StateSeal seal(Path file) {
        OperatorPrivateKey key = OperatorPrivateKey.read(file);
        return new StateSeal(PLAN.cluster(), key.number().bytes(), key.fingerprint());
    }

    /** A step of a service, which has nothing to do. */
    private static final class Nothing implements Step {
        @Override
        public String name() {
            return "service/nothing";
        }

        @Override
        public Set<String> after() {
            return Set.of();
        }

        @Override
        public List<io.petaforge.step.Probe<?>> probes(ClusterPlan plan) {
            return List.of();
        }

        @Override
        public List<Action> actions(ClusterPlan plan, io.petaforge.step.Facts facts) {
            return List.of();
        }
    }
}
