package io.petaforge.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.remote.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * What the master says of itself and its workers.
 *
 * @param status {@code ALIVE}, {@code STANDBY}, {@code RECOVERING}; empty when it does not answer
 * @param workers every worker it knows, dead ones too
 * @param applications those that run or wait for executors
 */
public record MasterState(String status, List<Worker> workers, List<Application> applications) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One worker.
     *
     * @param address its fabric address
     * @param state {@code ALIVE}, {@code DEAD}, {@code DECOMMISSIONED}, {@code UNKNOWN}
     * @param memoryMiB what it offers to executors
     */
    public record Worker(String address, String state, int cores, long memoryMiB) {}

    /**
     * An application that has not ended.
     *
     * @param id such as {@code app-20261130160000-0001}
     * @param name as its author called it
     * @param start when it began, milliseconds since 1970 by the master's clock
     */
    public record Application(String id, String name, long start) {}

    /** A master that does not answer. */
    private static final MasterState SILENT = new MasterState("", List.of(), List.of());

    public MasterState {
        workers = List.copyOf(workers);
        applications = List.copyOf(applications);
    }

    /** Reads the answer to {@code GET /json/}, headers included. */
    static MasterState parse(Output output) {
        int body = output.stdout().indexOf("{");
        if (!output.ok() || body < 0) {
            return SILENT;
        }
        try {
            JsonNode json = JSON.readTree(output.stdout().substring(body));
            List<Worker> workers = new ArrayList<>();
            for (JsonNode worker : json.path("workers")) {
                workers.add(new Worker(
                        worker.path("host").asText(),
                        worker.path("state").asText(),
                        worker.path("cores").asInt(),
                        worker.path("memory").asLong()));
            }
            List<Application> applications = new ArrayList<>();
            for (JsonNode application : json.path("activeapps")) {
                applications.add(new Application(
                        application.path("id").asText(),
                        application.path("name").asText(),
                        application.path("starttime").asLong()));
            }
            return new MasterState(json.path("status").asText(), workers, applications);
        } catch (JsonProcessingException e) {
            // Cut off while the master was starting: as good as no answer.
            return SILENT;
        }
    }

    /** Whether a worker is alive and offers what the plan gives it. */
    boolean knows(ClusterPlan plan, WorkerPlan worker) {
        return workers.contains(new Worker(
                plan.address(worker.machine()),
                "ALIVE",
                worker.cores(),
                worker.memory().mebibytes()));
    }

    /** Where the cluster is not as planned; empty when the master and every planned worker are alive and complete. */
    public List<Problem> problems(ClusterPlan plan) {
        if (!status.equals("ALIVE")) {
            return List.of(Problem.of(
                    "PF-SPK-070",
                    "the Spark master on " + plan.spark().master()
                            + (status.isEmpty() ? " does not answer" : " is " + status),
                    "look at journalctl -u " + SparkUnits.MASTER + " on "
                            + plan.spark().master()));
        }
        List<Problem> problems = new ArrayList<>();
        for (WorkerPlan worker : plan.spark().workers()) {
            if (!knows(plan, worker)) {
                String address = plan.address(worker.machine());
                problems.add(Problem.of(
                        "PF-SPK-071",
                        "the Spark worker on " + worker.machine() + " is not registered with " + worker.cores()
                                + " cores and " + worker.memory().mebibytes() + " MiB: "
                                + workers.stream()
                                        .filter(w -> w.address().equals(address))
                                        .map(w -> w.state() + ", " + w.cores() + " cores, " + w.memoryMiB() + " MiB")
                                        .reduce((older, newer) -> newer)
                                        .orElse("the master does not know it"),
                        "look at journalctl -u " + SparkUnits.WORKER + " on " + worker.machine()));
            }
        }
        return problems;
    }
}
