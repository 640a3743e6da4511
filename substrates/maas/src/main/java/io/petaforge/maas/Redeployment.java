package io.petaforge.maas;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Deploys machines anew in place: the same ones, with the same keys and addresses, all drives but the one for the system
 * untouched. {@link #run} is its table of contents.
 */
final class Redeployment {
    private final Maas maas;
    private final MaasSettings settings;
    private final MaasStore store;
    private final Ledger ledger;
    private final Pause pause;
    private final Progress progress;
    private final Reclaiming reclaiming;
    private final Renewals renewals;
    private int again;

    Redeployment(Maas maas, MaasSettings settings, MaasStore store, Ledger ledger, Pause pause, Progress progress) {
        this.maas = maas;
        this.settings = settings;
        this.store = store;
        this.ledger = ledger;
        this.pause = pause;
        this.progress = progress;
        this.reclaiming = new Reclaiming(maas, settings, ledger, pause, progress);
        this.renewals = new Renewals(maas, ledger, progress);
    }

    /**
     * Does it, or goes on with what a killed run has left.
     *
     * @throws PetaforgeException STEP_FAILED with every machine that somebody else took, or that could not be deployed
     */
    void run(Set<MachineId> machines) {
        renewals.finish();
        List<Held> chosen = ledger.record().machines().stream()
                .filter(held -> machines.contains(held.id()))
                .toList();
        chosen.forEach(this::begin);
        Reclaiming.Result settled = reclaiming.settle(chosen);
        List<Problem> problems = new ArrayList<>(settled.stuck().values());
        settled.lost().forEach((held, why) -> {
            problems.add(taken(held, why));
            renewals.surrender(held);
        });
        try {
            new Deployment(maas, settings, store, ledger, pause, progress, new SameMachine())
                    .run(ledger.record().machines().stream()
                            .filter(held -> machines.contains(held.id())
                                    && ledger.record().underWay(held).isPresent()
                                    && !settled.holdsUp(held.id()))
                            .toList());
        } catch (PetaforgeException e) {
            if (e.exitCode() != ExitCode.STEP_FAILED) {
                throw e;
            }
            problems.addAll(e.problems());
        }
        renewals.finish();
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
    }

    private void begin(Held held) {
        if (ledger.record().underWay(held).isEmpty()) {
            Renewal renewal = ledger.record()
                    .renewal(held.node())
                    .orElseGet(() -> Renewal.begun(held.node(), maas.description(held.node())));
            ledger.put(held, renewal.at(Renewal.Stage.LEAVING));
        }
    }

    /** A deployment that failed is tried again on the same machine, whose drives hold the data. */
    private final class SameMachine implements Deployment.Replacements {
        private final Map<String, Problem> ends = new HashMap<>();

        @Override
        public Optional<Held> again(Held failed, String reason) {
            if (again >= settings.replacements()) {
                return Optional.empty();
            }
            again++;
            Renewal renewal = ledger.record().renewal(failed.node()).orElseThrow();
            ledger.put(failed, renewal.at(Renewal.Stage.LEAVING));
            Reclaiming.Result settled = reclaiming.settle(List.of(failed));
            settled.lost().forEach((held, why) -> {
                renewals.surrender(held);
                ends.put(held.node(), taken(held, why));
            });
            settled.stuck().forEach((held, problem) -> ends.put(held.node(), problem));
            if (ends.containsKey(failed.node())) {
                return Optional.empty();
            }
            return ledger.record().holding(failed.machine());
        }

        @Override
        public Optional<Problem> kept(Held failed, String reason, boolean ours) {
            Problem end = ends.get(failed.node());
            if (end != null) {
                return Optional.of(end);
            }
            if (!ours) {
                renewals.surrender(failed);
                return Optional.of(taken(failed, reason));
            }
            return Optional.of(
                    Problem.of(
                            "PF-MAAS-035",
                            failed.label() + " was released and could not be deployed anew: " + reason + ".",
                            "See its events in MAAS, put right what they say, and run the same command again: the machine is kept"
                                    + " for the cluster, its other drives are untouched. build takes another machine instead."));
        }

        @Override
        public Optional<Held> instead(Held failed) {
            return Optional.empty();
        }
    }

    private static Problem taken(Held held, String why) {
        return Problem.of(
                "PF-MAAS-034",
                held.label() + " was released to be deployed anew, and is the cluster's no more: " + why + ".",
                "Have its holder give it back before anything is written to its drives, or run build: it takes another"
                        + " machine, and Ceph fills its drives from the other copies.");
    }
}
