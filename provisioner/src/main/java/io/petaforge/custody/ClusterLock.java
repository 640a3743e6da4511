package io.petaforge.custody;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.Reply;
import io.petaforge.step.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The right of one run to change a cluster, kept on the hosts of its monitors and held by whoever has it on more than half
 * of them. It is taken when the first thing is about to be changed, so that a run that has nothing to do takes no lock, and
 * looked at again before later changes, so that a run whose lock was broken ends.
 *
 * <p>While fewer than half of these hosts can be asked there is no cluster yet, or none that could be changed: then the lock
 * of the state directory alone counts.
 */
public final class ClusterLock implements Gate, AutoCloseable {
    /** A broken lock is noticed within this, and a build of half a minute looks a dozen times. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** A host that does not answer within this does not count: the others are enough. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The same in a first build, whose hosts boot at different times and are not to wait for each other. */
    public static final Duration FIRST_PATIENCE = Duration.ofSeconds(1);

    /** What one round over the hosts has shown: who holds it on how many. */
    private record Votes(int asked, int mine, Map<String, Integer> others, Map<String, LockHolder> holders) {
        Optional<LockHolder> strongest() {
            return others.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(entry -> holders.get(entry.getKey()));
        }
    }

    private final Fleet fleet;
    private final List<MachineId> hosts;
    private final LockHolder self;
    private final Duration patience;
    private final Consumer<String> note;
    private final LongSupplier nanoTime;
    private final ExecutorService pool;

    private boolean held;
    /** Hosts that did not answer while the lock was held: not each look waits for them. */
    private final Set<MachineId> silent = new TreeSet<>();

    /** Whether any host may have our lock. */
    private boolean asked;

    private long looked;
    private boolean everLooked;

    /**
     * A lock that is not taken yet.
     *
     * @param hosts of the monitors; those that the fleet does not know are left out
     * @param patience how long a host may take to answer
     * @param note told what people should know, such as that a dead run's lock was taken over
     */
    public ClusterLock(
            Fleet fleet,
            List<MachineId> hosts,
            LockHolder self,
            Duration patience,
            Consumer<String> note,
            LongSupplier nanoTime) {
        this.fleet = requireNonNull(fleet, "fleet");
        this.hosts = hosts.stream().filter(fleet.machines()::contains).toList();
        this.self = requireNonNull(self, "self");
        this.patience = requireNonNull(patience, "patience");
        this.note = requireNonNull(note, "note");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
        this.pool = Executors.newFixedThreadPool(Math.max(1, this.hosts.size()), task -> {
            Thread thread = new Thread(task, "cluster-lock");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes the lock, or makes sure of it.
     *
     * @throws PetaforgeException with {@link ExitCode#LOCKED} when another run holds it or has broken it
     */
    @Override
    public synchronized void pass() {
        long now = nanoTime.getAsLong();
        if (everLooked && now - looked < FRESH.toNanos()) {
            return;
        }
        if (held) {
            look();
        } else {
            take();
        }
        everLooked = true;
        looked = nanoTime.getAsLong();
    }

    private void take() {
        asked = true;
        Votes votes = ask(LockFile.take(self, ""));
        Optional<LockHolder> other = votes.strongest();
        if (other.isPresent() && other.get().isDead(self)) {
            note.accept("the lock of " + other.get().describe() + " is taken over: that run is dead");
            votes = ask(LockFile.take(self, other.get().token()));
            other = votes.strongest();
        }
        if (majority(votes.mine())) {
            held = true;
        } else if (other.isPresent()) {
            ask(LockFile.remove(self.token()));
            throw new PetaforgeException(ExitCode.LOCKED, locked(other.get()));
        }
    }

    private void look() {
        Votes votes = ask(LockFile.show());
        if (majority(votes.asked()) && !majority(votes.mine()) && votes.asked() - votes.mine() > hosts.size() / 2) {
            held = false;
            throw new PetaforgeException(
                    ExitCode.LOCKED,
                    Problem.of(
                            "PF-DAY-061",
                            "this run has lost the cluster's lock: "
                                    + votes.strongest()
                                            .map(other -> "it is held by " + other.describe())
                                            .orElse("somebody has broken it"),
                            "nothing more was changed; agree with whoever broke it, then run this again: it"
                                    + " continues"));
        }
    }

    /** The problem of a run that finds the cluster held. */
    static Problem locked(LockHolder other) {
        return Problem.of(
                "PF-DAY-060",
                "the cluster is being changed by " + other.describe(),
                "wait for it to end; if that run is dead, break its lock: petaforge unlock INVENTORY");
    }

    /** Who holds it on most hosts; empty when nobody does. */
    public Optional<LockHolder> holder() {
        Votes votes = ask(LockFile.show());
        return majority(votes.mine()) ? Optional.of(self) : votes.strongest();
    }

    /** Takes it from whoever has it, knowingly; returns on how many hosts it is held all the same. */
    public int breakLock(LockHolder other) {
        return ask(LockFile.remove(other.token())).others().getOrDefault(other.token(), 0);
    }

    /** Leaves it, because the hosts are gone. */
    public synchronized void forget() {
        asked = false;
        held = false;
        pool.shutdownNow();
    }

    /** Gives it back. */
    @Override
    public synchronized void close() {
        try {
            if (asked) {
                asked = false;
                held = false;
                ask(LockFile.remove(self.token()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean majority(int votes) {
        return votes > hosts.size() / 2;
    }

    private Votes ask(Operation operation) {
        return ask(
                Bundle.ofOperations(List.of(operation)),
                reply -> reply.operations().get(0).output());
    }

    private Votes ask(Command probe) {
        return ask(Bundle.ofProbes(List.of(probe)), reply -> reply.probes().get(0));
    }

    private Votes ask(Bundle bundle, Function<Reply, Output> said) {
        List<CompletableFuture<Optional<Output>>> answers = new ArrayList<>();
        List<MachineId> toAsk =
                hosts.stream().filter(host -> !silent.contains(host)).toList();
        for (MachineId host : toAsk) {
            answers.add(CompletableFuture.supplyAsync(() -> answer(host, bundle, said), pool)
                    .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS));
        }
        int asked = 0;
        int mine = 0;
        Map<String, Integer> others = new TreeMap<>();
        Map<String, LockHolder> holders = new TreeMap<>();
        for (int i = 0; i < toAsk.size(); i++) {
            Optional<Output> output = answers.get(i).join();
            if (output.isEmpty()) {
                if (held) {
                    silent.add(toAsk.get(i));
                }
                continue;
            }
            asked++;
            Optional<LockHolder> holder = LockHolder.parse(output.get().stdout());
            if (holder.isPresent() && holder.get().token().equals(self.token())) {
                mine++;
            } else if (holder.isPresent()) {
                others.merge(holder.get().token(), 1, Integer::sum);
                holders.put(holder.get().token(), holder.get());
            }
        }
        return new Votes(asked, mine, others, holders);
    }

    /** Empty when the host cannot be asked or could not carry it out. */
    private Optional<Output> answer(MachineId host, Bundle bundle, Function<Reply, Output> said) {
        try {
            Output output = said.apply(fleet.host(host).run(bundle));
            return output.ok() ? Optional.of(output) : Optional.empty();
        } catch (RemoteFailure unreachable) {
            return Optional.empty();
        }
    }
}
