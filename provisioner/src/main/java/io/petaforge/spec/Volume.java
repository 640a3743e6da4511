package io.petaforge.spec;

import java.util.Locale;

/** What a group's data drives are for. */
public enum Volume {
    /** Ceph's: each drive becomes one OSD, or several. */
    OSD,
    /** Faster drives for the RocksDB and write-ahead log of the same host's OSDs, shared among them. */
    DB,
    /** Spark executors' working directories (SPARK_WORKER_DIR): one drive. */
    WORKSPACE,
    /** Spark's shuffle and spill (SPARK_LOCAL_DIRS): one or more drives. */
    CACHE;

    /** As written in the inventory. */
    public String yaml() {
        return name().toLowerCase(Locale.ROOT);
    }
}
