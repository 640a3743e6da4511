package io.petaforge.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudFailure.Kind;
import io.petaforge.cloud.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives servers new systems in place: Nova writes the image to a server's own disk again and keeps its id, its ports with
 * their addresses, and its volumes with their data. A server is ours throughout, so there is nothing to record, and asking
 * again is always right.
 */
final class Rebuilding {
    /** How often it is asked for that Nova lost, or was busy for. */
    private static final int ASKS = 3;

    private final Cloud cloud;
    private final OpenStackSettings settings;
    private final Ledger ledger;
    private final Making making;
    private final Pause pause;
    private final Progress progress;

    Rebuilding(Cloud cloud, OpenStackSettings settings, Ledger ledger, Making making, Pause pause, Progress progress) {
        this.cloud = cloud;
        this.settings = settings;
        this.ledger = ledger;
        this.making = making;
        this.pause = pause;
        this.progress = progress;
    }

    /** One server on its way. */
    private static final class Job {
        private final Held held;
        private int asked;
        private boolean heard;

        Job(Held held) {
            this.held = held;
        }
    }

    /** What stands against it, before anything is stopped. */
    List<Problem> obstacles(Set<MachineId> machines) {
        if (settings.bootVolume().isPresent()) {
            return List.of(
                    Problem.at(
                            "PF-OS-028",
                            "substrate.openstack.boot-volume",
                            "the machines' systems lie on volumes, which Nova does not write anew",
                            "rebuild their services with --service, or take the host out of the inventory, build, and put it back"));
        }
        Set<String> images =
                cloud.images().stream().map(image -> image.path("id").asText()).collect(Collectors.toSet());
        List<Problem> problems = new ArrayList<>();
        for (MachineId machine : machines) {
            Optional<Held> held =
                    ledger.record().holding(machine.value()).filter(one -> one.stage() == Held.Stage.ACTIVE);
            Optional<JsonNode> server = held.flatMap(one -> find(one.server()));
            if (held.isEmpty() || server.isEmpty()) {
                problems.add(Problem.of(
                        "PF-OS-029", "The cloud has no server of " + machine + ".", "Run build, which makes another."));
            } else if (!images.contains(image(server.get()))) {
                problems.add(
                        Problem.of(
                                "PF-OS-030",
                                "The image that " + machine + " was made of, " + image(server.get())
                                        + ", is not in the cloud any more.",
                                "Take the host out of the inventory, build, and put it back: it is then made of the present one."));
            }
        }
        return problems;
    }

    /**
     * Does it, or waits for what a killed run had asked for.
     *
     * @throws PetaforgeException STEP_FAILED with every server that came to nothing
     */
    void run(Set<MachineId> machines) {
        List<Job> open = new ArrayList<>(machines.stream()
                .flatMap(machine -> ledger.record().holding(machine.value()).stream())
                .map(Job::new)
                .toList());
        List<Problem> problems = new ArrayList<>();
        Instant deadline = pause.clock().instant().plus(settings.createTimeout());
        while (!open.isEmpty()) {
            Map<Job, Optional<String>> over = new LinkedHashMap<>();
            List<Job> now = List.copyOf(open);
            List<Optional<Optional<String>>> looks = Parallel.all(now, this::look);
            for (int i = 0; i < now.size(); i++) {
                Job job = now.get(i);
                looks.get(i).ifPresent(end -> over.put(job, end));
            }
            if (pause.clock().instant().isAfter(deadline)) {
                open.forEach(job -> over.putIfAbsent(
                        job,
                        Optional.of("it has no new system after "
                                + settings.createTimeout().toMinutes() + " min")));
            }
            over.forEach((job, failure) -> {
                open.remove(job);
                failure.ifPresentOrElse(
                        why -> problems.add(Problem.of(
                                "PF-OS-031",
                                "The server of " + job.held.machine() + " (" + job.held.server()
                                        + ") could not be given a new system: " + why.replaceAll("\\.$", "") + ".",
                                "See the cloud's own log, and run the same command again; its volumes stay.")),
                        () -> progress.report(job.held.machine() + " has a new system"));
            });
            if (!open.isEmpty()) {
                pause.sleep(Duration.ofSeconds(1));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
    }

    /** Empty while it goes on; then what went wrong, or nothing. */
    private Optional<Optional<String>> look(Job job) {
        Optional<JsonNode> found = find(job.held.server());
        if (found.isEmpty()) {
            return Optional.of(Optional.of("it is gone from the cloud"));
        }
        Server server = Server.of(found.get());
        if (server.status().equals("REBUILD")) {
            // Whoever asked for it.
            job.heard = true;
            return Optional.empty();
        }
        if (!job.heard) {
            return ask(job, found.get());
        }
        if (server.failed()) {
            return Optional.of(Optional.of(server.fault().isEmpty() ? "no reason given" : server.fault()));
        }
        if (server.status().equals("SHUTOFF")) {
            // One that was off when it was asked for stays so.
            act(server.id(), Map.of("reboot", Map.of("type", "HARD")));
            return Optional.empty();
        }
        return server.active() ? Optional.of(Optional.empty()) : Optional.empty();
    }

    private Optional<Optional<String>> ask(Job job, JsonNode server) {
        if (job.asked++ >= ASKS) {
            return Optional.of(Optional.of("Nova did not take it up, asked for " + ASKS + " times"));
        }
        if (act(
                job.held.server(),
                Map.of("rebuild", Map.of("imageRef", image(server), "user_data", making.userData(job.held))))) {
            job.heard = true;
            progress.report(job.held.machine() + " gets a new system in place");
        }
        return Optional.empty();
    }

    /** False when the answer was lost, or Nova busy with something else: what came of it is seen at the next look. */
    private boolean act(String server, Map<String, Object> body) {
        try {
            return cloud.once(() -> {
                cloud.servers().act(server, body);
                return true;
            });
        } catch (CloudFailure e) {
            if (e.kind() != Kind.LOST && e.kind() != Kind.STATE) {
                throw e;
            }
            return false;
        }
    }

    private Optional<JsonNode> find(String id) {
        try {
            return Optional.of(cloud.read(() -> cloud.servers().get(id)).path("server"));
        } catch (CloudFailure e) {
            if (e.kind() == Kind.UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String image(JsonNode server) {
        return server.path("image").path("id").asText("");
    }
}
