package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

/**
 * One thing in which a plan differs from another.
 *
 * @param host where, or empty when it is of the whole cluster
 * @param service what it belongs to: {@code machine}, {@code ceph}, {@code spark}, {@code network}, {@code verify}
 * @param what the thing: {@code osd.3 on drive S3XYZ}, {@code setting osd_max_backfills}
 * @param before its old value; empty for what comes or goes as a whole
 * @param after its new value; empty for what comes or goes as a whole
 */
public record Difference(Kind kind, String host, String service, String what, String before, String after) {
    /** How they differ. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    public Difference {
        requireNonNull(kind, "kind");
        requireNonNull(host, "host");
        requireNonNull(service, "service");
        requireNonNull(what, "what");
        requireNonNull(before, "before");
        requireNonNull(after, "after");
    }
}
