package io.petaforge.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code ceph}. */
final class CephReader {
    private static final Pattern APT_VERSION = Pattern.compile("[0-9][A-Za-z0-9.+~:-]*");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern HOST_NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

    /** Ceph advises no more than five but for very large clusters. */
    private static final int MOST_MONS = 7;

    private CephReader() {}

    /** The Ceph section; a default stands in for what cannot be read. */
    static CephSpec read(Fields fields, String cluster, SubstrateSpec substrate, Path directory, Problems problems) {
        int mons = fields.whole("mons", 1, MOST_MONS, 3);
        if (mons % 2 == 0) {
            problems.conflict(
                    InventoryCode.EVEN_MONS,
                    fields.path("mons"),
                    "an even number of monitors (" + mons + ") survives no more losses than one monitor less",
                    "Write " + (mons - 1) + " or " + (mons + 1) + ".");
        }
        CephSpec.Profile profile =
                substrate instanceof SubstrateSpec.Lab ? CephSpec.Profile.LAB : CephSpec.Profile.PRODUCTION;
        return new CephSpec(
                packages(fields.section("packages", "ceph.packages")),
                mons,
                fields.whole("mgrs", 1, 5, 2),
                fields.whole("rgws", 1, 200, 2),
                s3(fields.section("s3", "ceph.s3"), cluster, directory, problems),
                new Settings().read(fields),
                fields.value(
                        "profile",
                        Forms.word("a profile", List.of(CephSpec.Profile.values()), CephSpec.Profile::yaml),
                        profile));
    }

    private static CephSpec.Packages packages(Fields fields) {
        return new CephSpec.Packages(
                fields.optional(
                        "version",
                        Forms.matching(
                                InventoryCode.NAME,
                                APT_VERSION,
                                "a package version",
                                "Write it as apt does: the command 'apt-cache policy ceph-osd' lists what there is.")),
                fields.optional("mirror", References.url("a package mirror", "http://mirror.example.com/debian")));
    }

    private static CephSpec.S3 s3(Fields fields, String cluster, Path directory, Problems problems) {
        Optional<SecretRef> accessKey = fields.optional("access-key", References.secret(directory));
        Optional<SecretRef> secretKey = fields.optional("secret-key", References.secret(directory));
        for (String[] pair : new String[][] {{"access-key", "secret-key"}, {"secret-key", "access-key"}}) {
            if (fields.has(pair[0])) {
                fields.require(pair[1], "Give both keys, or neither: petaforge then makes them.");
            }
        }
        return new CephSpec.S3(
                fields.value(
                        "user",
                        Forms.matching(
                                InventoryCode.NAME,
                                USER,
                                "a user name",
                                "Use letters, digits, '.', '_' and '-', at most 64."),
                        "petaforge"),
                fields.value("bucket", CephReader::bucket, "warehouse"),
                fields.value(
                        "endpoint",
                        Forms.matching(
                                InventoryCode.NAME,
                                HOST_NAME,
                                "a host name in a domain",
                                "Write a name without scheme and port, in lower case, such as s3.example.com."),
                        "s3." + cluster + ".internal"),
                accessKey.flatMap(access -> secretKey.map(secret -> new CephSpec.S3Keys(access, secret))));
    }

    private static String bucket(String text) throws BadValue {
        if (!BUCKET.matcher(text).matches() || text.contains("..") || text.matches("[0-9.]+")) {
            throw new BadValue(
                    InventoryCode.NAME,
                    "'" + text + "' is not a bucket name that S3 allows",
                    "Use 3 to 63 lower-case letters, digits, '-' and '.', a letter or digit first and last.");
        }
        return text;
    }

    /** Lines of ceph.conf. */
    private static final class Settings extends SettingsReader {
        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

        /** What the plan decides: a second opinion would make daemons that do not find each other. */
        private static final Set<String> OURS = Set.of(
                "fsid",
                "mon_host",
                "mon_initial_members",
                "public_addr",
                "public_network",
                "cluster_addr",
                "cluster_network",
                "crush_location",
                "keyring",
                "auth_cluster_required",
                "auth_service_required",
                "auth_client_required");

        @Override
        String canonical(String name) {
            return name.toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        }

        @Override
        void check(String name, String value) throws BadValue {
            if (!NAME.matcher(canonical(name)).matches()) {
                throw new BadValue(
                        InventoryCode.SETTING,
                        "'" + name + "' is not the name of a Ceph setting",
                        "Write it as 'ceph config ls' does, such as osd_max_backfills.");
            }
            if (OURS.contains(canonical(name))) {
                throw new BadValue(
                        InventoryCode.SETTING, "petaforge decides this setting itself", "Remove it from 'settings'.");
            }
        }
    }
}
