package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

/**
 * One CRUSH rule: put the copies or chunks under {@code root} into {@code domains} distinct failure domains,
 * {@code perDomain} of them each, on distinct hosts, on drives of a class.
 *
 * @param root bucket at the top of the tree
 * @param failureDomain bucket type: {@code rack} or {@code host}
 * @param deviceClass {@code ssd}, {@code nvme}, ...
 * @param domains failure domains that one placement group occupies
 * @param perDomain copies or chunks in each of them, each on a host of its own; 1 unless there are fewer failure domains
 *     than copies or chunks. {@code domains x perDomain} may exceed the width: the last domain then holds fewer
 */
public record CrushRulePlan(
        String name,
        String root,
        String failureDomain,
        String deviceClass,
        Protection protection,
        int domains,
        int perDomain) {
    public CrushRulePlan {
        requireNonNull(name, "name");
        requireNonNull(root, "root");
        requireNonNull(failureDomain, "failureDomain");
        requireNonNull(deviceClass, "deviceClass");
        requireNonNull(protection, "protection");
        if (perDomain < 1 || domains * perDomain < protection.width()) {
            throw new IllegalArgumentException(name + ": " + domains + " x " + perDomain + " do not hold "
                    + protection.width() + " copies or chunks");
        }
    }
}
