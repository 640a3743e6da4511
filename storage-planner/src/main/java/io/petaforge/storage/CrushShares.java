package io.petaforge.storage;

import java.util.HashMap;
import java.util.Map;

/**
 * How unevenly placement groups fall on OSDs. Copies go to distinct failure domains in proportion to their weight, and
 * within a domain to distinct hosts, but no domain or host holds more of a placement group than its rule allows: where
 * they are unequal, the small ones carry more than their part.
 */
final class CrushShares {
    private final Map<String, Double> domains = new HashMap<>();
    private final Map<String, Map<String, Double>> hostsOf = new HashMap<>();
    private final Map<String, Double> largestOsd = new HashMap<>();

    CrushShares(StorageRequest request) {
        OsdsPerDrive perDrive = new OsdsPerDrive(request);
        for (StorageRequest.Host host : request.hosts()) {
            String domain = request.domainOf(host);
            String id = host.id().value();
            for (StorageRequest.Drive drive : host.drives()) {
                double size = drive.size().bytes();
                domains.merge(domain, size, Double::sum);
                hostsOf.computeIfAbsent(domain, name -> new HashMap<>()).merge(id, size, Double::sum);
                largestOsd.merge(id, size / perDrive.on(host, drive), Math::max);
            }
        }
    }

    /** The part of a pool's placement groups that have a copy on the busiest OSD. */
    double busiest(Spread spread) {
        double busiest = 0;
        Map<String, Double> chosen = shares(domains, spread.domains());
        for (Map.Entry<String, Map<String, Double>> domain : hostsOf.entrySet()) {
            double weight = domains.getOrDefault(domain.getKey(), 1.0);
            double share = chosen.getOrDefault(domain.getKey(), 0.0);
            Map<String, Double> inside =
                    spread.perDomain() == 1 ? Map.of() : shares(domain.getValue(), spread.perDomain());
            for (Map.Entry<String, Double> host : domain.getValue().entrySet()) {
                double part =
                        spread.perDomain() == 1 ? host.getValue() / weight : inside.getOrDefault(host.getKey(), 0.0);
                double osd = largestOsd.getOrDefault(host.getKey(), 0.0) / host.getValue();
                busiest = Math.max(busiest, share * part * osd);
            }
        }
        return busiest;
    }

    /** For each one the part of the placement groups that have a copy in it: 1 at most, {@code width} in all. */
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
