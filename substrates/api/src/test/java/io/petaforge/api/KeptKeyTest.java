package io.petaforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptKeyTest {
    @Test
    void a_kept_key_is_made_once_and_only_its_owner_may_read_it(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("new/storage-1");
        Ed25519Key made = Ed25519Key.keptIn(file);
        assertEquals(made, Ed25519Key.keptIn(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(Files.readString(directory.resolve("new/storage-1.pub")).startsWith("ssh-ed25519 AAAA"));
        assertNotEquals(made, Ed25519Key.keptIn(directory.resolve("new/storage-2")));
    }

    @Test
    void a_key_that_was_cut_short_is_made_anew(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("key"), "half");
        Ed25519Key made = Ed25519Key.keptIn(directory.resolve("key"));
        assertEquals(made.privateFile(), Files.readString(directory.resolve("key")));
    }
}
