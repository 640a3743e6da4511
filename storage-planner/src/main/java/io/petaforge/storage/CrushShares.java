package io.petaforge.storage;

import java.util.HashMap;
import java.util.Map;

/**
 * How unevenly placement groups fall on OSDs. Copies go to distinct failure domains in proportion to their weight, but no
 * domain holds more than one copy of a placement group: where domains are unequal, the small ones carry more than their
 * part.
 */
final class CrushShares {
    private final StorageRequest request;

    CrushShares(StorageRequest request) {
        this.request = request;
    }

    /**
     * The part of a pool's placement groups that have a copy on the busiest OSD.
     *
     * @param width copies or chunks, at most the number of failure domains
     */
    double busiest(int width) {
        Map<String, Double> domains = new HashMap<>();
        OsdsPerDrive perDrive = new OsdsPerDrive(request);
        Map<String, Double> largestOsd = new HashMap<>();
        for (StorageRequest.Host host : request.hosts()) {
            String domain = request.domainOf(host);
            for (StorageRequest.Drive drive : host.drives()) {
                double size = drive.size().bytes();
                domains.merge(domain, size, Double::sum);
                largestOsd.merge(domain, size / perDrive.on(host, drive), Math::max);
            }
        }
        Map<String, Double> shares = shares(domains, width);
        return domains.keySet().stream()
                .mapToDouble(domain -> shares.getOrDefault(domain, 0.0)
                        * largestOsd.getOrDefault(domain, 0.0)
                        / domains.getOrDefault(domain, 1.0))
                .max()
                .orElse(0);
    }

    /** For each domain the part of the placement groups that have a copy in it: 1 at most, {@code width} in all. */
    private static Map<String, Double> shares(Map<String, Double> weights, int width) {
        Map<String, Double> shares = new HashMap<>();
        Map<String, Double> open = new HashMap<>(weights);
        int left = width;
        boolean full = true;
        while (full && left > 0 && !open.isEmpty()) {
            double total =
                    open.values().stream().mapToDouble(Double::doubleValue).sum();
            int copies = left;
            full = false;
            for (Map.Entry<String, Double> domain : Map.copyOf(open).entrySet()) {
                double share = copies * domain.getValue() / total;
                shares.put(domain.getKey(), Math.min(1, share));
                if (share >= 1) {
                    open.remove(domain.getKey());
                    left--;
                    full = true;
                }
            }
        }
        return shares;
    }
}
