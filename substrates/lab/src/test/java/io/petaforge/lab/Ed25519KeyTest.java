package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Ed25519Key;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Ed25519KeyTest {
    @Test
    void theFileHoldsAPairThatSignsAndVerifies() throws IOException, GeneralSecurityException {
        Ed25519Key key = Ed25519Key.generate();
        String body = key.privateFile().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        DataInputStream file =
                new DataInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(body)));
        assertEquals("openssh-key-v1\0", new String(file.readNBytes(15), StandardCharsets.US_ASCII));
        assertEquals("none", text(file));
        assertEquals("none", text(file));
        assertEquals("", text(file));
        assertEquals(1, file.readInt());
        byte[] publicBlob = string(file);
        byte[] secret = string(file);
        assertEquals(0, secret.length % 8);
        DataInputStream inner = new DataInputStream(new ByteArrayInputStream(secret));
        assertEquals(inner.readInt(), inner.readInt());
        assertEquals("ssh-ed25519", text(inner));
        byte[] publicKey = string(inner);
        byte[] both = string(inner);
        assertArrayEquals(publicKey, Arrays.copyOfRange(both, 32, 64));
        assertEquals("ssh-ed25519 " + Base64.getEncoder().encodeToString(publicBlob), key.publicLine());

        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(
                keys.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(both, 32))));
        signature.update(publicBlob);
        byte[] signed = signature.sign();
        PublicKey known = keys.generatePublic(new X509EncodedKeySpec(HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(publicKey))));
        signature.initVerify(known);
        signature.update(publicBlob);
        assertTrue(signature.verify(signed));
    }

    @Test
    void textOfAKeyShowsNoSecret() {
        assertFalse(Ed25519Key.generate().toString().contains("PRIVATE"));
    }

    private static String text(DataInputStream stream) throws IOException {
        return new String(string(stream), StandardCharsets.US_ASCII);
    }

    private static byte[] string(DataInputStream stream) throws IOException {
        return stream.readNBytes(stream.readInt());
    }
}
