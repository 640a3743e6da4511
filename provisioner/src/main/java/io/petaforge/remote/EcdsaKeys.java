package io.petaforge.remote;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;

/**
 * The JDK's keys on elliptic curves under the name {@code ECDSA}, by which sshj asks for them and which of all providers only
 * BouncyCastle has.
 */
final class EcdsaKeys extends Provider {
    private static final long serialVersionUID = 1L;

    private EcdsaKeys() {
        super("petaforge-ecdsa", "1", "KeyFactory ECDSA is KeyFactory EC");
        putService(new Service(this, "KeyFactory", "ECDSA", SameAsEc.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new SameAsEc(KeyFactory.getInstance("EC"));
            }
        });
    }

    /** Makes sure that such keys can be read, behind whoever else can. */
    static void provide() {
        Security.addProvider(new EcdsaKeys());
    }

    private static final class SameAsEc extends KeyFactorySpi {
        private final KeyFactory keys;

        SameAsEc(KeyFactory keys) {
            this.keys = keys;
        }

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            return keys.generatePublic(spec);
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            return keys.generatePrivate(spec);
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> kind) throws InvalidKeySpecException {
            return keys.getKeySpec(key, kind);
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            return keys.translateKey(key);
        }
    }
}
