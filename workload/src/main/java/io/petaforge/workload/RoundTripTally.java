package io.petaforge.workload;

import io.petaforge.workload.result.RoundTripResult;
import io.petaforge.workload.result.RoundTripResult.ExecutorResult;
import io.petaforge.workload.result.RoundTripResult.Versions;
import io.petaforge.workload.result.Transfer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/** What the round trip has found so far, and the verdict on it. Safe for use by the deadline's thread. */
final class RoundTripTally {
    private final int objects;
    private final long objectSize;
    private final int rowSize;
    private final List<String> problems = new ArrayList<>();
    private String phase = "read its arguments";
    private Versions versions = new Versions("", "", "", "");
    private Map<String, String> settings = Map.of();
    private String committer = "";
    private double startup;
    private double warmup;
    private double commit;
    private double writeSeconds;
    private double readSeconds;
    private Map<Integer, ObjectDone> written = Map.of();
    private Map<Integer, ObjectDone> read = Map.of();

    RoundTripTally(int objects, long objectSize, int rowSize) {
        this.objects = objects;
        this.objectSize = objectSize;
        this.rowSize = rowSize;
    }

    synchronized void phase(String doing) {
        phase = doing;
    }

    /** A sentence that names the phase it happened in. */
    synchronized void problem(String what) {
        problems.add("while it " + phase + ": " + what);
    }

    synchronized void versions(Versions found, Map<String, String> s3a) {
        versions = found;
        settings = s3a;
    }

    synchronized void startup(double seconds) {
        startup = seconds;
    }

    synchronized void warmup(double seconds) {
        warmup = seconds;
    }

    synchronized void written(Collection<ObjectDone> done, double seconds, double commitSeconds) {
        written = byObject(done);
        writeSeconds = seconds;
        commit = commitSeconds;
    }

    synchronized void committer(String name) {
        committer = name;
    }

    synchronized void read(Collection<ObjectDone> done, double seconds) {
        read = byObject(done);
        readSeconds = seconds;
    }

    /** Compares what was read with what was written, and both with what was asked for. */
    synchronized void compare(int executors) {
        if (!committer.equals("magic")) {
            problem("the data was committed by "
                    + (committer.isEmpty() ? "a committer that S3A does not know" : committer) + ", expected magic");
        }
        for (int i = 0; i < objects; i++) {
            String difference = difference(written.get(i), read.get(i));
            if (!difference.isEmpty()) {
                problem("object " + i + ": " + difference);
            }
        }
        atLeast(executors, written.values(), "wrote");
        atLeast(executors, read.values(), "read");
    }

    private String difference(
            @org.jspecify.annotations.Nullable ObjectDone out, @org.jspecify.annotations.Nullable ObjectDone in) {
        if (out == null || in == null) {
            return out == null ? "was not written" : "was not read back";
        }
        long rows = objectSize / rowSize;
        if (out.rows() != rows || in.rows() != rows) {
            return rows + " rows expected, " + out.rows() + " written, " + in.rows() + " read back";
        }
        if (in.misplaced() > 0) {
            return in.misplaced() + " rows came back in another's place";
        }
        return out.checksum() == in.checksum()
                ? ""
                : String.format("checksum %08x written, %08x read back", out.checksum(), in.checksum());
    }

    private void atLeast(int executors, Collection<ObjectDone> done, String verb) {
        long found = done.stream().map(ObjectDone::executor).distinct().count();
        if (found < executors) {
            problem("only " + found + " of " + executors + " executors " + verb);
        }
    }

    synchronized boolean sound() {
        return problems.isEmpty();
    }

    synchronized RoundTripResult result() {
        return new RoundTripResult(
                versions,
                settings,
                committer,
                rows(written),
                rows(read),
                written.size(),
                checksum(),
                startup,
                warmup,
                commit,
                transfer(written.values(), writeSeconds),
                transfer(read.values(), readSeconds),
                executors(),
                problems);
    }

    private static long rows(Map<Integer, ObjectDone> done) {
        return done.values().stream().mapToLong(ObjectDone::rows).sum();
    }

    private String checksum() {
        CRC32C all = new CRC32C();
        written.values().forEach(done -> {
            for (int shift = 24; shift >= 0; shift -= 8) {
                all.update(done.checksum() >>> shift);
            }
        });
        return String.format("%08x", all.getValue());
    }

    private Transfer transfer(Collection<ObjectDone> done, double seconds) {
        long rows = done.stream().mapToLong(ObjectDone::rows).sum();
        return new Transfer(
                rows * rowSize, seconds, done.stream().map(ObjectDone::micros).toList());
    }

    private List<ExecutorResult> executors() {
        Map<String, List<ObjectDone>> writes = byExecutor(written.values());
        Map<String, List<ObjectDone>> reads = byExecutor(read.values());
        Map<String, ExecutorResult> results = new TreeMap<>();
        java.util.stream.Stream.concat(written.values().stream(), read.values().stream())
                .forEach(done -> results.computeIfAbsent(
                        done.executor(),
                        id -> new ExecutorResult(
                                id,
                                done.host(),
                                ownTransfer(writes.getOrDefault(id, List.of())),
                                ownTransfer(reads.getOrDefault(id, List.of())))));
        return List.copyOf(results.values());
    }

    private Transfer ownTransfer(List<ObjectDone> done) {
        long begin = done.stream().mapToLong(ObjectDone::beginMillis).min().orElse(0);
        long end = done.stream().mapToLong(ObjectDone::endMillis).max().orElse(0);
        return transfer(done, (end - begin) / 1000.0);
    }

    private static Map<String, List<ObjectDone>> byExecutor(Collection<ObjectDone> done) {
        return done.stream().collect(Collectors.groupingBy(ObjectDone::executor));
    }

    private static Map<Integer, ObjectDone> byObject(Collection<ObjectDone> done) {
        return done.stream()
                .collect(Collectors.toMap(ObjectDone::object, Function.identity(), (a, b) -> b, TreeMap::new));
    }
}
