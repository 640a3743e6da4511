package io.petaforge.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that an inventory knows, by section; {@code *} stands for a name that the user chooses. */
final class Keys {
    private static final Map<String, List<String>> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put(
                "",
                List.of(
                        "petaforge",
                        "cluster",
                        "substrate",
                        "machines",
                        "network",
                        "storage",
                        "ceph",
                        "spark",
                        "verify",
                        "catalogue"));
        SECTIONS.put("substrate", List.of("lab", "fixed", "maas", "planned", "bmc", "aws", "openstack"));
        SECTIONS.put("substrate.lab", List.of());
        SECTIONS.put("substrate.planned", List.of());
        // Both list machines: what is said of reaching and of switching one is the same.
        for (String substrate : List.of("substrate.fixed", "substrate.bmc")) {
            SECTIONS.put(
                    substrate, List.of("user", "port", "private-key", "known-hosts", "jump", "controllers", "hosts"));
            SECTIONS.put(substrate + ".jump", List.of("address", "port", "user", "private-key", "host-keys"));
            SECTIONS.put(
                    substrate + ".controllers", List.of("protocol", "user", "password", "port", "command-interval"));
            SECTIONS.put(substrate + ".hosts.*", List.of("address", "port", "host-keys", "controller"));
            SECTIONS.put(
                    substrate + ".hosts.*.controller",
                    List.of(
                            "address",
                            "protocol",
                            "user",
                            "password",
                            "port",
                            "command-interval",
                            "fingerprint",
                            "system"));
        }
        SECTIONS.put("substrate.bmc.hosts.*", List.of("address", "port", "host-keys", "controller", "boot"));
        SECTIONS.put("substrate.bmc.hosts.*.boot", List.of("mac", "drive"));
        SECTIONS.put(
                "substrate.maas",
                List.of(
                        "url",
                        "api-key",
                        "authority",
                        "series",
                        "user",
                        "erase",
                        "deploys",
                        "deploy-minutes",
                        "release-minutes",
                        "replacements",
                        "accept-failed-tests",
                        "boot-drive",
                        "zones",
                        "groups"));
        SECTIONS.put("substrate.maas.groups.*", List.of("pool", "tags", "not-tags", "networks"));
        SECTIONS.put("substrate.maas.groups.*.networks.*", List.of("space", "subnet", "speed"));
        SECTIONS.put(
                "substrate.aws",
                List.of(
                        "region",
                        "access-key",
                        "secret-key",
                        "session-token",
                        "endpoint",
                        "network",
                        "racks",
                        "operators",
                        "image",
                        "user",
                        "placement",
                        "boot-drive",
                        "volumes",
                        "groups",
                        "start-minutes",
                        "replacements",
                        "access",
                        "jump-type",
                        "quotas-endpoint",
                        "prices"));
        SECTIONS.put("substrate.aws.image", List.of("owner", "name", "user"));
        SECTIONS.put("substrate.aws.volumes", List.of("type", "iops", "throughput", "encrypted"));
        SECTIONS.put("substrate.aws.groups.*", List.of("types", "spot", "spot-minutes"));
        SECTIONS.put(
                "substrate.openstack",
                List.of(
                        "cloud",
                        "image",
                        "user",
                        "image-user",
                        "network",
                        "ssh-from",
                        "floating-ips",
                        "jump",
                        "access",
                        "jump-flavor",
                        "zones",
                        "spread",
                        "boot-volume",
                        "boot-volume-type",
                        "groups",
                        "create-minutes",
                        "replacements",
                        "prices"));
        SECTIONS.put("substrate.openstack.network", List.of("name", "create", "external", "name-servers"));
        SECTIONS.put("substrate.openstack.jump", List.of("address", "port", "user", "private-key", "host-keys"));
        SECTIONS.put("substrate.openstack.groups.*", List.of("flavor", "volume-type"));
        SECTIONS.put("machines.*", List.of("count", "racks", "per-rack", "roles", "image", "constraints", "volumes"));
        SECTIONS.put("machines.*.racks", List.of("prefix", "count", "first"));
        SECTIONS.put("machines.*.constraints", List.of("threads", "memory"));
        SECTIONS.put("machines.*.volumes", List.of("osd", "db", "workspace", "cache"));
        SECTIONS.put(
                "network",
                List.of("design", "spines", "leaves-per-rack", "loopbacks", "link-rate", "addresses", "hardware"));
        SECTIONS.put(
                "network.hardware",
                List.of(
                        "leaf",
                        "spine",
                        "super-spine",
                        "nics",
                        "oversubscription",
                        "spine-oversubscription",
                        "spines",
                        "hosts-per-rack",
                        "grow-to",
                        "mtu",
                        "loopbacks6",
                        "links",
                        "subnets",
                        "cluster",
                        "out-of-band",
                        "asns",
                        "asns-in-use",
                        "models",
                        "traffic"));
        SECTIONS.put("network.hardware.models.*", List.of("naming", "ports", "routes", "ecmp"));
        SECTIONS.put(
                "network.hardware.traffic",
                List.of("stored-per-host", "recovery", "client-per-host", "shuffle-per-host", "usable"));
        SECTIONS.put(
                "storage",
                List.of("protection", "failure-domain", "osds-per-drive", "wipe", "accept-data-loss", "goal"));
        SECTIONS.put("storage.goal", List.of("usable", "read", "write", "growth", "object-size"));
        SECTIONS.put("ceph", List.of("packages", "mons", "mgrs", "rgws", "s3", "settings", "profile"));
        SECTIONS.put("ceph.packages", List.of("version", "mirror"));
        SECTIONS.put("ceph.s3", List.of("user", "bucket", "endpoint", "access-key", "secret-key"));
        SECTIONS.put("spark", List.of("version", "scala", "hadoop", "source", "executor", "worker", "settings"));
        SECTIONS.put("spark.source", List.of("tarball", "sha256"));
        SECTIONS.put("spark.executor", List.of("cores", "memory"));
        SECTIONS.put("spark.worker", List.of("cores", "memory"));
        SECTIONS.put("verify", List.of("data", "object-size", "thresholds"));
        SECTIONS.put("verify.thresholds", List.of("write", "read", "ratio"));
        SECTIONS.put("catalogue", List.of("drives", "hosts", "limits"));
        SECTIONS.put("catalogue.drives.*", List.of("size", "media", "read", "write", "watts", "price"));
        SECTIONS.put(
                "catalogue.hosts.*",
                List.of("threads", "memory", "drives", "network", "pcie-cap", "rack-units", "watts", "price"));
        SECTIONS.put("catalogue.limits", List.of("racks", "hosts-per-rack", "watts-per-rack", "gateways"));
    }

    private Keys() {}

    /** Every section with its keys. */
    static Map<String, List<String>> sections() {
        return Map.copyOf(SECTIONS);
    }

    /** The keys of a section. */
    static List<String> of(String section) {
        List<String> keys = SECTIONS.get(section);
        if (keys == null) {
            throw new IllegalArgumentException("no such section: " + section);
        }
        return keys;
    }

    /** The section that a key belongs to, when there is exactly one. */
    static Optional<String> home(String key) {
        List<String> homes = SECTIONS.entrySet().stream()
                .filter(section -> section.getValue().contains(key))
                .map(Map.Entry::getKey)
                .toList();
        return homes.size() == 1 ? Optional.of(homes.get(0)) : Optional.empty();
    }
}
