package io.petaforge.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a release did.
 *
 * @param removed what is gone, one line each, such as {@code namespace pf-lab-leaf1}
 * @param remaining what could not be removed, with the reason; empty after a complete release
 * @param checked every kind of thing that was looked for afterwards
 */
public record Released(List<String> removed, List<String> remaining, List<String> checked) {
    public Released {
        removed = List.copyOf(removed);
        remaining = List.copyOf(remaining);
        checked = List.copyOf(checked);
    }

    /** Several as one, in their order; what was looked for more than once is named once. */
    public static Released all(List<Released> parts) {
        List<String> removed = new ArrayList<>();
        List<String> remaining = new ArrayList<>();
        Set<String> checked = new LinkedHashSet<>();
        parts.forEach(part -> {
            removed.addAll(part.removed());
            remaining.addAll(part.remaining());
            checked.addAll(part.checked());
        });
        return new Released(removed, remaining, List.copyOf(checked));
    }
}
