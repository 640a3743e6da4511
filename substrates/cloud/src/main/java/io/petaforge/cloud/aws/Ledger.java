package io.petaforge.cloud.aws;

import io.petaforge.cloud.CloudStore;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The record of one cluster while it changes: what is put into it is on disk when the call returns. */
final class Ledger {
    private final CloudStore<AwsRecord> store;
    private AwsRecord record;

    private Ledger(CloudStore<AwsRecord> store, AwsRecord record) {
        this.store = store;
        this.record = record;
    }

    /** The cluster's, or a new one, which is not written before {@link #begin}. */
    static Ledger open(CloudStore<AwsRecord> store, String cluster, AwsSettings settings) {
        return new Ledger(
                store,
                store.read(cluster)
                        .orElseGet(() -> new AwsRecord(
                                AwsRecord.FORMAT,
                                cluster,
                                UUID.randomUUID().toString().substring(0, 8),
                                settings.region(),
                                List.of(),
                                List.of(),
                                List.of(),
                                settings.jump().isPresent())));
    }

    synchronized AwsRecord record() {
        return record;
    }

    /** Writes the token that everything will carry. */
    synchronized void begin() {
        keep(record);
    }

    synchronized void put(AwsRecord.Batch batch) {
        keep(record.with(batch));
    }

    synchronized void forget(String batch) {
        keep(record.without(batch));
    }

    synchronized void hold(List<AwsRecord.Held> machines) {
        if (!record.machines().equals(record.holding(machines).machines())) {
            keep(record.holding(machines));
        }
    }

    /** Written before the first of them is asked a new root volume for. */
    synchronized void renewing(Collection<String> instances) {
        Set<String> all = new TreeSet<>(record.renewing());
        if (all.addAll(instances)) {
            keep(record.renewing(all));
        }
    }

    /** They have it, or will not get it. */
    synchronized void renewed(Collection<String> instances) {
        Set<String> left = new TreeSet<>(record.renewing());
        if (left.removeAll(instances)) {
            keep(record.renewing(left));
        }
    }

    private void keep(AwsRecord next) {
        record = next;
        store.write(next.cluster(), next);
    }
}
