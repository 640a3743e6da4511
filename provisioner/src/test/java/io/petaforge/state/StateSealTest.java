package io.petaforge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Secret;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateSealTest {
    private static final StateSeal SEAL = seal("demo", "operator");
    private static final StateFiles FILES = files("the plan", "AQAtopsecret==");

    @Test
    void whatIsSealedIsOpened() {
        SealedState sealed = SealedState.parse(SEAL.seal(FILES, 7).text());
        assertEquals(7, sealed.serial());
        assertTrue(sealed.whole());
        assertEquals(FILES, SEAL.open(sealed));
    }

    @Test
    void theSameStateGivesTheSameFile() {
        assertEquals(
                SEAL.seal(FILES, 7).text(),
                seal("demo", "operator")
                        .seal(files("the plan", "AQAtopsecret=="), 7)
                        .text());
        assertNotEquals(SEAL.seal(FILES, 7).body(), SEAL.seal(FILES, 8).body());
        assertNotEquals(
                SEAL.seal(FILES, 7).id(),
                SEAL.seal(files("the plan", "AQAtopsecret=!"), 7).id());
        assertNotEquals(
                SEAL.seal(FILES, 7).id(), seal("demo", "another").seal(FILES, 7).id());
    }

    @Test
    void theHeaderAloneIsRead() {
        String text = SEAL.seal(FILES, 7).text();
        String head =
                String.join("\n", text.lines().limit(SealedState.HEADER_LINES).toList()) + "\n";
        assertTrue(SealedState.parse(head).sameAs(SEAL.seal(FILES, 7)));
    }

    @Test
    void nothingOfItIsInTheFile() {
        String text = SEAL.seal(FILES, 7).text();
        assertFalse(text.contains("topsecret"));
        assertFalse(text.contains("the plan"));
        assertFalse(text.contains("ceph"));
    }

    @Test
    void whatWasChangedIsNotOpened() {
        SealedState sealed = SEAL.seal(FILES, 7);
        SealedState older = new SealedState("demo", 6, sealed.id(), sealed.key(), sealed.bodySum(), sealed.body());
        assertThrows(IllegalArgumentException.class, () -> SEAL.open(older));
        for (int at = 0; at < sealed.body().length() - 4; at += 7) {
            char other = sealed.body().charAt(at) == 'A' ? 'B' : 'A';
            String body = sealed.body().substring(0, at) + other + sealed.body().substring(at + 1);
            SealedState changed = new SealedState("demo", 7, sealed.id(), sealed.key(), sealed.bodySum(), body);
            assertFalse(changed.whole());
            assertThrows(IllegalArgumentException.class, () -> SEAL.open(changed), "character " + at);
        }
        SealedState cut = new SealedState("demo", 7, sealed.id(), sealed.key(), sealed.bodySum(), "QUFB");
        assertThrows(IllegalArgumentException.class, () -> SEAL.open(cut));
    }

    @Test
    void anotherKeyAndAnotherClusterDoNotOpenIt() {
        SealedState sealed = SEAL.seal(FILES, 7);
        assertThrows(
                IllegalArgumentException.class, () -> seal("demo", "another").open(sealed));
        assertThrows(
                IllegalArgumentException.class, () -> seal("demo2", "operator").open(sealed));
    }

    @Test
    void whatIsNoSuchFileIsToldApart() {
        assertTrue(refusal("").contains("no copy of a state"));
        assertTrue(refusal("petaforge-state 2\nwhatever\n").contains("only a newer petaforge reads"));
        assertTrue(refusal("petaforge-state 1\ncluster demo\n").contains("cut off"));
        assertTrue(refusal("petaforge-state 1\ncluster demo\nserial x\nid a\nkey b\nbody c\n")
                .contains("no number"));
        assertTrue(refusal("petaforge-state 1\nserial 1\ncluster demo\nid a\nkey b\nbody c\n")
                .contains("does not say its cluster"));
    }

    @Test
    void aNameThatLeadsOutOfTheDirectoryIsRefused() {
        TreeMap<String, Secret> evil = new TreeMap<>();
        evil.put("../../etc/passwd", new Secret("x"));
        assertThrows(IllegalArgumentException.class, () -> SEAL.open(SEAL.seal(new StateFiles(evil), 1)));
    }

    private static String refusal(String text) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> SealedState.parse(text))
                .getMessage());
    }

    static StateSeal seal(String cluster, String key) {
        return new StateSeal(cluster, key.getBytes(StandardCharsets.UTF_8), "SHA256:" + key);
    }

    static StateFiles files(String plan, String admin) {
        TreeMap<String, Secret> files = new TreeMap<>();
        files.put(StateFiles.PLAN, new Secret(plan));
        files.put("secrets/ceph/client.admin", new Secret(admin));
        return new StateFiles(files);
    }
}
