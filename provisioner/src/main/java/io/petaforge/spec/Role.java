package io.petaforge.spec;

import java.util.Locale;

/** What a machine of a group may be used for. How many of those that may, do, is said under {@code ceph}. */
public enum Role {
    MON,
    MGR,
    OSD,
    RGW,
    SPARK_MASTER,
    SPARK_WORKER,
    SPARK_HISTORY;

    /** As written in the inventory, such as {@code spark-worker}. */
    public String yaml() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
