package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

/** One CRUSH rule: choose leaves under {@code root} in distinct {@code failureDomain}s, on drives of a class. */
public record CrushRulePlan(String name, String root, String failureDomain, String deviceClass, Protection protection) {
    public CrushRulePlan {
        requireNonNull(name, "name");
        requireNonNull(root, "root");
        requireNonNull(failureDomain, "failureDomain");
        requireNonNull(deviceClass, "deviceClass");
        requireNonNull(protection, "protection");
    }
}
