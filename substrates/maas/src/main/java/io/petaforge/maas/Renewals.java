package io.petaforge.maas;

import io.petaforge.api.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What MAAS has to be told again of machines that were deployed anew: of their drives at once, of the rest when they go. */
final class Renewals {
    private final Maas maas;
    private final Ledger ledger;
    private final Progress progress;
    private final DriveList drives;

    Renewals(Maas maas, Ledger ledger, Progress progress) {
        this.maas = maas;
        this.ledger = ledger;
        this.progress = progress;
        this.drives = new DriveList(maas);
    }

    /** The cluster is left as it is; MAAS is told of the drives that it forgot for us. */
    void surrender(Held held) {
        ledger.record().renewal(held.node()).ifPresent(renewal -> {
            if (show(renewal)) {
                ledger.forget(renewal);
            }
        });
    }

    /** Ends what is deployed, and what nobody holds any more. */
    void finish() {
        for (Renewal renewal : ledger.record().renewals()) {
            Optional<Held> held = ledger.record().machines().stream()
                    .filter(one -> one.node().equals(renewal.node()))
                    .findFirst();
            if (held.isEmpty()) {
                if (show(renewal)) {
                    ledger.forget(renewal);
                }
            } else if (renewal.stage() == Renewal.Stage.BACK
                    && held.get().stage() == Held.Stage.DEPLOYED
                    && show(renewal)) {
                ledger.put(held.get(), renewal.at(Renewal.Stage.DONE));
            }
        }
    }

    private boolean show(Renewal renewal) {
        try {
            Optional.ofNullable(maas.byIds(List.of(renewal.node())).get(renewal.node()))
                    .ifPresent(node -> drives.show(renewal.before(), node));
            return true;
        } catch (MaasFailure e) {
            progress.report("the drives of " + renewal.node() + " are not on MAAS's list again: " + e.getMessage());
            return false;
        }
    }

    /**
     * After machines were given back: has MAAS know of them what it knew before they were deployed anew.
     *
     * @param nodes system ids
     * @return what could not be put right, in words
     */
    List<String> restore(Set<String> nodes) {
        List<String> left = new ArrayList<>();
        for (Renewal renewal : ledger.record().renewals()) {
            if (nodes.contains(renewal.node())) {
                try {
                    restore(renewal);
                    ledger.forget(renewal);
                } catch (MaasFailure e) {
                    left.add(renewal.asBefore().label() + ": its drives and addresses are not described in MAAS as they"
                            + " were, commission it again: " + e.getMessage());
                }
            }
        }
        return left;
    }

    private void restore(Renewal renewal) {
        Node node = maas.byIds(List.of(renewal.node())).get(renewal.node());
        if (node == null) {
            return;
        }
        drives.show(renewal.before(), node);
        if (node.status() == NodeStatus.READY) {
            drives.tag(renewal.before(), NodeReader.read(maas.description(node.id())));
            new AddressHold(maas).letGo(renewal.before(), maas.description(node.id()));
        }
    }
}
