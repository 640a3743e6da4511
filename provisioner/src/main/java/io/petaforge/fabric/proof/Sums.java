package io.petaforge.fabric.proof;

import java.util.Locale;

/**
 * A set of prefixes as four sums, so that a device need not be told ten thousand of them, nor tell them back. Two sets that
 * differ in one prefix never have the same sums; others all but surely not. Sums of sets add up, which makes the sums of
 * ten thousand devices cheap. {@code observe.py} and {@code prove.sh} form the same.
 *
 * @param count of prefixes
 * @param values sum of the last 32 bits of each address
 * @param squares sum of the squares of these modulo {@link #MODULUS}
 * @param lengths sum of the prefix lengths
 */
record Sums(long count, long values, long squares, long lengths) {
    /** The largest prime below 2 to the 16th: sums of squares of 10,000 prefixes stay exact in awk's floating point. */
    private static final long MODULUS = 65521;

    static final Sums NONE = new Sums(0, 0, 0, 0);

    /** The sums of one prefix such as {@code 10.20.0.68/32}. */
    static Sums of(String prefix) {
        int slash = prefix.indexOf('/');
        long value = last32Bits(prefix.substring(0, slash));
        long rest = value % MODULUS;
        return new Sums(1, value, rest * rest, Integer.parseInt(prefix.substring(slash + 1)));
    }

    Sums plus(Sums other) {
        return new Sums(count + other.count, values + other.values, squares + other.squares, lengths + other.lengths);
    }

    Sums minus(Sums other) {
        return new Sums(count - other.count, values - other.values, squares - other.squares, lengths - other.lengths);
    }

    /** As devices write it. */
    String text() {
        return String.format(Locale.ROOT, "%d:%d:%d:%d", count, values, squares, lengths);
    }

    private static long last32Bits(String address) {
        if (address.indexOf(':') < 0) {
            long value = 0;
            for (String part : address.split("\\.")) {
                value = value << 8 | Integer.parseInt(part);
            }
            return value;
        }
        byte[] bytes = new inet.ipaddr.IPAddressString(address).getAddress().getBytes();
        long value = 0;
        for (int i = bytes.length - 4; i < bytes.length; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }
}
