package io.petaforge.cloud.openstack;

import io.petaforge.cloud.CloudStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The record of one cluster while it changes: what is put into it is on disk when the call returns. */
final class Ledger {
    private final CloudStore<OpenStackRecord> store;
    private OpenStackRecord record;

    private Ledger(CloudStore<OpenStackRecord> store, OpenStackRecord record) {
        this.store = store;
        this.record = record;
    }

    /** The cluster's, or a new one, which is not written before something is put into it. */
    static Ledger open(CloudStore<OpenStackRecord> store, String cluster) {
        return new Ledger(
                store,
                store.read(cluster)
                        .orElseGet(() ->
                                new OpenStackRecord(OpenStackRecord.FORMAT, cluster, random(), List.of(), false)));
    }

    /** Eight hexadecimal digits. */
    static String random() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    synchronized OpenStackRecord record() {
        return record;
    }

    /** Before anything is made that only the token tells to be ours. */
    synchronized void begin() {
        store.write(record.cluster(), record);
    }

    synchronized void put(List<Held> more) {
        List<Held> machines = new ArrayList<>(record.machines());
        machines.removeIf(
                held -> more.stream().anyMatch(other -> other.machine().equals(held.machine())));
        machines.addAll(more);
        keep(machines);
    }

    synchronized void remove(Held held) {
        List<Held> machines = new ArrayList<>(record.machines());
        machines.removeIf(other -> other.attempt().equals(held.attempt()));
        keep(machines);
    }

    private void keep(List<Held> machines) {
        record = new OpenStackRecord(
                record.format(),
                record.cluster(),
                record.token(),
                machines.stream().sorted(Comparator.comparing(Held::machine)).toList(),
                record.ending());
        store.write(record.cluster(), record);
    }
}
