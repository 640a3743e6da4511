package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import java.util.List;

/**
 * Equal ports of a switch.
 *
 * @param count how many cages
 * @param rate of a cage that is not broken out
 * @param lanes serdes lanes of a cage
 * @param cage its form, such as {@code QSFP28}
 * @param breakouts into how many equal ports a cage can be split, 1 excluded; each divides the lanes
 */
public record PortGroup(int count, BitRate rate, int lanes, String cage, List<Integer> breakouts) {
    public PortGroup {
        requireNonNull(rate, "rate");
        requireNonNull(cage, "cage");
        breakouts = List.copyOf(breakouts);
        if (count < 1 || lanes < 1) {
            throw new IllegalArgumentException("a group has at least one port of one lane: " + count + ", " + lanes);
        }
        for (int parts : breakouts) {
            if (parts < 2 || lanes % parts != 0) {
                throw new IllegalArgumentException(lanes + " lanes cannot be split into " + parts + " ports");
            }
        }
    }

    /** The rate of each part when a cage is split into {@code parts}. */
    BitRate rateOf(int parts) {
        return new BitRate(rate.bitsPerSecond() / parts);
    }
}
