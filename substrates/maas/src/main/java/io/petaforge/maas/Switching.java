package io.petaforge.maas;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Power of the machines that a cluster holds, through MAAS, which knows their BMCs. */
final class Switching {
    private final Maas maas;
    private final MaasStore store;

    Switching(Maas maas, MaasStore store) {
        this.maas = maas;
        this.store = store;
    }

    /** What their BMCs say; ABSENT for machines that are gone from MAAS. */
    Map<MachineId, PowerState> states(String cluster) {
        List<Held> machines = store.read(cluster).map(MaasRecord::machines).orElse(List.of());
        Map<MachineId, PowerState> power = new TreeMap<>();
        Pipeline.each(machines, held -> maas.power(held.node())).forEach(outcome -> {
            if (outcome.failure().isPresent() && outcome.failure().get().kind() != MaasFailure.Kind.UNKNOWN) {
                throw outcome.failure().get();
            }
            power.put(
                    outcome.input().id(),
                    switch (outcome.result().orElse("gone")) {
                        case "on" -> PowerState.ON;
                        case "gone" -> PowerState.ABSENT;
                        default -> PowerState.OFF;
                    });
        });
        return power;
    }

    void on(String cluster, MachineId machine) {
        maas.operate(deployed(cluster, machine).node(), "power_on", "petaforge");
    }

    void off(String cluster, MachineId machine) {
        maas.powerOff(deployed(cluster, machine).node());
    }

    /** MAAS deploys a machine anew that is switched on while it is only allocated, with its own series and no keys. */
    private Held deployed(String cluster, MachineId machine) {
        Held held = store.read(cluster)
                .flatMap(record -> record.holding(machine.value()))
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-MAAS-029",
                                "The cluster " + cluster + " holds no machine '" + machine + "' of MAAS.",
                                "Use one of the names that 'status' shows.")));
        Node node = maas.byIds(List.of(held.node())).get(held.node());
        if (node == null || node.status() != NodeStatus.DEPLOYED) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-MAAS-020",
                            "The machine of " + held.label() + " is " + (node == null ? "gone" : node.statusName())
                                    + " in MAAS, not Deployed: its power is MAAS's to switch.",
                            "Run build, which deploys or replaces it."));
        }
        return held;
    }
}
