package io.petaforge.tests;

import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.StoragePlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a pool's placement groups are, as {@code osdmaptool --test-map-pgs-dump} prints it.
 *
 * @param groups the OSDs of each placement group, in the order of the copies or chunks
 */
record Placements(Map<String, List<Integer>> groups) {
    /** What CRUSH puts where it finds no OSD (CRUSH_ITEM_NONE). */
    private static final int NONE = Integer.MAX_VALUE;

    private static final Pattern LINE = Pattern.compile("(\\d+\\.[0-9a-f]+)\t\\[([0-9,]*)]\t.*");

    /**
     * How evenly data lies, each relative to what the weights say.
     *
     * @param deviation standard deviation
     * @param fullest of the fullest, 0.05: five percent more than its part
     * @param emptiest of the emptiest, likewise, below zero
     */
    record Spread(double deviation, double fullest, double emptiest) {}

    static Placements parse(Stream<String> lines) {
        Map<String, List<Integer>> groups = new TreeMap<>();
        lines.map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> groups.put(
                        line.group(1),
                        Stream.of(line.group(2).split(","))
                                .map(Integer::valueOf)
                                .toList()));
        return new Placements(groups);
    }

    /** Placement groups with fewer OSDs than they need, two on one host or more than so many in a failure domain. */
    List<String> bad(StoragePlan plan, int width, int mostPerRack) {
        Map<Integer, OsdPlan> osds = byId(plan);
        return groups.entrySet().stream()
                .filter(group -> {
                    List<OsdPlan> used = group.getValue().stream()
                            .filter(id -> id != NONE)
                            .map(osds::get)
                            .toList();
                    Map<String, Long> racks =
                            used.stream().collect(Collectors.groupingBy(OsdPlan::rack, Collectors.counting()));
                    return used.size() < width
                            || used.stream().map(OsdPlan::host).distinct().count() < width
                            || racks.values().stream().anyMatch(count -> count > mostPerRack);
                })
                .map(Map.Entry::toString)
                .toList();
    }

    Spread overOsds(StoragePlan plan) {
        return spread(plan, osd -> "osd." + osd.id());
    }

    Spread overHosts(StoragePlan plan) {
        return spread(plan, osd -> osd.host().value());
    }

    Spread overRacks(StoragePlan plan) {
        return spread(plan, OsdPlan::rack);
    }

    private Spread spread(StoragePlan plan, Function<OsdPlan, String> part) {
        Map<Integer, OsdPlan> osds = byId(plan);
        Map<String, Double> weights = new HashMap<>();
        Map<String, Double> held = new HashMap<>();
        plan.osds()
                .forEach(osd ->
                        weights.merge(part.apply(osd), (double) osd.size().bytes(), Double::sum));
        groups.values().forEach(group -> group.stream()
                .filter(id -> id != NONE)
                .forEach(id -> held.merge(part.apply(osds.get(id)), 1.0, Double::sum)));
        double perWeight = sum(held) / sum(weights);
        List<Double> relative = weights.entrySet().stream()
                .map(entry -> held.getOrDefault(entry.getKey(), 0.0) / (entry.getValue() * perWeight) - 1)
                .toList();
        double variance = relative.stream().mapToDouble(x -> x * x).average().orElseThrow();
        return new Spread(
                Math.sqrt(variance),
                relative.stream().mapToDouble(x -> x).max().orElseThrow(),
                relative.stream().mapToDouble(x -> x).min().orElseThrow());
    }

    /** The part of all copies or chunks that are on another OSD afterwards; chunks are no copies of each other. */
    double moved(Placements after, boolean chunks) {
        long all = 0;
        long moved = 0;
        for (Map.Entry<String, List<Integer>> group : groups.entrySet()) {
            List<Integer> before = group.getValue();
            List<Integer> now = after.groups.get(group.getKey());
            all += before.size();
            if (chunks) {
                for (int i = 0; i < before.size(); i++) {
                    moved += before.get(i).equals(now.get(i)) ? 0 : 1;
                }
            } else {
                HashSet<Integer> left = new HashSet<>(before);
                now.forEach(left::remove);
                moved += left.size();
            }
        }
        return (double) moved / all;
    }

    private static Map<Integer, OsdPlan> byId(StoragePlan plan) {
        return plan.osds().stream().collect(Collectors.toMap(OsdPlan::id, osd -> osd));
    }

    private static double sum(Map<String, Double> values) {
        return values.values().stream().mapToDouble(x -> x).sum();
    }
}
