package io.petaforge.custody;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.state.SealedState;
import io.petaforge.state.StateFiles;
import io.petaforge.state.StateSeal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks hosts for their copies of a cluster's state and opens the newest one that is whole. */
public final class CopySearch {
    private static final int AT_ONCE = 32;

    /**
     * A copy that was opened.
     *
     * @param host where it was found
     * @param passedOver newer or damaged copies that could not be opened, a line each
     */
    public record Found(MachineId host, SealedState copy, StateFiles files, List<String> passedOver) {
        public Found {
            requireNonNull(host, "host");
            requireNonNull(copy, "copy");
            requireNonNull(files, "files");
            passedOver = List.copyOf(passedOver);
        }
    }

    /**
     * What came of the search: a copy, or why there is none.
     *
     * @param problems empty when a copy was found
     * @param unreachable whether it may be for hosts that did not answer
     */
    public record Result(Optional<Found> found, List<Problem> problems, boolean unreachable) {
        public Result {
            requireNonNull(found, "found");
            problems = List.copyOf(problems);
        }
    }

    private final String cluster;
    private final StateSeal seal;

    public CopySearch(String cluster, StateSeal seal) {
        this.cluster = requireNonNull(cluster, "cluster");
        this.seal = requireNonNull(seal, "seal");
    }

    /** Asks all hosts of the fleet. */
    public Result search(Fleet fleet) {
        Map<MachineId, String> texts = new TreeMap<>();
        List<Problem> silent = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Map<MachineId, CompletableFuture<Output>> asked = new TreeMap<>();
            fleet.machines()
                    .forEach(host -> asked.put(
                            host,
                            CompletableFuture.supplyAsync(
                                    () -> fleet.host(host)
                                            .run(Bundle.ofProbes(List.of(Command.script(
                                                    "[ ! -f \"$1\" ] || cat -- \"$1\"", StateCopyStep.PATH))))
                                            .probes()
                                            .get(0),
                                    pool)));
            asked.forEach((host, answer) -> {
                try {
                    texts.put(host, answer.join().stdout());
                } catch (java.util.concurrent.CompletionException e) {
                    if (!(e.getCause() instanceof RemoteFailure failure)) {
                        throw e;
                    }
                    silent.add(failure.problem());
                }
            });
        } finally {
            pool.shutdownNow();
        }
        return judge(texts, silent);
    }

    /**
     * Chooses among the texts of copies.
     *
     * @param given by host; empty where there is no copy
     * @param silent why the other hosts could not be asked
     */
    Result judge(Map<MachineId, String> given, List<Problem> silent) {
        Map<MachineId, String> texts = new TreeMap<>(given);
        List<Map.Entry<MachineId, SealedState>> copies = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        texts.forEach((host, text) -> {
            if (!text.isBlank()) {
                try {
                    copies.add(Map.entry(host, SealedState.parse(text)));
                } catch (IllegalArgumentException e) {
                    passedOver.add(host + ": " + e.getMessage());
                    problems.add(Problem.of(
                            "PF-DAY-053",
                            "the copy of the state on " + host + " cannot be read: " + e.getMessage(),
                            "use a host whose copy is whole, or the version of petaforge that wrote it"));
                }
            }
        });
        copies.sort(Comparator.comparingLong((Map.Entry<MachineId, SealedState> copy) ->
                        -copy.getValue().serial())
                .thenComparing(Map.Entry::getKey));
        for (Map.Entry<MachineId, SealedState> copy : copies) {
            Optional<Problem> problem = refused(copy.getKey(), copy.getValue());
            if (problem.isPresent()) {
                problems.add(problem.get());
                passedOver.add(copy.getKey() + ": " + problem.get().what());
                continue;
            }
            try {
                StateFiles files = seal.open(copy.getValue());
                return new Result(
                        Optional.of(new Found(copy.getKey(), copy.getValue(), files, passedOver)), List.of(), false);
            } catch (IllegalArgumentException e) {
                passedOver.add(copy.getKey() + ": " + e.getMessage());
                problems.add(Problem.of(
                        "PF-DAY-054",
                        "the copy of the state on " + copy.getKey() + " is damaged: " + e.getMessage(),
                        "another host may have a whole one; without any, restore the state directory from your"
                                + " own copy"));
            }
        }
        problems.addAll(silent);
        if (copies.isEmpty() && problems.size() == silent.size()) {
            problems.add(
                    0,
                    Problem.of(
                            "PF-DAY-055",
                            texts.isEmpty()
                                    ? "no host of cluster '" + cluster + "' could be asked for its state"
                                    : "no copy of the state of cluster '" + cluster + "' is on "
                                            + String.join(
                                                    ", ",
                                                    texts.keySet().stream()
                                                            .map(MachineId::value)
                                                            .toList()),
                            "check that the inventory is that of the cluster; one that was never built is not adopted"
                                    + " but built"));
        }
        return new Result(Optional.empty(), problems, !silent.isEmpty());
    }

    private Optional<Problem> refused(MachineId host, SealedState copy) {
        if (!copy.cluster().equals(cluster)) {
            return Optional.of(Problem.of(
                    "PF-DAY-056",
                    host + " keeps the state of cluster '" + copy.cluster() + "', not of '" + cluster + "'",
                    "give the inventory of that cluster, or correct the name in this one"));
        }
        if (!copy.key().equals(seal.keyName())) {
            return Optional.of(Problem.of(
                    "PF-DAY-057",
                    "the state on " + host + " is sealed with key " + copy.key() + ", and the key given is "
                            + seal.keyName(),
                    "give the private key with which the cluster was built: petaforge adopt INVENTORY --key FILE"));
        }
        return Optional.empty();
    }
}
