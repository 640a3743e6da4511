package io.petaforge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Secret;
import io.petaforge.state.Generation.Stage;
import io.petaforge.state.Generations.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a change of keys goes on, and what becomes of it when its document is not what it was. */
class GenerationsTest {
    @TempDir
    private Path root;

    @SuppressWarnings("NullAway.Init")
    private StateDir state;

    @BeforeEach
    void open() {
        state = StateDir.of(root, "demo");
    }

    @Test
    void twoGenerationsAreAcceptedBetweenTheOldOneAndTheNewOne() {
        List<String> seen = new ArrayList<>();
        Generations now = new Generations(Map.of());
        for (int i = 0; i < 5; i++) {
            Generation s3 = now.of(Group.S3);
            seen.add(s3.stage() + " uses " + s3.number() + " of " + s3.accepted() + " without "
                    + s3.dropped().map(String::valueOf).orElse("none"));
            now = now.next(Set.of(Group.S3, Group.SPARK));
        }
        assertEquals(
                List.of(
                        "SETTLED uses 1 of [1] without none",
                        "ADDED uses 1 of [1, 2] without none",
                        "USED uses 2 of [1, 2] without none",
                        "DROPPED uses 2 of [2] without 1",
                        "SETTLED uses 2 of [2] without none"),
                seen);
        assertEquals(2, now.of(Group.SPARK).number(), "in step with the other");
        assertEquals(Generation.FIRST, now.of(Group.CA), "not asked for");
    }

    @Test
    void whatCannotOverlapTakesOverAtOnce() {
        Generations used = new Generations(Map.of()).next(Set.of(Group.CERTIFICATES));
        assertEquals(new Generation(2, Stage.USED), used.of(Group.CERTIFICATES));
        assertEquals(Set.of(Group.CERTIFICATES), used.unsettled());
        assertEquals(Set.of(), used.next(used.unsettled()).unsettled());
    }

    @Test
    void itIsReadAsItWasKeptAndGoesToTheHostsWithTheRest() {
        Generations added = new Generations(Map.of()).next(Set.of(Group.CA));
        added.keep(state);
        assertEquals(added, Generations.read(state));
        assertTrue(StateFiles.of(state).files().containsKey(Generations.FILE));
    }

    @Test
    void aClusterThatNeverRotatedHasNoSuchDocument() {
        state.create();
        assertEquals(new Generations(Map.of()), Generations.read(state));
        assertFalse(state.has(Generations.FILE));
    }

    @Test
    void aDamagedOrLostDocumentIsNotTakenForTheFirstGeneration() throws IOException {
        state.secrets().get("s3/access-key.2", () -> new Secret("AKIA"));
        state.keep("plan.json", "{}");
        new Generations(Map.of(Group.S3, new Generation(2, Stage.SETTLED))).keep(state);
        StateCopy.of(state, Map.of()).note(Optional.empty());
        Path file = state.path().resolve(Generations.FILE);
        List<String> broken = List.of(
                "{\"s3\": {\"number\": 2, \"st",
                "[]",
                "{\"s3\": {\"number\": 0, \"stage\": \"settled\"}}",
                "{\"s3\": {\"number\": 1, \"stage\": \"used\"}}",
                "{\"s3\": {\"number\": 2, \"stage\": \"sometime\"}}",
                "{\"s4\": {\"number\": 2, \"stage\": \"settled\"}}");
        for (String text : broken) {
            Files.writeString(file, text);
            refused(file + " cannot be read: ");
        }
        Files.delete(file);
        refused(file + " is gone, but secrets were rotated");
    }

    @Test
    void theNumberOfAnOsdIsNoGeneration() throws IOException {
        state.secrets().get("ceph/osd.3", () -> new Secret("AQ"));
        state.keep("plan.json", "{}");
        StateCopy.of(state, Map.of()).note(Optional.empty());
        assertEquals(new Generations(Map.of()), Generations.read(state));
        state.secrets().get("ceph.2/osd.3", () -> new Secret("AQ"));
        StateCopy.of(state, Map.of()).note(Optional.empty());
        refused(state.path().resolve(Generations.FILE) + " is gone, but secrets were rotated");
    }

    private void refused(String what) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> Generations.read(state));
        assertEquals(ExitCode.PREFLIGHT, refused.exitCode());
        assertEquals("PF-STATE-013", refused.problems().get(0).code());
        assertTrue(refused.problems().get(0).what().startsWith(what), refused.getMessage());
    }

    @Test
    void onlyTheNamedSecretsAreForgotten() {
        Secrets secrets = state.secrets();
        secrets.get("s3/access-key", () -> new Secret("one"));
        secrets.get("s3/access-key.2", () -> new Secret("two"));
        secrets.get("ceph/osd.2", () -> new Secret("three"));
        state.forgetSecrets("s3/access-key"::equals);
        state.forgetSecrets("s3/access-key"::equals);
        assertEquals(
                Set.of("s3/access-key.2", "ceph/osd.2"),
                StateFiles.of(state).secrets().keySet());
    }
}
