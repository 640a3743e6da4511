package io.petaforge.api;

import java.util.List;

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
}
