package io.petaforge.maas;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands against deploying machines anew in place, found before anything of them is stopped. */
final class RedeployCheck {
    private final Maas maas;
    private final Ledger ledger;

    RedeployCheck(Maas maas, Ledger ledger) {
        this.maas = maas;
        this.ledger = ledger;
    }

    /** All of it at once; empty where they can be deployed anew with the data of their drives. */
    List<Problem> problems(Set<MachineId> machines) {
        List<Problem> problems = new ArrayList<>();
        if (!maas.whoami().path("is_superuser").asBoolean(false)) {
            problems.add(Problem.of(
                    "PF-MAAS-037",
                    "MAAS's installer clears the start of every drive on a machine's list, and the key belongs to no"
                            + " administrator, who could take drives off that list.",
                    "Use an administrator's key, or take the host out of the inventory, build, and put it back."));
        } else if (maas.erasesOnRelease()) {
            problems.add(Problem.of(
                    "PF-MAAS-036",
                    "The region erases every drive of a machine that is released, whoever asks for it.",
                    "Have an administrator switch that off meanwhile: 'maas PROFILE maas set-config"
                            + " name=enable_disk_erasing_on_release value=false'."));
        }
        List<Held> chosen = new ArrayList<>();
        for (MachineId machine : machines) {
            ledger.record()
                    .holding(machine.value())
                    .ifPresentOrElse(
                            chosen::add,
                            () -> problems.add(Problem.of(
                                    "PF-MAAS-029",
                                    "The cluster " + ledger.record().cluster() + " holds no machine '" + machine
                                            + "' of MAAS.",
                                    "Use one of the names that 'status' shows.")));
        }
        Map<String, Node> ours =
                maas.ofAgent(ledger.record().agent()).stream().collect(Collectors.toMap(Node::id, node -> node));
        for (Held held : chosen) {
            Node node = ours.get(held.node());
            if (ledger.record().underWay(held).isPresent()) {
                continue;
            }
            if (node == null || held.stage() != Held.Stage.DEPLOYED) {
                problems.add(Problem.of(
                        "PF-MAAS-020",
                        "The machine of " + held.label()
                                + (node == null ? " is not the cluster's any more." : " is " + node.statusName() + "."),
                        "Run build, which deploys or replaces it."));
            } else if (node.locked()) {
                problems.add(Problem.of(
                        "PF-MAAS-021",
                        "The machine of " + held.label() + " is locked in MAAS: nothing can be done with it.",
                        "Unlock it when whoever locked it agrees: 'maas PROFILE machine unlock " + node.id() + "'."));
            } else {
                problems.addAll(drives(held, node));
            }
        }
        return problems;
    }

    /** Data drives that MAAS has anything on are made anew by every deployment. */
    private static List<Problem> drives(Held held, Node node) {
        Set<String> data = held.drives().stream().map(Held.HeldDrive::serial).collect(Collectors.toSet());
        List<String> used = node.drives().stream()
                .filter(drive -> data.contains(drive.identity()) && !drive.free())
                .map(drive -> drive.name() + " (" + drive.identity() + ")")
                .toList();
        return used.isEmpty()
                ? List.of()
                : List.of(Problem.of(
                        "PF-MAAS-040",
                        "The machine of " + held.label() + " has data drives that its storage layout in MAAS uses: "
                                + String.join(", ", used) + ". A deployment would make them anew.",
                        "Take the host out of the inventory, build, and put it back."));
    }
}
