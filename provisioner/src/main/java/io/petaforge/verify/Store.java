package io.petaforge.verify;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.plan.CephPlan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The store seen from its own hosts: how much is free, and giving back what was taken. */
final class Store {
    /** The pool of the objects' data in the default zone. */
    private static final String POOL = "default.rgw.buckets.data";
    /** Asking is quick, or the monitors have no quorum. */
    private static final Duration ASK = Duration.ofSeconds(15);

    /** A program that was ended by signal n has the status 128 + n. */
    private static final int SIGNAL = 128;

    private static final Duration REMOVE = Duration.ofMinutes(10);
    /** The OSDs report to the manager every few seconds. */
    private static final Duration REPORTS = Duration.ofSeconds(10);

    private static final Duration REPORTS_AGAIN = Duration.ofSeconds(4);
    private static final Duration POLL = Duration.ofMillis(500);
    /** Beside the data: part of a bucket index, and objects of the probe. */
    private static final long MARGIN = 256L << 20;
    /** A pool's free space moves by this share through logs and metadata alone. */
    private static final double NOISE = 0.01;

    private final ClusterPlan plan;
    private final Remote remote;
    private final MachineId host;

    Store(ClusterPlan plan, Remote remote) {
        this.plan = plan;
        this.remote = remote;
        host = host(plan.ceph());
    }

    /** A gateway's host has radosgw-admin; one that is a monitor too has the administrator's key for certain. */
    private static MachineId host(CephPlan ceph) {
        return ceph.rgws().stream()
                .filter(ceph.mons()::contains)
                .findFirst()
                .orElse(ceph.rgws().get(0));
    }

    /** Bytes that objects can still take; waits for a manager that has not heard from the OSDs yet. */
    Optional<Long> free() {
        return poll(REPORTS, found -> true);
    }

    /** The same, as reported at this moment. */
    Optional<Long> freeNow() {
        return ask();
    }

    /** The same, after the OSDs had time to report what was removed: most of it, and all but what logs take anyway. */
    Optional<Long> freeAgain(Optional<Long> before, Optional<Long> used) {
        long all = before.orElse(0L);
        long missing = Math.min((long) (all * NOISE), (all - used.orElse(all)) / 4);
        return poll(REPORTS_AGAIN, found -> found >= all - missing);
    }

    /**
     * What is wrong with this much free space. The data is there twice, from the raw client and from Spark, because
     * deleted objects stay until the gateways collect them; and a full OSD makes every write hang without an error.
     */
    Optional<Problem> lacking(Optional<Long> free, Layout layout) {
        if (free.isEmpty()) {
            return Optional.of(Problem.of(
                    "PF-VER-001",
                    "the free space of the pool " + POOL + " could not be read on " + host,
                    "look at 'ceph df' and 'ceph -s' there"));
        }
        long needed = 2 * layout.bytes() + MARGIN;
        return free.get() >= needed
                ? Optional.empty()
                : Optional.of(Problem.at(
                        "PF-VER-002",
                        "verify.data",
                        "the verification takes " + Figures.bytes(needed) + " and the store has "
                                + Figures.bytes(free.get()) + " left; a full OSD would hang every client",
                        "lower verify.data, or add drives"));
    }

    /** Removes the bucket with all that is in it, and then everything the gateways still hold of deleted objects. */
    List<Problem> remove() {
        String bucket = WorkloadCommands.bucket(plan.ceph().s3());
        List<Problem> problems = new ArrayList<>();
        Output removed = remote.run(host, removal(bucket, "--bypass-gc"), REMOVE);
        if (removed.status() > SIGNAL) {
            // Debian 12's radosgw-admin dies of SIGSEGV here when a run was killed in the middle of an upload. The way
            // through
            // the garbage collection aborts such uploads first, and is slower.
            removed = remote.run(host, removal(bucket), REMOVE);
        }
        // 2 is ENOENT: no program came far enough to make the bucket.
        if (!removed.ok() && removed.status() != 2) {
            problems.add(failed("could not remove the bucket " + bucket, removed));
        }
        Output collected = remote.run(host, Command.of("radosgw-admin", "gc", "process", "--include-all"), REMOVE);
        if (!collected.ok()) {
            problems.add(failed("could not collect the gateways' garbage", collected));
        }
        return problems;
    }

    private static Command removal(String bucket, String... more) {
        List<String> words =
                new ArrayList<>(List.of("radosgw-admin", "bucket", "rm", "--bucket=" + bucket, "--purge-objects"));
        words.addAll(List.of(more));
        return Command.of(words);
    }

    private Problem failed(String what, Output output) {
        return Problem.of(
                "PF-VER-050",
                what + " on " + host + " (status " + output.status() + "): " + Programs.lastLines(output.stderr()),
                "remove it by hand: radosgw-admin bucket rm --bucket="
                        + WorkloadCommands.bucket(plan.ceph().s3()) + " --purge-objects, then radosgw-admin gc process"
                        + " --include-all");
    }

    private interface Enough {
        boolean test(long free);
    }

    private Optional<Long> poll(Duration patience, Enough enough) {
        Optional<Long> free = ask();
        for (long waited = 0;
                waited < patience.toMillis() && free.filter(enough::test).isEmpty();
                waited += POLL.toMillis()) {
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return free;
            }
            free = ask();
        }
        return free;
    }

    private Optional<Long> ask() {
        Output output = remote.run(host, Command.of("ceph", "--connect-timeout", "10", "df", "--format", "json"), ASK);
        OptionalLong free = output.ok() ? CephSpace.free(output.stdout(), POOL) : OptionalLong.empty();
        return free.isPresent() ? Optional.of(free.getAsLong()) : Optional.empty();
    }
}
