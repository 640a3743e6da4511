package io.petaforge.maas;

import io.petaforge.api.CloudInit;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.SideBySide;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deploys machines, a bounded number at a time, and watches them: one request for each twenty in flight and one for the
 * events of each hundred, every {@link #TICK}. A machine that fails is quarantined and another takes its place.
 */
final class Deployment {
    /** A deployment takes ten minutes and more. */
    static final Duration TICK = Duration.ofSeconds(10);
    /** How often a deployment is asked for again that MAAS lost, or that somebody aborted. */
    private static final int ASKS = 3;

    /** What finds another machine for one that failed; empty when there is none. */
    @FunctionalInterface
    interface Replacements {
        /** Another machine, taken and recorded. */
        Optional<Held> instead(Held failed);

        /** The same machine, allocated once more, where a failed deployment is tried again on it. */
        default Optional<Held> again(Held failed, String reason) {
            return Optional.empty();
        }

        /**
         * What is said of a machine that is neither quarantined nor replaced.
         *
         * @param ours whether MAAS still holds it for the cluster
         */
        default Optional<Problem> kept(Held failed, String reason, boolean ours) {
            return Optional.empty();
        }
    }

    /** One machine on its way. */
    private static final class Job {
        private final Held held;
        private Instant since;
        private int asked;

        Job(Held held, Instant since) {
            this.held = held;
            this.since = since;
        }
    }

    private final Maas maas;
    private final MaasSettings settings;
    private final MaasStore store;
    private final Ledger ledger;
    private final Pause pause;
    private final Progress progress;
    private final Replacements replacements;
    private final EventFeed events;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Map<String, Job> flying = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int replaced;

    Deployment(
            Maas maas,
            MaasSettings settings,
            MaasStore store,
            Ledger ledger,
            Pause pause,
            Progress progress,
            Replacements replacements) {
        this.maas = maas;
        this.settings = settings;
        this.store = store;
        this.ledger = ledger;
        this.pause = pause;
        this.progress = progress;
        this.replacements = replacements;
        this.events = new EventFeed(maas);
    }

    /**
     * Returns when all are deployed.
     *
     * @throws PetaforgeException STEP_FAILED with every machine that could not be deployed nor replaced; those that were
     *     deployed stay, and the same command goes on with the others
     */
    void run(List<Held> machines) {
        machines.forEach(held -> waiting.add(new Job(held, now())));
        if (!machines.isEmpty()) {
            events.begin(machines.stream().map(Held::node).toList());
        }
        while (!waiting.isEmpty() || !flying.isEmpty()) {
            start();
            if (!flying.isEmpty()) {
                pause.sleep(TICK);
                look();
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
    }

    private void start() {
        List<Job> starting = new ArrayList<>();
        while (flying.size() < settings.deploys() && !waiting.isEmpty()) {
            Job job = waiting.remove();
            job.since = now();
            flying.put(job.held.node(), job);
            if (job.held.stage() == Held.Stage.TAKEN) {
                starting.add(job);
            }
        }
        ask(starting);
    }

    private void ask(List<Job> jobs) {
        for (SideBySide.Outcome<Job, Node, MaasFailure> outcome : Pipeline.each(jobs, this::deploy)) {
            Job job = outcome.input();
            job.asked++;
            outcome.result().ifPresent(node -> progress.report("deploying " + job.held.label()));
            outcome.failure().ifPresent(failure -> refused(job, failure));
        }
    }

    private Node deploy(Job job) {
        List<String> hostKey = store.hostKey(ledger.record().cluster(), job.held.machine(), job.held.node());
        ledger.put(job.held.deploying(hostKey.get(1)));
        String userData = CloudInit.render(
                job.held.machine(),
                settings.user(),
                // The login that Ubuntu's images make.
                "ubuntu",
                store.operatorPublic(ledger.record().cluster()),
                hostKey);
        return maas.deploy(
                job.held.node(),
                settings.series(),
                userData,
                "petaforge: " + job.held.machine() + " of " + ledger.record().cluster());
    }

    private void refused(Job job, MaasFailure failure) {
        // Lost, or a state that it should not have: what it is in is seen at the next look.
        if (failure.kind() == MaasFailure.Kind.LOST || failure.kind() == MaasFailure.Kind.STATE) {
            return;
        }
        flying.remove(job.held.node());
        if (failure.kind() == MaasFailure.Kind.UNKNOWN) {
            lost(job, "MAAS does not know it any more");
            return;
        }
        // Another machine would meet the same: no addresses left, a series that is gone, a key without rights.
        problems.add(Problem.of(
                "PF-MAAS-026",
                "MAAS does not deploy " + job.held.label() + ": " + failure.detail() + ".",
                "Put right what it says, and run the same command again: the machine is kept for the cluster."));
    }

    private void look() {
        Map<String, Node> nodes = maas.byIds(flying.keySet());
        for (MaasEvent event : events.news(flying.keySet())) {
            Job job = flying.get(event.node());
            if (job != null) {
                progress.report(job.held.machine() + ": " + event.words());
            }
        }
        List<Job> again = new ArrayList<>();
        for (Job job : List.copyOf(flying.values())) {
            Node node = nodes.get(job.held.node());
            if (node == null) {
                flying.remove(job.held.node());
                lost(job, "MAAS does not know it any more");
            } else {
                look(job, node, again);
            }
        }
        ask(again);
    }

    private void look(Job job, Node node, List<Job> again) {
        Duration age = Duration.between(job.since, now());
        switch (node.status()) {
            case DEPLOYED -> deployed(job, node);
            case DEPLOYING -> {
                if (age.compareTo(settings.deployTimeout()) > 0) {
                    abort(node);
                    failed(job, "it was not deployed after " + minutes(settings.deployTimeout()) + words(node));
                }
            }
            case FAILED_DEPLOYMENT -> failed(job, "its deployment failed" + words(node));
            case ALLOCATED -> {
                if (job.asked >= ASKS) {
                    failed(job, "MAAS did not start the deployment, asked for " + ASKS + " times" + words(node));
                } else {
                    again.add(job);
                }
            }
            default -> {
                flying.remove(node.id());
                lost(job, "it is " + node.statusName() + ": somebody else has taken it from the cluster");
            }
        }
    }

    private void abort(Node node) {
        try {
            maas.operate(node.id(), "abort", "petaforge: not deployed after " + minutes(settings.deployTimeout()));
        } catch (MaasFailure e) {
            // It ended just now, one way or the other; marking it broken, which follows, takes it out of any state.
            progress.report("not aborted: " + node.label() + ", " + e.getMessage());
        }
    }

    private void deployed(Job job, Node node) {
        flying.remove(node.id());
        Optional<String> address = node.address();
        if (address.isEmpty()) {
            problems.add(
                    Problem.of(
                            "PF-MAAS-026",
                            "MAAS has deployed " + job.held.label() + " without an address.",
                            "Link the port that it boots from to a subnet, release the machine, and run the same command again."));
            return;
        }
        Held now = ledger.record().holding(job.held.machine()).orElse(job.held);
        ledger.put(now.deployed(address.get()));
        progress.report(job.held.label() + " is deployed");
    }

    private String words(Node node) {
        return events.latest(node.id()).map(said -> ": " + said).orElse("");
    }

    /** Kept out of the pool: a machine that is simply released is the first to be picked again. */
    private void failed(Job job, String reason) {
        flying.remove(job.held.node());
        Held recorded = ledger.record().holding(job.held.machine()).orElse(job.held);
        Optional<Held> again = replacements.again(recorded, reason);
        if (again.isPresent()) {
            progress.report(job.held.label() + ": " + reason + "; tried again");
            waiting.add(new Job(again.get(), now()));
            return;
        }
        Optional<Problem> kept = replacements.kept(recorded, reason, true);
        if (kept.isPresent()) {
            problems.add(kept.get());
            return;
        }
        progress.report(job.held.label() + ": " + reason + "; quarantined");
        try {
            maas.operate(job.held.node(), "mark_broken", "petaforge: " + reason);
        } catch (MaasFailure e) {
            problems.add(Problem.of(
                    "PF-MAAS-024",
                    "The machine of " + job.held.label() + " failed (" + reason + ") and could not be marked broken: "
                            + e.getMessage() + ".",
                    "Mark it broken in MAAS, or it will be picked again."));
            return;
        }
        ledger.quarantine(job.held, reason);
        replace(job, reason);
    }

    private void lost(Job job, String reason) {
        progress.report(job.held.label() + ": " + reason);
        Optional<Problem> kept = replacements.kept(job.held, reason, false);
        if (kept.isPresent()) {
            problems.add(kept.get());
            return;
        }
        ledger.remove(job.held);
        replace(job, reason);
    }

    private void replace(Job job, String reason) {
        if (replaced >= settings.replacements()) {
            problems.add(
                    Problem.of(
                            "PF-MAAS-023",
                            "No machine for " + job.held.machine() + ": " + job.held.hostname() + " (" + job.held.node()
                                    + ") was given up (" + reason + "), and "
                                    + (replaced == 0 ? "no" : "all " + replaced) + " replacements were made already.",
                            "See what is wrong with the machines in quarantine (status Broken in MAAS), or raise substrate.maas.replacements."));
            return;
        }
        replaced++;
        Optional<Held> other = replacements.instead(job.held);
        if (other.isEmpty()) {
            problems.add(Problem.of(
                    "PF-MAAS-023",
                    "No machine for " + job.held.machine() + ": " + job.held.hostname() + " (" + job.held.node()
                            + ") was given up (" + reason + "), and none that could replace it is free in zone "
                            + settings.zone(job.held.rack()) + ".",
                    "Repair it or add a machine there, and run the same command again."));
            return;
        }
        progress.report(other.get().label() + " takes the place of " + job.held.hostname());
        waiting.add(new Job(other.get(), now()));
    }

    private Instant now() {
        return pause.clock().instant();
    }

    private static String minutes(Duration duration) {
        return duration.toMinutes() + " min";
    }
}
