package io.petaforge.maas;

import io.petaforge.api.MachineRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The record of one cluster while it changes: what is put into it is on disk when the call returns. */
final class Ledger {
    private final MaasStore store;
    private MaasRecord record;

    private Ledger(MaasStore store, MaasRecord record) {
        this.store = store;
        this.record = record;
    }

    /** The cluster's, or a new one, which is not written before something is put into it. */
    static Ledger open(MaasStore store, String cluster) {
        return new Ledger(
                store,
                store.read(cluster)
                        .orElseGet(() -> new MaasRecord(
                                MaasRecord.FORMAT,
                                cluster,
                                UUID.randomUUID().toString().substring(0, 8),
                                List.of(),
                                List.of(),
                                List.of())));
    }

    synchronized MaasRecord record() {
        return record;
    }

    /** What is held for the requests, in their order. */
    List<Held> of(List<MachineRequest> requests) {
        MaasRecord now = record();
        return requests.stream()
                .flatMap(request -> now.holding(request.id().value()).stream())
                .toList();
    }

    synchronized void put(List<Held> more) {
        List<Held> machines = new ArrayList<>(record.machines());
        machines.removeIf(
                held -> more.stream().anyMatch(other -> other.machine().equals(held.machine())));
        machines.addAll(more);
        keep(machines, record.quarantined(), record.renewals());
    }

    /** Both at once: no run that dies between them leaves one without the other. */
    synchronized void put(Held held, Renewal renewal) {
        List<Held> machines = new ArrayList<>(record.machines());
        machines.removeIf(other -> other.machine().equals(held.machine()));
        machines.add(held);
        List<Renewal> renewals = new ArrayList<>(record.renewals());
        renewals.removeIf(other -> other.node().equals(renewal.node()));
        renewals.add(renewal);
        keep(machines, record.quarantined(), renewals);
    }

    synchronized void forget(Renewal renewal) {
        List<Renewal> renewals = new ArrayList<>(record.renewals());
        renewals.removeIf(other -> other.node().equals(renewal.node()));
        keep(record.machines(), record.quarantined(), renewals);
    }

    synchronized void put(Held held) {
        put(List.of(held));
    }

    synchronized void remove(Held held) {
        List<Held> machines = new ArrayList<>(record.machines());
        machines.removeIf(other -> other.machine().equals(held.machine()));
        keep(machines, record.quarantined(), record.renewals());
    }

    synchronized void quarantine(Held held, String reason) {
        List<MaasRecord.Quarantined> quarantined = new ArrayList<>(record.quarantined());
        quarantined.add(new MaasRecord.Quarantined(held.node(), held.hostname(), reason));
        List<Held> machines = new ArrayList<>(record.machines());
        machines.removeIf(other -> other.machine().equals(held.machine()));
        keep(machines, quarantined, record.renewals());
    }

    private void keep(List<Held> machines, List<MaasRecord.Quarantined> quarantined, List<Renewal> renewals) {
        List<Held> sorted =
                machines.stream().sorted(Comparator.comparing(Held::machine)).toList();
        record = new MaasRecord(record.format(), record.cluster(), record.token(), sorted, quarantined, renewals);
        store.write(record.cluster(), record);
    }
}
