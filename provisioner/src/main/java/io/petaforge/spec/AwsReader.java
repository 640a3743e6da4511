package io.petaforge.spec;

import io.petaforge.api.Cidr;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads {@code substrate.aws}. */
final class AwsReader {
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+){1,3}-\\d{1,2}");
    private static final Pattern ZONE = Pattern.compile("[a-z]{2,4}(-[a-z0-9]+){2,8}[a-z]");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z0-9-]+");
    private static final Pattern OWNER = Pattern.compile("\\d{12}|amazon|self|aws-marketplace");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9()\\[\\]./'@_ *?-]{3,128}");
    /** Shorter prefixes are the world, or halves of it. */
    static final int LEAST_IPV4 = 8;

    private static final int LEAST_IPV6 = 20;

    private static final AwsSpec DEFAULTS = AwsSpec.defaults();

    private AwsReader() {}

    static AwsSpec read(Cursor cursor, Path directory) {
        Fields fields = cursor.fields("substrate.aws");
        AwsSpec.Image image = image(fields.section("image", "substrate.aws.image"));
        return new AwsSpec(
                fields.require("region", "Write for example eu-central-1.")
                        .flatMap(c -> c.value(Forms.matching(
                                InventoryCode.NAME, REGION, "a region", "Write for example eu-central-1.")))
                        .orElse(DEFAULTS.region()),
                fields.value("access-key", References.secret(directory), DEFAULTS.accessKey()),
                fields.value("secret-key", References.secret(directory), DEFAULTS.secretKey()),
                fields.optional("session-token", References.secret(directory)),
                fields.<String>optional(
                                "endpoint", References.url("EC2's API", "https://ec2.eu-central-1.amazonaws.com"))
                        .map(URI::create),
                fields.value("network", prefix(false), DEFAULTS.network()),
                racks(fields),
                fields.require("operators", "Write the addresses that you connect from, such as [198.51.100.7/32].")
                        .map(c -> c.items(prefix(true)))
                        .orElse(List.of()),
                image,
                fields.value(
                        "user",
                        Forms.matching(InventoryCode.NAME, USER, "a login", "Write the login name, such as admin."),
                        image.user()),
                fields.value(
                        "placement",
                        Forms.word("a placement", List.of(AwsSpec.Placement.values()), AwsSpec.Placement::yaml),
                        DEFAULTS.placement()),
                fields.value("boot-drive", Forms.atLeastSize(), DEFAULTS.bootDrive()),
                volumes(fields.section("volumes", "substrate.aws.volumes")),
                groups(fields),
                Duration.ofMinutes(fields.whole(
                        "start-minutes", 1, 120, (int) DEFAULTS.startTimeout().toMinutes())),
                fields.whole("replacements", 0, 100, DEFAULTS.replacements()),
                fields.value(
                        "access",
                        Forms.word("a way to the machines", List.of(AwsSpec.Access.values()), AwsSpec.Access::yaml),
                        DEFAULTS.access()),
                fields.value("jump-type", type(), DEFAULTS.jumpType()),
                fields.<String>optional(
                                "quotas-endpoint",
                                References.url("Service Quotas", "https://servicequotas.eu-central-1.amazonaws.com"))
                        .map(URI::create),
                fields.optional("prices", References.path(directory)));
    }

    private static AwsSpec.Image image(Fields fields) {
        AwsSpec.Image standard = DEFAULTS.image();
        return new AwsSpec.Image(
                fields.value(
                        "owner",
                        Forms.matching(
                                InventoryCode.NAME,
                                OWNER,
                                "the owner of an image",
                                "Write an account's number in quotes, or amazon."),
                        standard.owner()),
                fields.value(
                        "name",
                        Forms.matching(
                                InventoryCode.NAME,
                                IMAGE,
                                "the name of an image",
                                "Write for example debian-12-amd64-*: the newest of those is used."),
                        standard.name()),
                fields.value(
                        "user",
                        Forms.matching(
                                InventoryCode.NAME, USER, "a login", "Write the login that the image makes by itself."),
                        standard.user()));
    }

    private static Map<String, String> racks(Fields fields) {
        Map<String, String> racks = new LinkedHashMap<>();
        fields.require("racks", "Say in which zone each rack is, such as '{rack-a: eu-central-1a}'.")
                .map(Cursor::entries)
                .orElse(Map.of())
                .forEach((rack, zone) -> zone.value(Forms.matching(
                                InventoryCode.NAME, ZONE, "an availability zone", "Write for example eu-central-1a."))
                        .ifPresent(name -> racks.put(rack, name)));
        return racks;
    }

    private static AwsSpec.Volumes volumes(Fields fields) {
        AwsSpec.Volumes standard = DEFAULTS.volumes();
        return new AwsSpec.Volumes(
                fields.value(
                        "type",
                        Forms.word(
                                "a type of flash volumes",
                                List.of(AwsSpec.VolumeType.values()),
                                AwsSpec.VolumeType::yaml),
                        standard.type()),
                whole(fields, "iops", 100, 256_000),
                whole(fields, "throughput", 125, 2000),
                fields.value("encrypted", yesOrNo(), standard.encrypted()));
    }

    private static OptionalInt whole(Fields fields, String key, int least, int most) {
        Optional<Integer> number = fields.get(key).flatMap(c -> c.whole(least, most));
        return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static Map<String, AwsSpec.Group> groups(Fields fields) {
        Map<String, AwsSpec.Group> groups = new LinkedHashMap<>();
        fields.require("groups", "Say which instance types each group is made of.")
                .map(Cursor::entries)
                .orElse(Map.of())
                .forEach((name, group) -> groups.put(name, group(group)));
        return groups;
    }

    private static AwsSpec.Group group(Cursor cursor) {
        Fields fields = cursor.fields("substrate.aws.groups.*");
        return new AwsSpec.Group(
                fields.require("types", "Name instance types, the one to prefer first, such as [i4i.2xlarge].")
                        .map(c -> c.items(type()))
                        .orElse(List.of()),
                fields.value("spot", yesOrNo(), false),
                Duration.ofMinutes(fields.whole("spot-minutes", 0, 600, 5)));
    }

    private static Form<String> type() {
        return Forms.matching(InventoryCode.NAME, TYPE, "an instance type", "Write for example i4i.2xlarge.");
    }

    private static Form<Boolean> yesOrNo() {
        return Forms.word("a yes or no", List.of(Boolean.TRUE, Boolean.FALSE), String::valueOf);
    }

    /** A prefix of IPv4, or from which operators come, which may be IPv6 too and must not be the world. */
    private static Form<Cidr> prefix(boolean operators) {
        return text -> {
            String fix = operators
                    ? "Write the addresses that you connect from, such as 198.51.100.7/32."
                    : "Write a private IPv4 prefix, such as 10.60.0.0/16.";
            if (!text.contains("/")) {
                throw new BadValue(InventoryCode.ADDRESS, "'" + text + "' has no prefix length", fix);
            }
            Cidr prefix;
            try {
                prefix = Cidr.parse(text);
            } catch (IllegalArgumentException e) {
                throw new BadValue(InventoryCode.ADDRESS, String.valueOf(e.getMessage()), fix);
            }
            if (!operators && prefix.isIpv6()) {
                throw new BadValue(InventoryCode.ADDRESS, "'" + text + "' is no IPv4 prefix", fix);
            }
            if (operators && prefix.length() < (prefix.isIpv6() ? LEAST_IPV6 : LEAST_IPV4)) {
                throw new BadValue(
                        InventoryCode.ADDRESS, "'" + text + "' would open the machines' SSH to the world", fix);
            }
            return prefix;
        };
    }
}
