package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.state.Generation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CephKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-22T16:00:00.123456789Z");

    private final MemorySecrets secrets = new MemorySecrets();
    private final CephKeys keys =
            new CephKeys(secrets, Generation.FIRST, Generation.FIRST, Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));

    @Test
    void aKeyHasCephsFormat() {
        byte[] bytes = Base64.getDecoder().decode(keys.key("osd.3").reveal());
        ByteBuffer key = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(28, bytes.length);
        assertEquals(1, key.getShort(), "AES");
        assertEquals(NOW.getEpochSecond(), key.getInt());
        assertEquals(123456789, key.getInt());
        assertEquals(16, key.getShort(), "bytes of key material");
    }

    @Test
    void everyEntityHasItsOwnKeyAndKeepsIt() {
        assertNotEquals(keys.key("osd.3"), keys.key("osd.4"));
        assertEquals(keys.key("mon."), keys.key("mon."));
        assertTrue(secrets.made.containsKey("ceph/mon"), "a name cannot end with a dot");
    }

    @Test
    void anotherGenerationHasOtherKeysButForTheMonitors() {
        CephKeys second = new CephKeys(secrets, Generation.FIRST, new Generation(2, Generation.Stage.SETTLED));
        assertNotEquals(keys.key("osd.3"), second.key("osd.3"));
        assertEquals(keys.key("mon."), second.key("mon."));
        assertEquals(keys.fsid(), second.fsid());
        for (String old : List.of("ceph/osd.3", "ceph/client.admin", "ceph.1/osd.3", "ceph.12/osd.3")) {
            assertTrue(second.isObsolete(old), old);
        }
        for (String kept : List.of("ceph.2/osd.3", "ceph/mon", "ceph/fsid", "cephalopod/x", "tls/ca")) {
            assertFalse(second.isObsolete(kept), kept);
        }
        assertFalse(keys.isObsolete("ceph/osd.3"));
        assertTrue(keys.isObsolete("ceph.2/osd.3"), "begun by nobody");
    }

    @Test
    void theFsidIsARandomUuidThatStays() {
        UUID fsid = UUID.fromString(keys.fsid());
        assertEquals(4, fsid.version());
        assertEquals(2, fsid.variant());
        assertEquals(keys.fsid(), new CephKeys(secrets).fsid());
    }

    @Test
    void s3KeysHaveTheLengthsThatClientsExpect() {
        assertTrue(keys.accessKey().reveal().matches("[A-Z2-7]{20}"));
        assertTrue(keys.secretKey().reveal().matches("[A-Za-z0-9]{40}"));
    }
}
