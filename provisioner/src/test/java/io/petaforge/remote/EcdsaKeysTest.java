package io.petaforge.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaKeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void readsBothHalvesOfAKey(String curve) throws Exception {
        KeyPair pair = pair(curve);
        EcdsaKeys.provide();
        // By its name: the SSH server of other tests brings BouncyCastle, which has keys of that name too.
        KeyFactory keys = KeyFactory.getInstance("ECDSA", "petaforge-ecdsa");
        assertEquals(pair.getPublic(), keys.generatePublic(keys.getKeySpec(pair.getPublic(), ECPublicKeySpec.class)));
        assertEquals(
                pair.getPrivate(), keys.generatePrivate(keys.getKeySpec(pair.getPrivate(), ECPrivateKeySpec.class)));
    }

    @Test
    void sshjReadsAHostKey() throws Exception {
        SshAlgorithms.config();
        KeyPair pair = pair("secp256r1");
        assertEquals(
                pair.getPublic(),
                new Buffer.PlainBuffer().putPublicKey(pair.getPublic()).readPublicKey());
    }

    private static KeyPair pair(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }
}
