package io.petaforge.spec;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cidr;
import java.util.List;

/** Reads {@code network}. */
final class NetworkReader {
    private static final Cidr DEFAULT_LOOPBACKS = Cidr.parse("10.20.0.0/16");

    /** RFC 1918, and RFC 6598 (shared address space), which sites use when the others are taken. */
    private static final List<Cidr> PRIVATE = List.of(
            Cidr.parse("10.0.0.0/8"),
            Cidr.parse("172.16.0.0/12"),
            Cidr.parse("192.168.0.0/16"),
            Cidr.parse("100.64.0.0/10"));

    /** RFC 4193. */
    private static final Cidr UNIQUE_LOCAL = Cidr.parse("fc00::/7");

    /** As many next hops as the fabric's {@code maximum-paths} holds. */
    private static final int MOST_SPINES = 16;

    private static final List<String> PLANNED_ONLY =
            List.of("spines", "leaves-per-rack", "loopbacks", "link-rate", "hardware");

    private NetworkReader() {}

    /**
     * The network; a default stands in for what cannot be read. Machines that exist have one already, which is used as it
     * is unless the file says more: only the lab and a plan of what is yet to be bought begin with switches.
     */
    static NetworkSpec read(Fields fields, SubstrateSpec substrate) {
        boolean makesSwitches = substrate instanceof SubstrateSpec.Lab || substrate instanceof SubstrateSpec.Planned;
        boolean exists = !makesSwitches && !fields.has("hardware");
        NetworkSpec.Design design = fields.value(
                "design",
                Forms.word("a fabric design", List.of(NetworkSpec.Design.values()), NetworkSpec.Design::yaml),
                exists ? NetworkSpec.Design.EXISTING : NetworkSpec.Design.L3_HOST);
        if (design == NetworkSpec.Design.EXISTING) {
            existing(fields, makesSwitches, substrate);
        } else {
            planned(fields, exists, design);
        }
        return new NetworkSpec(
                design,
                fields.whole("spines", 1, MOST_SPINES, 2),
                fields.whole("leaves-per-rack", 1, 4, 1),
                fields.value("loopbacks", NetworkReader::loopbacks, DEFAULT_LOOPBACKS),
                fields.value("link-rate", Forms.bitRate(), BitRate.ofGbit(10)),
                fields.optional("addresses", Forms.ipv4Prefix()),
                HardwareReader.read(fields));
    }

    private static void existing(Fields fields, boolean makesSwitches, SubstrateSpec substrate) {
        if (makesSwitches) {
            fields.get("design")
                    .ifPresent(cursor -> cursor.reject(
                            InventoryCode.NETWORK,
                            "the substrate '" + substrate.name() + "' has no network yet that could be used as it is",
                            "Write a design that is planned, such as l3-host."));
            return;
        }
        for (String key : PLANNED_ONLY) {
            fields.get(key)
                    .ifPresent(cursor -> cursor.reject(
                            InventoryCode.NETWORK,
                            "the design 'existing' leaves the network as it is, and '" + key + "' would plan one",
                            "Remove it; or, for a fabric of your own, describe its switches and ports under 'hardware'"
                                    + " and write 'design: l3-host'."));
        }
    }

    private static void planned(Fields fields, boolean exists, NetworkSpec.Design design) {
        fields.get("addresses")
                .ifPresent(cursor -> cursor.reject(
                        InventoryCode.NETWORK,
                        "the design '" + design.yaml()
                                + "' gives every host its address, and 'addresses' would pick one" + " that is there",
                        "Remove it, or write 'design: existing'."));
        if (exists) {
            fields.get("design")
                    .ifPresent(cursor -> cursor.reject(
                            InventoryCode.NETWORK,
                            "the design '" + design.yaml()
                                    + "' needs the names of the hosts' ports and the models of the"
                                    + " switches, and there is no 'hardware' beside it",
                            "Describe them under 'network.hardware'; or write 'design: existing', which uses the hosts'"
                                    + " network as it is."));
        }
    }

    /** IPv4, or, for the plan of a network alone, IPv6. */
    private static Cidr loopbacks(String text) throws BadValue {
        return text.indexOf(':') < 0 ? loopbacks4(text) : loopbacks6(text);
    }

    private static Cidr loopbacks6(String text) throws BadValue {
        Cidr range = HardwareReader.ipv6Prefix(text);
        if (!UNIQUE_LOCAL.contains(range.address(0)) || range.length() < UNIQUE_LOCAL.length()) {
            throw new BadValue(
                    InventoryCode.ADDRESS,
                    range + " is not a private range, and its owner's hosts would become unreachable",
                    "Use a part of " + UNIQUE_LOCAL + ", such as fd00:20::/64.");
        }
        return range;
    }

    private static Cidr loopbacks4(String text) throws BadValue {
        Cidr range = Forms.ipv4Prefix().read(text);
        boolean isPrivate =
                PRIVATE.stream().anyMatch(p -> p.length() <= range.length() && p.contains(range.address(0)));
        if (!isPrivate) {
            throw new BadValue(
                    InventoryCode.ADDRESS,
                    range + " is not a private range, and its owner's hosts would become unreachable",
                    "Use a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10.");
        }
        return range;
    }
}
