package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one cluster holds of MAAS, written before each request that changes it.
 *
 * @param format version of this record
 * @param token random, part of the name that every machine is allocated under: it tells this cluster's machines from those
 *     of another cluster of the same name, made by somebody else
 * @param quarantined machines that were marked broken, with the reason
 * @param renewals machines that are, or were, deployed anew in place; absent in records of earlier versions
 */
record MaasRecord(
        int format,
        String cluster,
        String token,
        List<Held> machines,
        List<Quarantined> quarantined,
        List<Renewal> renewals) {
    static final int FORMAT = 1;

    /** A machine whose deployment failed. */
    record Quarantined(String node, String hostname, String reason) {
        Quarantined {
            requireNonNull(node, "node");
            requireNonNull(hostname, "hostname");
            requireNonNull(reason, "reason");
        }
    }

    MaasRecord {
        requireNonNull(cluster, "cluster");
        requireNonNull(token, "token");
        machines = List.copyOf(machines);
        quarantined = List.copyOf(quarantined);
        renewals = List.copyOf(Objects.requireNonNullElse(renewals, List.of()));
    }

    /** The agent name: MAAS keeps it with the allocation and finds machines by it. */
    String agent() {
        return "petaforge-" + cluster + "-" + token;
    }

    Optional<Held> holding(String machine) {
        return machines.stream().filter(held -> held.machine().equals(machine)).findFirst();
    }

    Optional<Renewal> renewal(String node) {
        return renewals.stream().filter(renewal -> renewal.node().equals(node)).findFirst();
    }

    /** The renewal of a machine that is not at its end: MAAS shows the machine in states that say nothing of the cluster. */
    Optional<Renewal> underWay(Held held) {
        return renewal(held.node()).filter(renewal -> renewal.stage() != Renewal.Stage.DONE);
    }

    boolean knows(String node) {
        return machines.stream().anyMatch(held -> held.node().equals(node));
    }
}
