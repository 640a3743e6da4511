package io.petaforge.spec;

import java.util.Locale;

/** What a group's data drives are for. */
public enum Volume {
    /** Ceph's: each drive becomes one OSD. */
    OSD,
    /** Spark executors' working directories (SPARK_WORKER_DIR): one drive. */
    WORKSPACE,
    /** Spark's shuffle and spill (SPARK_LOCAL_DIRS): one or more drives. */
    CACHE;

    /** As written in the inventory. */
    public String yaml() {
        return name().toLowerCase(Locale.ROOT);
    }
}
