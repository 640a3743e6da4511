package io.petaforge.workload;

import java.io.Serializable;

/**
 * What a task did to one object.
 *
 * @param beginMillis by the executor's clock
 * @param micros how long it took
 * @param rows rows written or read
 * @param checksum of all of them
 * @param misplaced rows read that belong somewhere else
 */
record ObjectDone(
        int object,
        String executor,
        String host,
        long beginMillis,
        long micros,
        long rows,
        int checksum,
        long misplaced)
        implements Serializable {
    long endMillis() {
        return beginMillis + micros / 1000;
    }
}
