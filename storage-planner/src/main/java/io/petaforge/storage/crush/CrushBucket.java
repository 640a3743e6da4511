package io.petaforge.storage.crush;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * One bucket of the map.
 *
 * @param type {@code host}, {@code rack} or {@code root}
 * @param id below zero. It takes part in the placement: a bucket that changes it changes where data lies
 * @param shadows the ids of the bucket's copies that hold the drives of one class only, by class
 * @param items in the order of the map
 * @param weight the items' together
 */
public record CrushBucket(
        String type, String name, int id, Map<String, Integer> shadows, List<Item> items, CrushWeight weight) {
    /** What a bucket holds: a bucket or an OSD. */
    public record Item(String name, CrushWeight weight) {
        public Item {
            requireNonNull(name, "name");
            requireNonNull(weight, "weight");
        }
    }

    public CrushBucket {
        requireNonNull(type, "type");
        requireNonNull(name, "name");
        shadows = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(shadows));
        items = List.copyOf(items);
        requireNonNull(weight, "weight");
    }
}
