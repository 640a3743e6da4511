package io.petaforge.ceph;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import io.petaforge.state.Generation;
import io.petaforge.state.Secrets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * The cluster's identity and keys. All are made here, before the first daemon exists, and kept by {@link Secrets}: no
 * key is ever asked from a host, and a run that was killed goes on with the same ones.
 */
public final class CephKeys {
    /** Name of the S3 user's access key in {@link Secrets}: put a key of the user's own there before the first build. */
    public static final String S3_ACCESS_KEY = "s3/access-key";

    /** Name of the S3 user's secret key in {@link Secrets}. */
    public static final String S3_SECRET_KEY = "s3/secret-key";

    private static final String ACCESS_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** A pair of keys of the S3 user. */
    record S3Key(Secret access, Secret secret) {}

    /** Where the keys of the first generation are, with what is of no generation. */
    private static final String CEPH = "ceph";

    private static final String FSID = CEPH + "/fsid";

    /** The monitors know each other by it: with two of them in use there is no quorum, so it is never rotated. */
    private static final String MON = "mon.";

    private final Secrets secrets;
    private final Generation s3;
    private final Generation ceph;
    private final Clock clock;
    private final Random random;

    /** Keys from the system's clock and random source, none of which was ever rotated. */
    public CephKeys(Secrets secrets) {
        this(secrets, Generation.FIRST);
    }

    /**
     * Keys from the system's clock and random source, of which none but the S3 user's was ever rotated.
     *
     * @param s3 which of the S3 user's keys are in use and accepted
     */
    public CephKeys(Secrets secrets, Generation s3) {
        this(secrets, s3, Generation.FIRST);
    }

    /**
     * Keys from the system's clock and random source.
     *
     * @param s3 which of the S3 user's keys are in use and accepted
     * @param ceph which keys daemons and administrator log in with
     */
    public CephKeys(Secrets secrets, Generation s3, Generation ceph) {
        this(secrets, s3, ceph, Clock.systemUTC(), new SecureRandom());
    }

    CephKeys(Secrets secrets, Generation s3, Generation ceph, Clock clock, Random random) {
        this.secrets = requireNonNull(secrets, "secrets");
        this.s3 = requireNonNull(s3, "s3");
        this.ceph = requireNonNull(ceph, "ceph");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /** The cluster's fsid: made at the first build, the same ever after. */
    public String fsid() {
        return secrets.get(FSID, () -> new Secret(uuid())).reveal();
    }

    /** The key of an entity such as {@code client.admin}, {@code mon.} or {@code osd.3}. */
    public Secret key(String entity) {
        String name = entity.equals(MON) ? withoutGeneration(MON) : directory(ceph.number()) + entity;
        return secrets.get(name, this::newKey);
    }

    private static String withoutGeneration(String entity) {
        return directory(1) + entity.substring(0, entity.length() - 1);
    }

    private static String directory(int generation) {
        return Generation.name(CEPH, generation) + "/";
    }

    /** Whether the keys of daemons and administrator are being rotated: the hosts may still have former ones. */
    boolean areRotated() {
        return ceph.stage() != Generation.Stage.SETTLED;
    }

    /** What a daemon's inputs say of its key: nothing as long as none was ever rotated. */
    List<String> inputs() {
        return ceph.number() == 1 ? List.of() : List.of("key " + ceph.number());
    }

    /** The S3 user's access key: 20 characters, as S3 clients expect. */
    public Secret accessKey() {
        return s3Key(s3.number()).access();
    }

    /** The S3 user's secret key: 40 characters, as S3 clients expect. */
    public Secret secretKey() {
        return s3Key(s3.number()).secret();
    }

    /** All keys that the S3 user has, oldest first: one, or two while they are rotated. */
    List<S3Key> s3Keys() {
        return s3.accepted().stream().map(this::s3Key).toList();
    }

    /** The keys that the S3 user had before, as long as it is not certain that they are refused. */
    Optional<S3Key> droppedS3Key() {
        return s3.dropped().map(this::s3Key);
    }

    private S3Key s3Key(int generation) {
        return new S3Key(
                secrets.get(Generation.name(S3_ACCESS_KEY, generation), () -> new Secret(text(ACCESS_ALPHABET, 20))),
                secrets.get(Generation.name(S3_SECRET_KEY, generation), () -> new Secret(text(SECRET_ALPHABET, 40))));
    }

    /** Whether a secret is a key, the S3 user's or one of Ceph's own, that nobody needs any more. */
    public boolean isObsolete(String secret) {
        return isObsoleteS3(secret) || isObsoleteCeph(secret);
    }

    private boolean isObsoleteCeph(String secret) {
        return (secret.startsWith(CEPH + "/") || secret.startsWith(CEPH + "."))
                && !secret.startsWith(directory(ceph.number()))
                && !secret.equals(FSID)
                && !secret.equals(withoutGeneration(MON));
    }

    private boolean isObsoleteS3(String secret) {
        List<Integer> needed = new ArrayList<>(s3.accepted());
        s3.dropped().ifPresent(needed::add);
        return secret.startsWith("s3/")
                && needed.stream()
                        .noneMatch(generation -> secret.equals(Generation.name(S3_ACCESS_KEY, generation))
                                || secret.equals(Generation.name(S3_SECRET_KEY, generation)));
    }

    /**
     * A key in Ceph's format: base64 of a little-endian struct (type 1 = AES, 16 bits; seconds and nanoseconds of its
     * making, 32 bits each; length 16, 16 bits) and 16 random bytes.
     */
    Secret newKey() {
        byte[] material = new byte[16];
        random.nextBytes(material);
        Instant now = clock.instant();
        ByteBuffer key = ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 1)
                .putInt((int) now.getEpochSecond())
                .putInt(now.getNano())
                .putShort((short) material.length)
                .put(material);
        return new Secret(Base64.getEncoder().encodeToString(key.array()));
    }

    private String uuid() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }

    private String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
