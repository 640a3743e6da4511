package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.PetaforgeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretResolverTest {
    private final SecretResolver resolver = new SecretResolver(Map.of("S3_KEY", "hunter2\n", "BLANK", " "));

    @TempDir
    Path scratch;

    @Test
    void takesAVariableWithoutTheLineBreakThatEditorsAdd() {
        assertEquals(
                "hunter2",
                resolver.resolve(new SecretRef.Env("S3_KEY"), "ceph.s3.secret-key")
                        .reveal());
    }

    @Test
    void takesAFileWithoutTheLineBreakThatEditorsAdd() throws Exception {
        assertEquals(
                "hunter2",
                resolver.resolve(file("hunter2\n", "rw-------"), "ceph.s3.secret-key")
                        .reveal());
    }

    @Test
    void namesTheVariableThatIsNotSet() {
        for (String variable : new String[] {"ABSENT", "BLANK"}) {
            String text = refusal(new SecretRef.Env(variable));
            assertTrue(text.startsWith("PF-INV-031: ceph.s3.secret-key: the environment variable " + variable), text);
            assertTrue(text.contains("--preserve-env=" + variable), text);
        }
    }

    @Test
    void refusesAFileThatEverybodyMayRead() throws Exception {
        String text = refusal(file("hunter2", "rw-r--r--"));
        assertTrue(text.contains("chmod 600"), text);
    }

    @Test
    void refusesAnEmptyOrAbsentOrUnreadableFile() throws Exception {
        assertTrue(refusal(file("\n", "rw-------")).contains("is empty"));
        assertTrue(refusal(new SecretRef.File(scratch.resolve("absent"))).contains("cannot be read"));
        Path binary = scratch.resolve("binary");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 'h'});
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rw-------"));
        assertTrue(refusal(new SecretRef.File(binary)).contains("cannot be read"));
    }

    private SecretRef file(String content, String mode) throws Exception {
        Path file = Files.writeString(Files.createTempFile(scratch, "key", ""), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return new SecretRef.File(file);
    }

    private String refusal(SecretRef reference) {
        PetaforgeException thrown =
                assertThrows(PetaforgeException.class, () -> resolver.resolve(reference, "ceph.s3.secret-key"));
        String text = String.valueOf(thrown.getMessage());
        assertFalse(text.contains("hunter2"), text);
        return text;
    }
}
