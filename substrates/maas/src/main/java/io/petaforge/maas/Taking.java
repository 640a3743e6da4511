package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Erase;
import io.petaforge.api.Progress;
import io.petaforge.api.SideBySide;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Allocates chosen machines, all at once and each recorded before it is asked for. */
final class Taking {
    /** Tells people and a later run whose a machine is and what for; vanishes with the allocation. */
    static final String CLUSTER = "petaforge-cluster";

    static final String MACHINE = "petaforge-machine";
    static final String TOKEN = "petaforge-token";

    private final Maas maas;
    private final MaasSettings settings;
    private final Ledger ledger;

    Taking(Maas maas, MaasSettings settings, Ledger ledger) {
        this.maas = maas;
        this.settings = settings;
        this.ledger = ledger;
    }

    /** What became of the picks: those that are ours, and those that somebody else was quicker to take. */
    record Result(List<Held> taken, Map<String, String> refused) {
        Result {
            taken = List.copyOf(taken);
            refused = Map.copyOf(refused);
            requireNonNull(taken, "taken");
        }
    }

    /**
     * Takes them.
     *
     * @throws MaasFailure when MAAS can no longer be asked; what was asked for is recorded, and found again by a next run
     */
    Result take(List<Pick> picks) {
        ledger.put(picks.stream().map(Held::asked).toList());
        List<SideBySide.Outcome<Pick, Held, MaasFailure>> outcomes = Pipeline.each(picks, this::allocate);
        List<Pick> unsure = new ArrayList<>();
        Map<String, String> why = new TreeMap<>();
        List<Held> taken = new ArrayList<>();
        for (SideBySide.Outcome<Pick, Held, MaasFailure> outcome : outcomes) {
            outcome.result().ifPresent(taken::add);
            outcome.failure().ifPresent(failure -> {
                unsure.add(outcome.input());
                why.put(outcome.input().node().id(), failure.detail());
            });
        }
        Map<String, String> refused = new TreeMap<>();
        if (!unsure.isEmpty()) {
            taken.addAll(ask(unsure, why, refused));
        }
        annotate(taken);
        return new Result(taken, refused);
    }

    private Held allocate(Pick pick) {
        Map<String, List<String>> constraints = new LinkedHashMap<>();
        constraints.put("system_id", List.of(pick.node().id()));
        constraints.put("storage", List.of(pick.drives().constraint(settings.bootDrive())));
        String interfaces = Fit.interfaces(settings.group(pick.request().group()));
        if (!interfaces.isEmpty()) {
            constraints.put("interfaces", List.of(interfaces));
        }
        Maas.Allocated allocated = maas.allocate(
                ledger.record().agent(),
                "petaforge: " + pick.request().id() + " of " + ledger.record().cluster(),
                constraints);
        Held held = Held.asked(pick).taken(drives(pick, allocated.storage()));
        ledger.put(held);
        return held;
    }

    private static List<Held.HeldDrive> drives(Pick pick, Map<String, List<Integer>> matched) {
        List<Held.HeldDrive> drives = new ArrayList<>();
        pick.drives()
                .matched(matched, pick.node())
                .forEach((label, drive) -> drives.add(new Held.HeldDrive(label, drive.identity(), drive.path())));
        return drives;
    }

    /**
     * The answer was lost, or 409: that is what MAAS says when somebody else has the machine, and also when we have it since
     * a request whose answer never came. The agent name tells.
     */
    private List<Held> ask(List<Pick> unsure, Map<String, String> why, Map<String, String> refused) {
        Set<String> ours = new HashSet<>();
        maas.ofAgent(ledger.record().agent()).forEach(node -> ours.add(node.id()));
        List<Held> taken = new ArrayList<>();
        for (Pick pick : unsure) {
            Held held = Held.asked(pick);
            if (ours.contains(pick.node().id())) {
                Held now = held.taken(drives(pick, Map.of()));
                ledger.put(now);
                taken.add(now);
            } else {
                ledger.remove(held);
                refused.put(
                        pick.node().id(),
                        pick.node().label() + ": "
                                + why.getOrDefault(pick.node().id(), ""));
            }
        }
        return taken;
    }

    /** Writes whose they are; a machine that cannot be annotated is found by its agent name all the same. */
    void annotate(List<Held> machines) {
        Pipeline.all(machines, held -> {
            Map<String, String> annotations = new TreeMap<>();
            annotations.put(CLUSTER, ledger.record().cluster());
            annotations.put(MACHINE, held.machine());
            annotations.put(TOKEN, ledger.record().token());
            maas.annotate(held.node(), annotations);
            return held;
        });
    }

    /** Undoes {@link #take} for machines on which nothing was ever written. */
    void giveBack(List<Held> machines, Progress progress) {
        Pipeline.each(machines, held -> {
                    maas.release(held.node(), Erase.NONE, "petaforge: not used, the others could not be had");
                    ledger.remove(held);
                    return held;
                })
                .forEach(outcome -> outcome.failure()
                        .ifPresent(failure -> progress.report(
                                "not given back: " + outcome.input().label() + ", " + failure.getMessage())));
    }
}
