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

    private NetworkReader() {}

    /** The network; a default stands in for what cannot be read. */
    static NetworkSpec read(Fields fields) {
        return new NetworkSpec(
                fields.value(
                        "design",
                        Forms.word("a fabric design", List.of(NetworkSpec.Design.values()), NetworkSpec.Design::yaml),
                        NetworkSpec.Design.L3_HOST),
                fields.whole("spines", 1, MOST_SPINES, 2),
                fields.whole("leaves-per-rack", 1, 4, 1),
                fields.value("loopbacks", NetworkReader::loopbacks, DEFAULT_LOOPBACKS),
                fields.value("link-rate", Forms.bitRate(), BitRate.ofGbit(10)),
                HardwareReader.read(fields));
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
