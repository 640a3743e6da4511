package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ceph.
 *
 * @param packages which packages, where petaforge installs them
 * @param mons monitors, an odd number
 * @param mgrs managers, one of them active
 * @param rgws S3 gateways
 * @param settings further {@code [global]} settings of ceph.conf, sorted by name
 * @param profile which timers
 */
public record CephSpec(
        Packages packages, int mons, int mgrs, int rgws, S3 s3, Map<String, String> settings, Profile profile) {
    /**
     * Which packages to install on machines whose image is bare.
     *
     * @param version exact apt version of the ceph packages; empty means what the machine's package source offers
     * @param mirror base address of the distribution's package mirror; empty means what the machine is set up with, or
     *     what the substrate serves
     */
    public record Packages(Optional<String> version, Optional<String> mirror) {
        public Packages {
            requireNonNull(version, "version");
            requireNonNull(mirror, "mirror");
        }
    }

    /**
     * Object storage as its users see it.
     *
     * @param user the S3 user that petaforge makes
     * @param bucket the bucket that petaforge makes, owned by that user
     * @param endpoint host name of the service
     * @param keys the user's keys; empty means that petaforge generates them
     */
    public record S3(String user, String bucket, String endpoint, Optional<S3Keys> keys) {
        public S3 {
            requireNonNull(user, "user");
            requireNonNull(bucket, "bucket");
            requireNonNull(endpoint, "endpoint");
            requireNonNull(keys, "keys");
        }
    }

    /** Where the keys of the S3 user are kept. */
    public record S3Keys(SecretRef accessKey, SecretRef secretKey) {
        public S3Keys {
            requireNonNull(accessKey, "accessKey");
            requireNonNull(secretKey, "secretKey");
        }
    }

    /** Sets of daemon timers. */
    public enum Profile {
        /** Fast elections and short heartbeats, for machines that share one computer. */
        LAB,
        /** Ceph's own defaults once the cluster stands. */
        PRODUCTION;

        /** As written in the inventory. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CephSpec {
        requireNonNull(packages, "packages");
        requireNonNull(s3, "s3");
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        requireNonNull(profile, "profile");
    }
}
