package io.petaforge.verify;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.workload.result.BaselineResult;
import io.petaforge.workload.result.ProbeResult;
import io.petaforge.workload.result.ResultLine;
import io.petaforge.workload.result.RoundTripResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Runs the workload's programs on the cluster and reads their results; what went wrong is added to the problems. */
final class Programs {
    private static final Duration PROBE = Duration.ofSeconds(60);
    /** Start-up of a JVM or of a whole Spark application on a busy machine. */
    private static final Duration START = Duration.ofSeconds(90);
    /** Slower than this per host, in bytes per second, is not slow but stuck. */
    private static final long STUCK = 2_000_000;
    /** A program reports its own time-out; only when even that fails does the connection end it. */
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** Of a failed program's words, what fits into a message. */
    private static final int LAST_LINES = 5;

    private final ClusterPlan plan;
    private final Layout layout;
    private final Remote remote;
    private final WorkloadCommands commands;
    private final Operation.Upload jar;

    Programs(ClusterPlan plan, Layout layout, Remote remote, Path workload, String run) {
        this.plan = plan;
        this.layout = layout;
        this.remote = remote;
        commands = new WorkloadCommands(plan, layout, run);
        jar = new Operation.Upload(workload, sha256(workload), WorkloadCommands.JAR, "0644", "root:root");
    }

    /** One probe, on the first worker. */
    Optional<ProbeResult> probe(List<Problem> problems) {
        MachineId host = plan.spark().workers().get(0).machine();
        Output output = run(host, commands.probe(PROBE), PROBE);
        Optional<ProbeResult> result = ResultLine.find(output.stdout(), ProbeResult.class);
        if (result.isEmpty()) {
            problems.add(silent("PF-VER-011", "the S3A probe", host, output));
        }
        return result;
    }

    /** The raw client on every worker at the same time; only results without problems. */
    List<BaselineResult> baseline(List<Problem> problems) {
        Duration limit = limit();
        List<MachineId> hosts =
                plan.spark().workers().stream().map(WorkerPlan::machine).toList();
        ExecutorService threads = Executors.newFixedThreadPool(hosts.size());
        try {
            List<Future<Output>> outputs = hosts.stream()
                    .map(host -> threads.submit(() -> run(host, commands.baseline(host, limit), limit)))
                    .toList();
            List<BaselineResult> results = new ArrayList<>();
            for (int i = 0; i < hosts.size(); i++) {
                read(hosts.get(i), await(outputs.get(i)), problems).ifPresent(results::add);
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<BaselineResult> read(MachineId host, Output output, List<Problem> problems) {
        Optional<BaselineResult> result = ResultLine.find(output.stdout(), BaselineResult.class);
        if (result.isEmpty()) {
            problems.add(silent("PF-VER-020", "the raw S3 client", host, output));
            return result;
        }
        for (String problem : result.get().problems()) {
            problems.add(Problem.of(
                    "PF-VER-021",
                    "the raw S3 client on " + host + ": " + problem,
                    "look at the gateways and the OSDs (ceph -s): this client uses neither S3A nor Spark"));
        }
        return result.filter(found -> found.problems().isEmpty());
    }

    /** The Spark job, its driver on the master's host. */
    Optional<RoundTripResult> sparkJob(int executors, List<Problem> problems) {
        Duration limit = limit();
        MachineId host = plan.spark().master();
        Output output = run(host, commands.sparkJob(executors, limit), limit);
        Optional<RoundTripResult> result = ResultLine.find(output.stdout(), RoundTripResult.class);
        if (result.isEmpty()) {
            problems.add(silent("PF-VER-030", "the Spark job", host, output));
            return result;
        }
        for (String problem : result.get().problems()) {
            problems.add(Problem.of(
                    "PF-VER-032",
                    "the Spark job: " + problem,
                    "look at the driver's words below and at the executors' logs in the workers' workspace: "
                            + lastLines(output.stderr())));
        }
        return result;
    }

    private Output run(MachineId host, Command command, Duration limit) {
        return remote.run(host, List.of(jar), command, limit.plus(GRACE));
    }

    private Duration limit() {
        return START.plusSeconds(2 * layout.bytes() / layout.hosts() / STUCK);
    }

    private static Output await(Future<Output> output) {
        try {
            return output.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PetaforgeException(
                    ExitCode.INTERRUPTED,
                    Problem.of("PF-VER-004", "the verification was stopped", "run 'petaforge verify' again"),
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RemoteFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Problem silent(String code, String program, MachineId host, Output output) {
        return Problem.of(
                code,
                program + " on " + host + " ended with status " + output.status() + " and no result",
                "its last words: " + lastLines(output.stderr()));
    }

    /** The end of a program's complaint, on one line. */
    static String lastLines(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                .map(String::strip)
                .collect(Collectors.joining(" | "));
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-VER-003",
                            "the verification's programs are not at " + file,
                            "build petaforge again: remove provisioner/target/dist and run bin/petaforge"),
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
