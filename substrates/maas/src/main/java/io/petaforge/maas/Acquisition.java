package io.petaforge.maas;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From a request to deployed machines. {@link #run} is its table of contents. */
final class Acquisition {
    /** How often machines are chosen anew that others were quicker to take. */
    private static final int ROUNDS = 3;

    private final Maas maas;
    private final MaasSettings settings;
    private final MaasStore store;
    private final Pause pause;
    private final Progress progress;
    private final ClusterRequest request;
    private final Ledger ledger;
    private final Taking taking;
    private final Selection selection;
    private final Set<String> refused = new HashSet<>();

    Acquisition(
            Maas maas, MaasSettings settings, MaasStore store, Pause pause, Progress progress, ClusterRequest request) {
        this.maas = maas;
        this.settings = settings;
        this.store = store;
        this.pause = pause;
        this.progress = progress;
        this.request = request;
        this.ledger = Ledger.open(store, request.cluster());
        this.taking = new Taking(maas, settings, ledger);
        this.selection = new Selection(maas, settings);
    }

    void run() {
        Renewals renewals = new Renewals(maas, ledger, progress);
        renewals.finish();
        Reclaiming.Result settled =
                new Reclaiming(maas, settings, ledger, pause, progress).settle(ledger.of(request.machines()));
        if (!settled.stuck().isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.STEP_FAILED, List.copyOf(settled.stuck().values()));
        }
        forget(settled.lost());
        Selection.Result found = selection.of(request, ledger.record(), refused);
        refuse(found.problems());
        forget(found.lost());
        hear(found.held());
        switchOn(found.held());
        take(found);
        Deployment deployment = new Deployment(maas, settings, store, ledger, pause, progress, this::instead);
        try {
            deployment.run(ledger.of(request.machines()).stream()
                    .filter(held -> held.stage() != Held.Stage.DEPLOYED)
                    .toList());
        } finally {
            renewals.finish();
        }
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
    }

    private void forget(Map<Held, String> lost) {
        lost.forEach((held, reason) -> {
            progress.report(held.label() + ": " + reason);
            ledger.remove(held);
        });
    }

    /** A run that was killed between asking and hearing left machines that only MAAS knew to be ours. */
    private void hear(Map<MachineId, Node> mine) {
        List<Held> heard = ledger.of(request.machines()).stream()
                .filter(held -> held.stage() == Held.Stage.ASKED && mine.containsKey(held.id()))
                .map(held -> held.taken(drives(held, mine)))
                .toList();
        if (!heard.isEmpty()) {
            heard.forEach(
                    held -> progress.report(held.label() + " was allocated by a run that did not live to hear it"));
            ledger.put(heard);
            taking.annotate(heard);
        }
        // Deployed to its end while nobody watched, or asked for a deployment that never began.
        for (Held held : ledger.of(request.machines())) {
            Node node = mine.get(held.id());
            if (node != null && held.stage() == Held.Stage.DEPLOYING && node.status() == NodeStatus.ALLOCATED) {
                ledger.put(held.taken(held.drives()));
            }
        }
    }

    /** Only what is deployed: MAAS deploys a machine anew that is switched on while it is allocated. */
    private void switchOn(Map<MachineId, Node> mine) {
        List<Held> off = ledger.of(request.machines()).stream()
                .filter(held -> held.stage() == Held.Stage.DEPLOYED
                        && Optional.ofNullable(mine.get(held.id()))
                                .filter(node -> node.power().equals("off"))
                                .isPresent())
                .toList();
        Pipeline.all(off, held -> {
            maas.operate(held.node(), "power_on", "petaforge");
            progress.report(held.label() + " is switched on");
            return held;
        });
    }

    private List<Held.HeldDrive> drives(Held held, Map<MachineId, Node> mine) {
        return request.machines().stream()
                .filter(machine -> machine.id().equals(held.id()))
                .flatMap(machine -> Optional.ofNullable(mine.get(held.id()))
                        .flatMap(node -> DriveChoice.of(node, machine.disks(), settings.bootDrive()))
                        .stream())
                .flatMap(choice -> choice.data().entrySet().stream())
                .map(entry -> new Held.HeldDrive(
                        entry.getKey(),
                        entry.getValue().identity(),
                        entry.getValue().path()))
                .toList();
    }

    /** All or none: when some cannot be had, those that this run has taken are given back. */
    private void take(Selection.Result first) {
        List<Held> taken = new ArrayList<>();
        Selection.Result found = first;
        for (int round = 1; ; round++) {
            List<Pick> picks = found.picks().values().stream()
                    .sorted(Comparator.comparing(pick -> pick.request().id()))
                    .toList();
            if (picks.isEmpty() && found.problems().isEmpty()) {
                return;
            }
            Taking.Result result =
                    found.problems().isEmpty() ? prepared(picks) : new Taking.Result(List.of(), Map.of());
            taken.addAll(result.taken());
            if (found.problems().isEmpty() && result.refused().isEmpty()) {
                progress.report("allocated " + taken.size() + (taken.size() == 1 ? " machine: " : " machines: ")
                        + taken.stream().map(Held::label).sorted().collect(Collectors.joining(", ")));
                return;
            }
            refused.addAll(result.refused().keySet());
            if (round == ROUNDS || !found.problems().isEmpty()) {
                taking.giveBack(taken, progress);
                List<Problem> problems = new ArrayList<>(found.problems());
                result.refused().values().stream()
                        .sorted()
                        .forEach(
                                why -> problems.add(
                                        Problem.of(
                                                "PF-MAAS-022",
                                                "MAAS does not allocate " + why + ".",
                                                "Run the same command again: another machine is chosen. Nothing that this run took was kept.")));
                throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
            }
            found = selection.of(request, ledger.record(), refused);
        }
    }

    private Taking.Result prepared(List<Pick> picks) {
        new Preparation(maas).prepare(picks);
        return taking.take(picks);
    }

    private Optional<Held> instead(Held failed) {
        List<MachineRequest> one = request.machines().stream()
                .filter(machine -> machine.id().equals(failed.id()))
                .toList();
        refused.add(failed.node());
        for (int round = 1; round <= ROUNDS; round++) {
            Selection.Result found =
                    selection.of(new ClusterRequest(request.cluster(), one, List.of()), ledger.record(), refused);
            if (found.picks().isEmpty()) {
                return Optional.empty();
            }
            Taking.Result result = prepared(List.copyOf(found.picks().values()));
            if (!result.taken().isEmpty()) {
                return Optional.of(result.taken().get(0));
            }
            refused.addAll(result.refused().keySet());
        }
        return Optional.empty();
    }
}
