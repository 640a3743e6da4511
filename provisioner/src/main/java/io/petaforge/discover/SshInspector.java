package io.petaforge.discover;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Answer;
import io.petaforge.api.Inspection;
import io.petaforge.api.Inspector;
import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.KeptConnections;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.Reply;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import io.petaforge.remote.TransferListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Asks hosts over SSH what they are made of, many at a time. */
public final class SshInspector implements Inspector {
    /** Hosts that are to be up: three seconds for an address that does not answer at once, and no waiting for a key. */
    private static final SshSettings RUNNING = new SshSettings(
            Duration.ofSeconds(3),
            Duration.ZERO,
            Duration.ofMillis(250),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            3,
            TransferListener.SILENT);

    /** Each source ends itself after 10 s; drives' health, which they tell side by side, after as long again. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    /** A thread waits for most of its time. */
    private static final int AT_ONCE = 32;

    private final KeptConnections kept;

    /** Opens connections of its own and ends them. */
    public SshInspector() {
        this.kept = new KeptConnections();
        kept.close();
    }

    /** @param kept where the connections stay for whoever goes on with these machines */
    public SshInspector(KeptConnections kept) {
        this.kept = kept;
    }

    @Override
    public Map<MachineId, Answer<Inspection>> inspect(Collection<SshAccess> machines) {
        try (Fleet fleet = SshFleet.of(machines, RUNNING, kept)) {
            return inspect(fleet, machines.stream().collect(Collectors.toMap(SshAccess::machine, SshAccess::address)));
        }
    }

    /**
     * The same over connections that exist.
     *
     * @param identities the substrate's own name of each machine that is to be asked
     */
    public static Map<MachineId, Answer<Inspection>> inspect(Fleet fleet, Map<MachineId, String> identities) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, identities.size())));
        try {
            Map<MachineId, Future<Answer<Inspection>>> asked = new TreeMap<>();
            identities.forEach((id, identity) -> asked.put(id, pool.submit(() -> ask(fleet, id, identity))));
            Map<MachineId, Answer<Inspection>> answers = new TreeMap<>();
            asked.forEach((id, answer) -> answers.put(id, join(answer)));
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Answer<Inspection> ask(Fleet fleet, MachineId id, String identity) {
        Reply reply;
        try {
            reply = fleet.host(id)
                    .run(Bundle.ofOperations(java.util.List.of(new Operation.Exec(Discovery.command(), LONGEST))));
        } catch (RemoteFailure e) {
            return Answer.failed(e.problem());
        }
        Output output = reply.operations().get(0).output();
        return Discovery.read(id, identity, output.stdout())
                .map(Answer::of)
                .orElseGet(() -> Answer.failed(incomplete(id, output)));
    }

    private static Problem incomplete(MachineId id, Output output) {
        requireNonNull(output, "output");
        return Problem.of(
                "PF-DSC-001",
                id + ": what it is made of could not be found out (exit status " + output.status() + "): "
                        + (output.stderr().isBlank()
                                ? "the answer is incomplete"
                                : output.stderr().strip()),
                "check that lsblk, lscpu and find work there, and that /tmp has space");
    }

    private static Answer<Inspection> join(Future<Answer<Inspection>> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while machines were asked", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof RuntimeException defect ? defect : new IllegalStateException(e.getCause());
        }
    }
}
