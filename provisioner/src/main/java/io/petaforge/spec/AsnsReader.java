package io.petaforge.spec;

import io.petaforge.api.Asn;
import io.petaforge.network.AsnRange;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code network.hardware.asns} and {@code asns-in-use}. */
final class AsnsReader {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,10})(?:\\s*-\\s*(\\d{1,10}))?");

    /**
     * AS numbers.
     *
     * @param range for the fabric, if the file says one
     * @param inUse others'
     */
    record Asns(Optional<AsnRange> range, List<AsnRange> inUse) {
        Asns {
            inUse = List.copyOf(inUse);
        }
    }

    private AsnsReader() {}

    static Asns read(Fields hardware) {
        Optional<AsnRange> range = hardware.optional("asns", AsnsReader::range);
        List<AsnRange> inUse = hardware.get("asns-in-use")
                .map(cursor -> cursor.items(AsnsReader::range))
                .orElse(List.of());
        AsnRange fabric = range.orElse(AsnRange.PRIVATE_32);
        for (AsnRange taken : inUse) {
            if (overlap(fabric, taken)) {
                hardware.get("asns-in-use")
                        .ifPresent(cursor -> cursor.reject(
                                InventoryCode.ASNS_TAKEN,
                                "the fabric would take its AS numbers from " + fabric + ", and "
                                        + (taken.size() == 1 ? taken.first() + " is" : taken + " are")
                                        + " somebody else's: two routers of one AS number refuse each other's routes",
                                "Write 'asns: " + widestGap(inUse) + "'."));
            }
        }
        return new Asns(range, inUse);
    }

    private static boolean overlap(AsnRange a, AsnRange b) {
        return a.first().compareTo(b.last()) <= 0 && b.first().compareTo(a.last()) <= 0;
    }

    /** The most private numbers of 32 bits in a row that nobody has. */
    private static AsnRange widestGap(List<AsnRange> inUse) {
        AsnRange all = AsnRange.PRIVATE_32;
        long next = all.first().value();
        AsnRange widest = new AsnRange(all.last(), all.last());
        List<AsnRange> taken = inUse.stream()
                .filter(range -> overlap(all, range))
                .sorted(Comparator.comparing(AsnRange::first))
                .toList();
        for (AsnRange range : taken) {
            if (range.first().value() - next > widest.size()) {
                widest = new AsnRange(new Asn(next), new Asn(range.first().value() - 1));
            }
            next = Math.max(next, range.last().value() + 1);
        }
        return all.last().value() - next + 1 > widest.size() ? new AsnRange(new Asn(next), all.last()) : widest;
    }

    private static AsnRange range(String text) throws BadValue {
        String fix = "Write the first and the last AS number, such as 64512-65534 (all private ones of 16 bits) or"
                + " 4200000000-4294967294 (of 32 bits).";
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw new BadValue(InventoryCode.NUMBER, "'" + text + "' is not a range of AS numbers", fix);
        }
        try {
            Asn first = new Asn(Long.parseLong(matcher.group(1)));
            return new AsnRange(first, matcher.group(2) == null ? first : new Asn(Long.parseLong(matcher.group(2))));
        } catch (IllegalArgumentException e) {
            throw new BadValue(InventoryCode.NUMBER, String.valueOf(e.getMessage()), fix);
        }
    }
}
