package io.petaforge.spec;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Media;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms that scalars of an inventory have. */
final class Forms {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
    private static final Pattern LABEL = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern AMBIGUOUS_UNIT =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgtp])(i?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern RELATION = Pattern.compile("(>=|<=|==|=|>|<|~)?\\s*(.*)");
    private static final Pattern DRIVES = Pattern.compile("(\\d+)\\s*x\\s+(\\S+)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern RATIO = Pattern.compile("\\d{1,4}(\\.\\d{1,6})?");
    private static final Pattern REPLICA = Pattern.compile("replica\\s+(\\d{1,3})");
    private static final Pattern ERASURE = Pattern.compile("ec\\s+(\\d{1,3})\\s*\\+\\s*(\\d{1,3})");
    private static final String DRIVES_FIX =
            "Write how many, of what, and how large at least, such as '2 x ssd >= 200GB'.";

    private Forms() {}

    /** A whole number within bounds, both included. */
    static Form<Integer> whole(int least, int most) {
        return text -> {
            String range = "Write a whole number from " + least + " to " + most + ".";
            if (!WHOLE.matcher(text).matches()) {
                throw new BadValue(InventoryCode.NUMBER, "'" + text + "' is not a whole number", range);
            }
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new BadValue(
                        InventoryCode.NUMBER,
                        number + " is too " + (number < least ? "small" : "large") + " here",
                        range);
            }
            return number;
        };
    }

    /** One of a few words. */
    static <T> Form<T> word(String noun, Collection<T> values, Function<T, String> yaml) {
        Map<String, T> words = new LinkedHashMap<>();
        values.forEach(value -> words.put(yaml.apply(value), value));
        return text -> {
            T value = words.get(text);
            if (value == null) {
                Optional<String> meant = Suggestion.closest(text, words.keySet());
                throw new BadValue(
                        InventoryCode.WORD,
                        "'" + text + "' is not " + noun
                                + meant.map(m -> ": did you mean '" + m + "'?").orElse(""),
                        "Write " + alternatives(words.keySet()) + ".");
            }
            return value;
        };
    }

    /** "a", "a or b", "a, b or c". */
    static String alternatives(Collection<String> words) {
        String all = String.join(", ", words);
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }

    /** A DNS label, for names that become host names. */
    static Form<String> label(int longest) {
        return text -> {
            String fix = "Use lower-case letters, digits and inner hyphens, a letter first, at most " + longest
                    + " characters.";
            if (!LABEL.matcher(text).matches()) {
                throw new BadValue(InventoryCode.NAME, "'" + text + "' cannot be part of a host name", fix);
            }
            if (text.length() > longest) {
                throw new BadValue(InventoryCode.NAME, "'" + text + "' is " + text.length() + " characters long", fix);
            }
            return text;
        };
    }

    /** Text that a pattern describes. */
    static Form<String> matching(InventoryCode code, Pattern pattern, String noun, String fix) {
        return text -> {
            if (!pattern.matcher(text).matches()) {
                throw new BadValue(code, "'" + text + "' is not " + noun, fix);
            }
            return text;
        };
    }

    /** A size above zero, such as {@code 8GiB}. */
    static Form<ByteSize> size() {
        return Forms::size;
    }

    /** A least size, such as {@code >= 8GiB}; the relation may be left out. */
    static Form<ByteSize> atLeastSize() {
        return text -> size(atLeast(text));
    }

    /** A least whole number, such as {@code >= 8}; the relation may be left out. */
    static Form<Integer> atLeastWhole(int least, int most) {
        return text -> whole(least, most).read(atLeast(text));
    }

    /** A least throughput, such as {@code >= 20MB/s}; the relation may be left out. */
    static Form<ByteRate> atLeastRate() {
        return text -> {
            String rate = atLeast(text);
            String fix = "Write a size per second, such as '>= 20MB/s' or '>= 1.4GiB/s'.";
            if (!rate.toLowerCase(Locale.ROOT).endsWith("/s")) {
                throw new BadValue(InventoryCode.UNIT, "'" + rate + "' is not a throughput in bytes per second", fix);
            }
            if (rate.toLowerCase(Locale.ROOT).endsWith("bit/s")) {
                throw new BadValue(InventoryCode.UNIT, "'" + rate + "' counts bits; throughput counts bytes", fix);
            }
            return ByteRate.ofSecond(size(rate.substring(0, rate.length() - 2).strip()));
        };
    }

    /** A least share of one, such as {@code >= 0.3}; the relation may be left out. */
    static Form<Double> atLeastRatio() {
        return text -> {
            String fix = "Write a share, such as '>= 0.3' for 30 %.";
            String share = atLeast(text);
            if (!RATIO.matcher(share).matches()) {
                throw new BadValue(InventoryCode.NUMBER, "'" + share + "' is not a share", fix);
            }
            BigDecimal value = new BigDecimal(share);
            // A Spark job that beats the raw client by more than a little measures something else.
            if (value.signum() == 0 || value.compareTo(BigDecimal.valueOf(2)) > 0) {
                throw new BadValue(InventoryCode.NUMBER, share + " is not a share that a cluster can reach", fix);
            }
            return value.doubleValue();
        };
    }

    /** Drives, such as {@code 2 x ssd >= 200GB}. */
    static Form<DiskRequest> drives() {
        return text -> {
            Matcher matcher = DRIVES.matcher(text);
            if (!matcher.matches()) {
                throw new BadValue(InventoryCode.UNIT, "'" + text + "' does not describe drives", DRIVES_FIX);
            }
            int count = whole(1, 100).read(matcher.group(1));
            Media media = word("a kind of drive", java.util.List.of(Media.values()), Media::deviceClass)
                    .read(matcher.group(2).toLowerCase(Locale.ROOT));
            String size = matcher.group(3).strip();
            if (!size.startsWith(">=")) {
                throw new BadValue(
                        InventoryCode.UNIT,
                        "'" + text + "' does not say how large each drive is, at least",
                        DRIVES_FIX);
            }
            return new DiskRequest(count, media, size(size.substring(2).strip()));
        };
    }

    /** {@code replica 3} or {@code ec 4+2}. */
    static Form<Protection> protection() {
        return text -> {
            String fix =
                    "Write 'replica 3' for copies, or 'ec 4+2' for erasure coding with 4 data and 2 coding chunks.";
            Matcher replica = REPLICA.matcher(text);
            Matcher erasure = ERASURE.matcher(text);
            if (replica.matches()) {
                int copies = Integer.parseInt(replica.group(1));
                if (copies < 1) {
                    throw new BadValue(InventoryCode.UNIT, "without a copy nothing is stored", fix);
                }
                return new Protection.Replica(copies);
            }
            if (erasure.matches()) {
                int data = Integer.parseInt(erasure.group(1));
                int parity = Integer.parseInt(erasure.group(2));
                if (data < 2 || parity < 1) {
                    throw new BadValue(
                            InventoryCode.UNIT, "erasure coding needs 2 data chunks and 1 coding chunk at least", fix);
                }
                return new Protection.ErasureCode(data, parity);
            }
            throw new BadValue(InventoryCode.UNIT, "'" + text + "' is not a protection", fix);
        };
    }

    /** An IPv4 prefix. */
    static Form<Cidr> ipv4Prefix() {
        return text -> {
            String fix = "Write an IPv4 prefix, such as 10.20.0.0/16.";
            Cidr prefix;
            try {
                prefix = Cidr.parse(text);
            } catch (IllegalArgumentException e) {
                String why = String.valueOf(e.getMessage());
                throw why.contains("host bits")
                        ? new BadValue(
                                InventoryCode.ADDRESS,
                                "'" + text + "' is an address inside a prefix, not the prefix",
                                "Write " + why.substring(why.lastIndexOf(' ') + 1) + ".")
                        : new BadValue(InventoryCode.ADDRESS, "'" + text + "' is not an IP prefix", fix);
            }
            if (!text.contains("/")) {
                throw new BadValue(InventoryCode.ADDRESS, "'" + text + "' is one address, not a range", fix);
            }
            if (prefix.isIpv6()) {
                throw new BadValue(
                        InventoryCode.NOT_BUILT, "loopbacks from an IPv6 range are not built by this version", fix);
            }
            return prefix;
        };
    }

    /** Bits per second, such as {@code 25G}. */
    static Form<BitRate> bitRate() {
        return Forms::rate;
    }

    private static BitRate rate(String text) throws BadValue {
        String fix = "Write bits per second, such as 25G or 200Mbit/s.";
        if (text.matches(".*[0-9kKMGT]i?(B|Byte|Bytes)(/s|ps)?")) {
            throw new BadValue(InventoryCode.UNIT, "'" + text + "' counts bytes; the rate of a link counts bits", fix);
        }
        if (text.matches("[0-9.]+") && text.length() < 7) {
            throw new BadValue(InventoryCode.UNIT, "'" + text + "' is not a bit rate: it has no unit", fix);
        }
        try {
            return BitRate.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadValue(InventoryCode.UNIT, "'" + text.toLowerCase(Locale.ROOT) + "' is not a bit rate", fix);
        }
    }

    private static String atLeast(String text) throws BadValue {
        Matcher matcher = RELATION.matcher(text);
        if (!matcher.matches()) {
            throw new BadValue(InventoryCode.UNIT, "'" + text + "' cannot be read", "Write '>= ' and a value.");
        }
        String relation = matcher.group(1);
        if (relation != null && !relation.equals(">=")) {
            throw new BadValue(
                    InventoryCode.UNIT,
                    "'" + relation + "' is not known here: only a least value can be asked for",
                    "Write '>=' instead.");
        }
        return matcher.group(2);
    }

    private static ByteSize size(String text) throws BadValue {
        Matcher ambiguous = AMBIGUOUS_UNIT.matcher(text);
        if (ambiguous.matches()) {
            String number = ambiguous.group(1);
            String letter = ambiguous.group(2).toUpperCase(Locale.ROOT);
            throw new BadValue(
                    InventoryCode.UNIT,
                    "'" + text + "' leaves open whether the unit is a power of 1000 or of 1024",
                    "Write " + number + (letter.equals("K") ? "k" : letter) + "B (decimal, as drives are sold) or "
                            + number + letter + "iB (binary, as memory is sold).");
        }
        if (text.toLowerCase(Locale.ROOT).endsWith("bit")) {
            throw new BadValue(
                    InventoryCode.UNIT,
                    "'" + text + "' counts bits; sizes count bytes",
                    "Write a number and a unit, such as 200GB or 8GiB.");
        }
        ByteSize size;
        try {
            size = ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            throw new BadValue(
                    InventoryCode.UNIT,
                    why.contains("8 EiB")
                            ? why
                            : "'" + text + "' is not a size" + (text.matches("[\\d.]+") ? ": it has no unit" : ""),
                    "Write a number and a unit: B, kB, MB, GB, TB, PB (powers of 1000) or KiB, MiB, GiB, TiB, PiB"
                            + " (powers of 1024).");
        }
        if (size.bytes() == 0) {
            throw new BadValue(InventoryCode.UNIT, "a size of zero is no size", "Write a size above zero.");
        }
        return size;
    }
}
