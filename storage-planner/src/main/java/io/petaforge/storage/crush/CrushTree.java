package io.petaforge.storage.crush;

import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.StoragePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The buckets of a plan: hosts in racks in one root. Ids are given in the order in which OSDs' numbers first meet a bucket,
 * the root first, each bucket followed by its copies for the device classes: what a plan adds gets ids after all others, as
 * in a cluster that grows, so that only data moves that must.
 *
 * @param buckets in the order in which a map is written: what is referred to stands before what refers
 * @param classes the device classes, ordered by name
 */
public record CrushTree(List<CrushBucket> buckets, Set<String> classes) {
    /** The one root, the name that Ceph itself gives. */
    public static final String ROOT = "default";

    public CrushTree {
        buckets = List.copyOf(buckets);
        classes = java.util.Collections.unmodifiableSet(new TreeSet<>(classes));
    }

    /** The tree of a plan. */
    public static CrushTree of(StoragePlan plan) {
        Set<String> classes = new TreeSet<>();
        plan.osds().forEach(osd -> classes.add(osd.media().deviceClass()));
        Map<String, Map<String, List<CrushBucket.Item>>> racks = new LinkedHashMap<>();
        Map<String, Integer> ids = new LinkedHashMap<>();
        int step = classes.size() + 1;
        int next = -1 - step;
        for (OsdPlan osd : plan.osds()) {
            Map<String, List<CrushBucket.Item>> hosts =
                    racks.computeIfAbsent(osd.rack(), rack -> new LinkedHashMap<>());
            if (ids.putIfAbsent("rack " + osd.rack(), next) == null) {
                next -= step;
            }
            if (ids.putIfAbsent("host " + osd.host().value(), next) == null) {
                next -= step;
            }
            hosts.computeIfAbsent(osd.host().value(), host -> new ArrayList<>())
                    .add(new CrushBucket.Item("osd." + osd.id(), CrushWeight.of(osd.size())));
        }
        List<CrushBucket> buckets = new ArrayList<>();
        List<CrushBucket.Item> rackItems = new ArrayList<>();
        racks.forEach((rack, hosts) -> {
            List<CrushBucket.Item> hostItems = new ArrayList<>();
            hosts.forEach((host, osds) ->
                    hostItems.add(add(buckets, "host", host, ids.getOrDefault("host " + host, 0), classes, osds)));
            rackItems.add(add(buckets, "rack", rack, ids.getOrDefault("rack " + rack, 0), classes, hostItems));
        });
        add(buckets, "root", ROOT, -1, classes, rackItems);
        return new CrushTree(buckets, classes);
    }

    private static CrushBucket.Item add(
            List<CrushBucket> buckets,
            String type,
            String name,
            int id,
            Set<String> classes,
            List<CrushBucket.Item> items) {
        Map<String, Integer> shadows = new TreeMap<>();
        classes.forEach(media -> shadows.put(media, id - 1 - shadows.size()));
        CrushWeight weight = items.stream().map(CrushBucket.Item::weight).reduce(CrushWeight.ZERO, CrushWeight::plus);
        buckets.add(new CrushBucket(type, name, id, shadows, items, weight));
        return new CrushBucket.Item(name, weight);
    }
}
