package io.petaforge.storage.capacity;

import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How many raw bytes can be filled, given that an object's copies or chunks must lie in distinct failure domains. Unequal
 * domains cannot all be filled: three copies on three racks fill each only as far as the smallest. This is what weights
 * and the balancer reach at best; how far a single OSD strays from it is {@link CapacityParameters#spread()}.
 */
public final class Placeable {
    private Placeable() {}

    /** The failure domains of a shape and what each can hold, one by one. */
    static List<Double> domains(Shape shape) {
        if (shape.domain() == FailureDomain.HOST) {
            return hosts(shape, -1);
        }
        List<Double> racks = new ArrayList<>();
        for (int rack = 0; rack < shape.racks(); rack++) {
            List<Double> hosts = hosts(shape, rack);
            if (!hosts.isEmpty()) {
                // Several chunks of an object in a rack lie on distinct hosts of it.
                racks.add(bytes(hosts, shape.chunksPerDomain(), 1));
            }
        }
        return racks;
    }

    private static List<Double> hosts(Shape shape, int rack) {
        List<Double> hosts = new ArrayList<>();
        for (HostGroup group : shape.groups()) {
            double raw = group.type().raw().bytes();
            int count = rack < 0 ? group.hosts() : group.perRack().get(rack);
            if (raw > 0) {
                hosts.addAll(Collections.nCopies(count, raw));
            }
        }
        return hosts;
    }

    /**
     * The raw bytes that can be filled. S pieces of {@code width} chunks fit when the domains, each with at most {@code
     * each} chunks of a piece, take {@code width} S together; the j smallest domains, all full, set the bound.
     */
    public static double bytes(List<Double> domains, int width, int each) {
        List<Double> sorted = new ArrayList<>(domains);
        Collections.sort(sorted);
        int n = sorted.size();
        double filled = 0;
        double pieces = (double) n * each < width ? 0 : Double.POSITIVE_INFINITY;
        for (int j = 1; j <= n; j++) {
            filled += sorted.get(j - 1);
            int missing = width - (n - j) * each;
            if (missing > 0) {
                pieces = Math.min(pieces, filled / missing);
            }
        }
        return pieces * width;
    }
}
