package io.petaforge.maas;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Ownership;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Machines that MAAS holds for a cluster and that its record here does not know: because the record was lost, or a run died
 * between recording and hearing. Found by the agent name that is recorded, and by their annotations among all that the
 * key's user holds.
 */
final class Orphans {
    private final Maas maas;
    private final MaasSettings settings;
    private final Ledger ledger;

    Orphans(Maas maas, MaasSettings settings, Ledger ledger) {
        this.maas = maas;
        this.settings = settings;
        this.ledger = ledger;
    }

    /** As MAAS describes them, by hostname. */
    List<Node> nodes() {
        MaasRecord record = ledger.record();
        Map<String, Node> found = new TreeMap<>();
        maas.ofAgent(record.agent()).forEach(node -> found.put(node.id(), node));
        annotated(maas, record.cluster()).forEach(node -> found.put(node.id(), node));
        return found.values().stream()
                .filter(node -> !record.knows(node.id()))
                .sorted(Comparator.comparing(Node::hostname))
                .toList();
    }

    /** Machines that the key's user holds and that bear the cluster's name, whatever record they were taken under. */
    static List<Node> annotated(Maas maas, String cluster) {
        return maas.ownAllocated().stream()
                .filter(node -> cluster.equals(node.annotations().get(Taking.CLUSTER)))
                .toList();
    }

    List<Ownership.Orphan> list() {
        return nodes().stream()
                .map(node -> new Ownership.Orphan(node.id(), node.hostname(), node.statusName(), machine(node)))
                .toList();
    }

    void adopt(String identity, MachineId machine, String group) {
        Node node = nodes().stream()
                .filter(orphan -> orphan.id().equals(identity))
                .findFirst()
                .orElseThrow(() -> refused(
                        "MAAS holds no machine " + identity + " for the cluster that is not in its record already.",
                        "Use one of those that the list of orphans shows."));
        if (node.status() != NodeStatus.ALLOCATED) {
            throw refused(
                    node.label() + " is " + node.statusName()
                            + ": with host keys that nobody here knows, it cannot be trusted over SSH.",
                    "Release it; a new deployment gives it keys that are known.");
        }
        if (!ledger.record().token().equals(node.annotations().get(Taking.TOKEN))
                && maas.ofAgent(ledger.record().agent()).stream()
                        .noneMatch(own -> own.id().equals(identity))) {
            throw refused(
                    node.label() + " was taken for another cluster of the same name, or before the record was lost.",
                    "Release it: the next build takes it again under the name that is recorded now.");
        }
        if (ledger.record().holding(machine.value()).isPresent()) {
            throw refused(
                    "The cluster has a machine for " + machine + " already.",
                    "Release the orphan, or adopt it for another.");
        }
        ledger.put(new Held(
                machine.value(),
                group,
                settings.rack(node.zone()),
                node.id(),
                node.hostname(),
                Held.Stage.TAKEN,
                "",
                "",
                List.of()));
    }

    /** The machine of its cluster that it was taken for; empty where its annotations do not say so. */
    static Optional<MachineId> machine(Node node) {
        try {
            return Optional.ofNullable(node.annotations().get(Taking.MACHINE)).map(MachineId::new);
        } catch (IllegalArgumentException e) {
            // Somebody else's annotation.
            return Optional.empty();
        }
    }

    private static PetaforgeException refused(String what, String fix) {
        return new PetaforgeException(ExitCode.BAD_INPUT, Problem.of("PF-MAAS-025", what, fix));
    }
}
