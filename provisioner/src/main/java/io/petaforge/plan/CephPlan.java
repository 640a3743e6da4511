package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which Ceph daemon runs where.
 *
 * @param version Debian package version to pin, when the user named one
 * @param aptSource an apt source line for hosts without the packages, when the user named a mirror
 * @param profile which timers to use
 * @param mons in the order of their ranks
 * @param mgrs the first is expected to become active
 * @param rgws hosts of the RADOS Gateways
 * @param s3 how clients reach them
 * @param settings further {@code [global]} options, as the user wrote them
 */
public record CephPlan(
        Optional<String> version,
        Optional<String> aptSource,
        Profile profile,
        List<MachineId> mons,
        List<MachineId> mgrs,
        List<MachineId> rgws,
        S3Plan s3,
        Map<String, String> settings) {
    /** A set of timers. */
    public enum Profile {
        /** Small memory, fast timers: a cluster that lives on one machine for a test. */
        LAB,
        /** Ceph's defaults, apart from what only the bootstrap needs. */
        PRODUCTION
    }

    /**
     * The S3 service.
     *
     * @param name DNS name clients use, the certificate's subject
     * @param addresses behind that name: one that all gateways announce, or, in a network that exists, that of each gateway
     *     as far as they are known
     * @param port TLS port
     * @param user owner of the first bucket
     * @param bucket the first bucket, made by the bootstrap
     */
    public record S3Plan(String name, List<String> addresses, int port, String user, String bucket) {
        public S3Plan {
            requireNonNull(name, "name");
            addresses = List.copyOf(addresses);
            requireNonNull(user, "user");
            requireNonNull(bucket, "bucket");
        }

        /** {@code https://name:port}, without the port when it is 443. */
        public String url() {
            return "https://" + name + (port == 443 ? "" : ":" + port);
        }
    }

    public CephPlan {
        requireNonNull(version, "version");
        requireNonNull(aptSource, "aptSource");
        requireNonNull(profile, "profile");
        requireNonNull(s3, "s3");
        mons = List.copyOf(mons);
        mgrs = List.copyOf(mgrs);
        rgws = List.copyOf(rgws);
        settings = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(settings));
    }
}
