package io.petaforge.step;

import static java.util.Objects.requireNonNull;

/**
 * One part of what an action does, for people.
 *
 * @param what it does: "restart ceph-mgr@storage-1.service"
 * @param why in a few words: "its configuration changed"; empty where what it does says so
 */
public record Change(Effect effect, String what, String why) {
    public Change {
        requireNonNull(effect, "effect");
        requireNonNull(what, "what");
        requireNonNull(why, "why");
    }
}
