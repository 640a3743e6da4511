package io.petaforge.storage.hardware;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Equal hosts.
 *
 * @param perRack how many of them stand in each rack, one number for every rack of the shape
 */
public record HostGroup(HostType type, List<Integer> perRack) {
    public HostGroup {
        requireNonNull(type, "type");
        perRack = List.copyOf(perRack);
    }

    /** Hosts spread over racks as evenly as it goes; the first racks get the rest. */
    public static HostGroup spread(HostType type, int hosts, int racks) {
        List<Integer> perRack = new ArrayList<>();
        for (int rack = 0; rack < racks; rack++) {
            perRack.add(hosts / racks + (rack < hosts % racks ? 1 : 0));
        }
        return new HostGroup(type, perRack);
    }

    /** How many hosts. */
    public int hosts() {
        return perRack.stream().mapToInt(Integer::intValue).sum();
    }
}
