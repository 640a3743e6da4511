package io.petaforge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state directory that is lost, damaged or left behind, and what the cluster's copy makes of it. */
class StateRestoreTest {
    private static final StateSeal SEAL = StateSealTest.seal("demo", "operator");
    private static final Supplier<Secret> FRESH = () -> new Secret("made anew");

    @TempDir
    private Path root;

    @SuppressWarnings("NullAway.Init")
    private StateDir state;

    @SuppressWarnings("NullAway.Init")
    private SealedState copy;

    @BeforeEach
    void build() {
        state = StateDir.of(root.resolve("one"), "demo");
        secret(state, "ceph/fsid", "b7e0");
        secret(state, "ceph/client.admin", "AQAadmin==");
        state.keep("plan.json", "{\"id\": \"1\"}");
        state.keep("allocations.json", "{\"machines\": []}");
        state.keep("fixed-machines", "node-1\t192.0.2.1\tS1\tD1\n");
        StateCopy.of(state, Map.of()).note(Optional.of(SEAL));
        copy = SealedState.parse(StateCopy.of(state, Map.of()).sealed(SEAL).text());
        StateCopy.of(state, Map.of()).confirm();
    }

    @Test
    void anEmptyDirectoryIsFilledAndIsTheSameState() throws IOException {
        StateDir other = StateDir.of(root.resolve("two"), "demo");
        StateRestore restore = new StateRestore(other);
        assertTrue(restore.isEmpty());
        assertEquals(List.of(), restore.damage());
        StateRestore.Result result = restore.restore(copy, SEAL.open(copy), "now");
        assertEquals(5, result.restored().size());
        assertEquals("plan.json", result.restored().get(4));
        assertEquals(Optional.empty(), result.directory());
        assertEquals(StateFiles.of(state), StateFiles.of(other));
        StateCopy adopted = StateCopy.of(other, Map.of());
        adopted.note(Optional.of(SEAL));
        assertEquals(copy.text(), adopted.sealed(SEAL).text(), "a build after it has nothing to write");
        assertTrue(adopted.descendsFrom(copy));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(other.path().resolve("secrets/ceph/client.admin"))));
    }

    /** Their records, and the keys that they made: what the drivers keep is all that they need. */
    @Test
    void whatTheDriversKeepComesBackToTheByteAndForTheOwnerOnly() throws IOException {
        List<String> kept = List.of(
                "aws/record.json",
                "aws/operator_ed25519",
                "aws/host-storage-1-0a1b2c3d-000",
                "openstack/record.json",
                "openstack/operator_ed25519",
                "openstack/host-jump-host-0a1b2c3d",
                "maas/machines.json",
                "maas/operator_ed25519",
                "maas/host-storage-1-abc123");
        for (String name : kept) {
            state.keep(name, name.endsWith(".json") ? "{\"of\": \"" + name + "\"}\n" : name + "\n");
        }
        StateCopy.of(state, Map.of()).note(Optional.of(SEAL));
        SealedState next =
                SealedState.parse(StateCopy.of(state, Map.of()).sealed(SEAL).text());
        StateDir other = StateDir.of(root.resolve("two"), "demo");
        StateRestore.Result result = new StateRestore(other).restore(next, SEAL.open(next), "now");
        assertTrue(result.restored().containsAll(kept), result.restored()::toString);
        for (String name : kept) {
            Path file = other.path().resolve(name);
            assertEquals(Files.readString(state.path().resolve(name)), Files.readString(file));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        }
    }

    @Test
    void aChangeMakesTheNextStateAndTheFormerOperatorNoticesIt() {
        StateDir other = StateDir.of(root.resolve("two"), "demo");
        new StateRestore(other).restore(copy, SEAL.open(copy), "now");
        other.keep("plan.json", "{\"id\": \"2\"}");
        StateCopy.of(other, Map.of()).note(Optional.of(SEAL));
        SealedState next = StateCopy.of(other, Map.of()).sealed(SEAL);
        assertEquals(copy.serial() + 1, next.serial());
        assertTrue(StateCopy.of(other, Map.of()).descendsFrom(copy));
        assertFalse(StateCopy.of(state, Map.of()).descendsFrom(next));
        StateRestore.Result result = new StateRestore(state).restore(next, SEAL.open(next), "now");
        assertEquals(List.of("plan.json", "copy.json"), result.aside());
        assertEquals(StateFiles.of(other), StateFiles.of(state));
        assertTrue(Files.exists(state.path().resolve("aside/now/plan.json")));
    }

    @Test
    void eachFileDamagedInTurnIsNamedAndTakenFromTheCluster() throws IOException {
        StateFiles whole = StateFiles.of(state);
        for (String name : List.of(
                "plan.json", "allocations.json", "fixed-machines", "secrets/ceph/fsid", "secrets/ceph/client.admin")) {
            for (String damage : List.of("gone", "empty", "half")) {
                Path file = state.path().resolve(name);
                String before = Files.readString(file);
                if (damage.equals("gone")) {
                    Files.delete(file);
                } else {
                    Files.writeString(file, damage.equals("empty") ? "" : before.substring(0, before.length() / 2));
                }
                if ((name.equals("allocations.json") && damage.equals("gone"))
                        || (name.equals("fixed-machines") && !damage.equals("half"))) {
                    // The former says nothing that the plan does not, the latter is made again by looking.
                    Files.writeString(file, before);
                    continue;
                }
                StateRestore restore = new StateRestore(state);
                assertEquals(1, restore.damage().size(), name + " " + damage + ": " + restore.damage());
                assertTrue(
                        restore.damage().get(0).startsWith(name),
                        restore.damage().get(0));
                StateRestore.Result result = restore.restore(copy, SEAL.open(copy), name.hashCode() + damage);
                assertEquals(List.of(name), result.restored());
                assertEquals(damage.equals("gone") ? List.of() : List.of(name), result.aside());
                assertEquals(whole, StateFiles.of(state));
                assertEquals(List.of(), restore.damage());
            }
        }
    }

    @Test
    void aDamagedLedgerIsTakenFromTheCluster() throws IOException {
        Files.writeString(state.path().resolve("copy.json"), "{");
        refused("PF-STATE-008", () -> state.secrets());
        StateRestore restore = new StateRestore(state);
        assertEquals(List.of("copy.json is damaged"), restore.damage());
        restore.restore(copy, SEAL.open(copy), "now");
        assertEquals(List.of(), restore.damage());
        assertEquals("b7e0", state.secrets().get("ceph/fsid", FRESH).reveal());
    }

    @Test
    void nothingThatTheClusterDependsOnIsMadeAnew() throws IOException {
        Path fsid = state.path().resolve("secrets/ceph/fsid");
        Files.writeString(fsid, "another");
        refused("PF-STATE-007", () -> state.secrets().get("ceph/fsid", FRESH));
        Files.delete(fsid);
        refused("PF-STATE-006", () -> state.secrets().get("ceph/fsid", FRESH));
        assertEquals("made anew", state.secrets().get("ceph/osd.77", FRESH).reveal(), "a drive that is new");
        Files.delete(state.path().resolve("copy.json"));
        refused("PF-STATE-011", () -> StateCopy.refuseLoss(state));
        secret(state, "ceph/fsid", "b7e0");
        StateCopy.refuseLoss(state);
    }

    @Test
    void aPlanThatIsGoneIsNotMadeAnew() throws IOException {
        Files.delete(state.path().resolve("plan.json"));
        refused("PF-STATE-010", () -> StateCopy.refuseLoss(state));
        // One that was never accepted is.
        StateDir first = StateDir.of(root.resolve("first"), "demo");
        secret(first, "ceph/fsid", "c8f1");
        StateCopy.of(first, Map.of("plan.json", "{\"id\": \"1\"}")).note(Optional.empty());
        StateCopy.refuseLoss(first);
    }

    @Test
    void aRunThatIsKilledBetweenAnyTwoWritesGoesOn() throws IOException {
        // What a first build writes, one after another, stopped after each: the next run makes the same state of it.
        StateDir whole = StateDir.of(root.resolve("whole"), "demo");
        List<Runnable> writes = writes(whole);
        writes.forEach(Runnable::run);
        for (int stopped = 0; stopped <= writes.size(); stopped++) {
            StateDir killed = StateDir.of(root.resolve("killed-" + stopped), "demo");
            writes(killed).subList(0, stopped).forEach(Runnable::run);
            StateCopy.refuseLoss(killed);
            assertEquals(List.of(), new StateRestore(killed).damage(), "after " + stopped);
            writes(killed).forEach(Runnable::run);
            assertEquals(StateFiles.of(whole), StateFiles.of(killed));
            assertEquals(
                    StateCopy.of(whole, Map.of()).sealed(SEAL).text(),
                    StateCopy.of(killed, Map.of()).sealed(SEAL).text(),
                    "after " + stopped);
        }
    }

    private static List<Runnable> writes(StateDir state) {
        Map<String, String> planned = Map.of("plan.json", "{\"id\": \"1\"}", "allocations.json", "{}");
        return List.of(
                () -> secret(state, "ceph/fsid", "c8f1"),
                () -> secret(state, "ceph/client.admin", "AQAsecond=="),
                () -> StateCopy.of(state, planned).note(Optional.empty()),
                () -> state.keep("plan.json", "{\"id\": \"1\"}"),
                () -> state.keep("allocations.json", "{}"),
                () -> state.keep("known_hosts", "192.0.2.1 ssh-ed25519 AAAA\n"),
                () -> StateCopy.of(state, planned).note(Optional.of(SEAL)),
                () -> StateCopy.of(state, planned).confirm());
    }

    @Test
    void anAdoptionThatIsKilledIsNoStateAndTheNextOneEndsIt() throws IOException {
        StateDir other = StateDir.of(root.resolve("two"), "demo");
        StateFiles files = SEAL.open(copy);
        new StateRestore(other).restore(copy, files, "now");
        // In the reverse order of the writes.
        for (String last : List.of("plan.json", "copy.json", "secrets/ceph/fsid")) {
            Files.delete(other.path().resolve(last));
            if (!last.equals("secrets/ceph/fsid")) {
                assertTrue(
                        new StateRestore(other).isEmpty()
                                || !new StateRestore(other).damage().isEmpty(),
                        last);
            }
        }
        new StateRestore(other).restore(copy, files, "again");
        assertEquals(StateFiles.of(state), StateFiles.of(other));
        assertEquals(List.of(), new StateRestore(other).damage());
    }

    @Test
    void aSecretThatIsReplacedIsRightBeforeAndAfter() throws IOException {
        state.replaceSecret("ceph/client.admin", new Secret("AQAnew=="));
        assertEquals("AQAnew==", state.secrets().get("ceph/client.admin", FRESH).reveal());
        // Killed before the write: the old one is there.
        Files.writeString(state.path().resolve("secrets/ceph/client.admin"), "AQAadmin==");
        assertEquals(
                "AQAadmin==", state.secrets().get("ceph/client.admin", FRESH).reveal());
        StateCopy.of(state, Map.of()).note(Optional.of(SEAL));
        Files.writeString(state.path().resolve("secrets/ceph/client.admin"), "AQAnew==");
        refused("PF-STATE-007", () -> state.secrets().get("ceph/client.admin", FRESH));
    }

    @Test
    void leftoversOfKilledWritesAreNoPartOfTheState() throws IOException {
        StateFiles whole = StateFiles.of(state);
        Files.writeString(state.path().resolve("secrets/ceph/.fsid123.tmp"), "half");
        Files.createDirectories(state.path().resolve("maas"));
        Files.writeString(state.path().resolve("maas/machines.json.new"), "half");
        assertEquals(whole, StateFiles.of(state));
    }

    @Test
    void hostKeysOfInstalledMachinesGoWithIt() throws IOException {
        Path keys = Files.createDirectories(root.resolve("one/demo.host-keys"));
        Files.writeString(keys.resolve("node-1"), "private");
        StateDir other = StateDir.of(root.resolve("two"), "demo");
        StateFiles files = StateFiles.of(state);
        new StateRestore(other).restore(SEAL.seal(files, 9), files, "now");
        assertEquals("private", Files.readString(root.resolve("two/demo.host-keys/node-1")));
        try (Stream<Path> found = Files.list(root.resolve("two"))) {
            assertEquals(2, found.count());
        }
    }

    private static void secret(StateDir state, String name, String value) {
        new FileSecrets(state.path().resolve("secrets"), StateLedger.NONE).get(name, () -> new Secret(value));
    }

    private static void refused(String code, org.junit.jupiter.api.function.Executable asked) {
        PetaforgeException refusal = assertThrows(PetaforgeException.class, asked);
        assertEquals(code, refusal.problems().get(0).code());
        assertTrue(refusal.getMessage().contains("adopt"), refusal.getMessage());
    }

    @Test
    void digestsTellNamesFromContents() {
        TreeMap<String, Secret> one = new TreeMap<>(Map.of("a", new Secret("bc"), "d", new Secret("")));
        TreeMap<String, Secret> two = new TreeMap<>(Map.of("a", new Secret("b"), "d", new Secret("c")));
        assertFalse(new StateFiles(one).digest().equals(new StateFiles(two).digest()));
    }
}
