package io.petaforge.ceph;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import io.petaforge.state.Generation;
import io.petaforge.state.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cluster's own certificate authority. Its key, like every key it signs, is made once for each generation and kept by
 * {@link Secrets}; only the CA's certificate leaves this machine for everyone.
 *
 * <p>A server's certificate is renewed by the first build in a new {@linkplain #PERIOD period}: it is valid for two and
 * so never closer than one period to its end right after a build.
 *
 * <p>A CA of a later generation is signed by the one before it too, and servers show that certificate with their own:
 * clients that read the old CA's certificate long ago, such as a Spark application that runs for weeks, go on. All
 * generations have the same name, so that this bridge does not count as one more CA in the chain (RFC 5280, 6.1.4 l).
 */
public final class ClusterCa {
    /** How often servers get a new certificate: a year, and valid for two, below the 825 days that TLS clients accept. */
    static final Duration PERIOD = Duration.ofDays(365);

    /** So long clients that trust the CA of the generation before alone are served. */
    private static final Duration BRIDGE = PERIOD;

    /** The CA outlives the hardware that it certifies. */
    private static final Duration CA_VALIDITY = Duration.ofDays(20 * 365);

    private static final String AUTHORITY = "tls/ca";

    private final Secrets secrets;
    private final String cluster;
    private final Instant now;
    private final Generation ca;
    private final int leaves;
    private final Certificates certificates;

    /** The CA of a cluster whose certificates were never rotated. */
    public ClusterCa(Secrets secrets, String cluster, Instant now) {
        this(secrets, cluster, now, Generation.FIRST, Generation.FIRST);
    }

    /**
     * The CA of a cluster.
     *
     * @param cluster the cluster's name, part of the CA's
     * @param now the time of this build: decides which period's certificates are handed out
     * @param ca the generation of the CA itself
     * @param servers the generation of the servers' certificates
     */
    public ClusterCa(Secrets secrets, String cluster, Instant now, Generation ca, Generation servers) {
        this.secrets = requireNonNull(secrets, "secrets");
        this.cluster = requireNonNull(cluster, "cluster");
        this.now = requireNonNull(now, "now");
        this.certificates = new Certificates(now);
        this.ca = requireNonNull(ca, "ca");
        this.leaves = servers.number();
    }

    /** What clients of the cluster trust (PEM): the CA's certificate, or two while the CA is renewed. */
    public String certificate() {
        return ca.accepted().stream()
                .map(generation -> Certificates.of(authority(generation)))
                .collect(Collectors.joining());
    }

    /** The certificate of the CA that signs now (PEM). */
    String signer() {
        return Certificates.of(authority(ca.number()));
    }

    /** Makes all that is asked for later. */
    void makeSecrets() {
        ca.accepted().forEach(this::authority);
        ca.accepted().forEach(this::bridge);
    }

    /**
     * Key and certificates (PEM, the key first) of a server: its own, and the bridge from the CA before.
     *
     * @param server a name for it, of letters, digits, dots and dashes
     * @param names DNS names and IPv4 addresses that clients may use for it; the first is its common name
     */
    public Secret server(String server, List<String> names) {
        long period = Math.floorDiv(now.getEpochSecond(), PERIOD.toSeconds());
        String name = "tls/" + server + "/" + period + "-" + Certificates.fingerprint(names) + generations();
        // Before, not within: a store may refuse to make one secret while it makes another.
        Secret authority = authority(ca.number());
        Optional<Secret> bridge = bridge(ca.number());
        return secrets.get(
                name,
                () -> new Secret(certificates
                                .server(authority, names, PERIOD.multipliedBy(2))
                                .reveal()
                        + bridge.filter(certificates::isValid)
                                .map(Secret::reveal)
                                .orElse("")));
    }

    /** Whether a secret is a key or certificate that nobody needs any more. */
    public boolean isObsolete(String secret) {
        if (secret.equals(AUTHORITY) || secret.startsWith(AUTHORITY + ".")) {
            return ca.accepted().stream()
                    .noneMatch(generation -> secret.equals(Generation.name(AUTHORITY, generation))
                            || secret.equals(bridgeName(generation)));
        }
        return secret.startsWith("tls/")
                && !(generations().isEmpty() ? !secret.matches(".*-g[0-9]+\\.[0-9]+") : secret.endsWith(generations()));
    }

    /** What the name of a server's certificate ends with: both generations that it depends on. */
    private String generations() {
        return ca.number() == 1 && leaves == 1 ? "" : "-g" + ca.number() + "." + leaves;
    }

    private static String bridgeName(int generation) {
        return AUTHORITY + "." + generation + ".bridge";
    }

    private Secret authority(int generation) {
        return secrets.get(
                Generation.name(AUTHORITY, generation),
                () -> certificates.authority("petaforge CA of " + cluster, CA_VALIDITY));
    }

    /** The certificate (PEM) of a CA of a later generation, signed by the one before it: made while both are there. */
    private Optional<Secret> bridge(int generation) {
        if (generation == 1) {
            return Optional.empty();
        }
        Secret newer = authority(generation);
        // When the older one may be gone, the bridge is there already.
        Optional<Secret> older =
                ca.accepted().contains(generation - 1) ? Optional.of(authority(generation - 1)) : Optional.empty();
        return Optional.of(secrets.get(
                bridgeName(generation),
                () -> certificates.cross(
                        older.orElseThrow(() -> new IllegalStateException("the bridge of a CA was never made")),
                        newer,
                        BRIDGE)));
    }
}
