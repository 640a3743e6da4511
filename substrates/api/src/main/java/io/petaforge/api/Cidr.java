package io.petaforge.api;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IncompatibleAddressException;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 prefix such as {@code 10.20.0.0/16}, its host bits zero.
 *
 * @param text the canonical text: the first address, a slash, the prefix length
 */
public record Cidr(String text) {
    private static final Pattern TOO_LONG = Pattern.compile("[^/]*/\\s*[0-9]{4,}.*");

    public Cidr {
        IPAddress block = block(text);
        if (!block.isPrefixBlock()) {
            throw new IllegalArgumentException("'" + text + "' has host bits set: the prefix is "
                    + block.toPrefixBlock().toCanonicalString());
        }
        text = block.toCanonicalString();
    }

    /**
     * Reads a prefix.
     *
     * @throws IllegalArgumentException when it is not one, or has host bits set; the message names the prefix that was
     *     probably meant
     */
    public static Cidr parse(String text) {
        return new Cidr(text.strip());
    }

    /** The prefix length in bits. */
    public int length() {
        return block(text).getNetworkPrefixLength();
    }

    /** Whether this is an IPv6 prefix. */
    public boolean isIpv6() {
        return block(text).isIPv6();
    }

    /** How many addresses the prefix holds. */
    public BigInteger size() {
        return block(text).getCount();
    }

    /**
     * The address at a position, without a prefix length; 0 is the network address.
     *
     * @throws IllegalArgumentException when the prefix has no such address
     */
    public String address(long index) {
        if (index < 0 || size().compareTo(BigInteger.valueOf(index)) <= 0) {
            throw new IllegalArgumentException(text + " has no address number " + index);
        }
        return block(text).getLower().withoutPrefixLength().increment(index).toCanonicalString();
    }

    /**
     * The sub-prefix of the given length at a position.
     *
     * @throws IllegalArgumentException when the length is shorter than this prefix's or the position is past the end
     */
    public Cidr subnet(int length, long index) {
        int spare = length - length();
        if (spare < 0 || BigInteger.ONE.shiftLeft(spare).compareTo(BigInteger.valueOf(index)) <= 0 || index < 0) {
            throw new IllegalArgumentException(text + " has no /" + length + " number " + index);
        }
        IPAddress block = block(text);
        BigInteger step = BigInteger.ONE.shiftLeft(block.getBitCount() - length).multiply(BigInteger.valueOf(index));
        IPAddress first = block.getLower().withoutPrefixLength().increment(step.longValueExact());
        return new Cidr(first.toCanonicalString() + "/" + length);
    }

    /** Whether the two prefixes share an address. */
    public boolean overlaps(Cidr other) {
        IPAddress mine = block(text);
        IPAddress theirs = block(other.text);
        return mine.isIPv4() == theirs.isIPv4() && mine.intersect(theirs) != null;
    }

    /** Whether an address, written without a prefix length, lies in this prefix. */
    public boolean contains(String address) {
        return block(text).contains(block(address));
    }

    private static IPAddress block(String text) {
        // The library counts with such lengths beyond what an int holds: it takes some for others, and fails at the
        // rest.
        if (TOO_LONG.matcher(text).matches()) {
            throw new IllegalArgumentException(said(text));
        }
        try {
            IPAddress address = new IPAddressString(text).toAddress();
            if (address == null || (text.indexOf('/') >= 0 && address.getNetworkPrefixLength() == null)) {
                throw new IllegalArgumentException(said(text));
            }
            return address;
        } catch (AddressStringException | IncompatibleAddressException e) {
            throw new IllegalArgumentException(said(text), e);
        }
    }

    private static String said(String text) {
        return "'" + text + "' is not an IP prefix: write for example 10.20.0.0/16";
    }

    @Override
    public String toString() {
        return text;
    }
}
