package io.petaforge.cloud.openstack;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudStore;
import io.petaforge.cloud.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From a request to servers that run. {@link #run} is its table of contents. */
final class Acquisition {
    /** Nova writes down what went wrong some moments after it has shown that something did. */
    private static final Duration FAULT = Duration.ofSeconds(10);

    private final Cloud cloud;
    private final OpenStackSettings settings;
    private final CloudStore<OpenStackRecord> store;
    private final Pause pause;
    private final Progress progress;
    private final ClusterRequest request;
    private final Ledger ledger;
    private final Making making;
    private final Sweep sweep;
    /** Attempts of this run, which are undone when it comes to nothing. */
    private final Set<String> mine = new HashSet<>();

    private int replaced;

    Acquisition(
            Cloud cloud,
            OpenStackSettings settings,
            CloudStore<OpenStackRecord> store,
            Pause pause,
            Progress progress,
            ClusterRequest request,
            Optional<Instant> end) {
        this.cloud = cloud;
        this.settings = settings;
        this.store = store;
        this.pause = pause;
        this.progress = progress;
        this.request = JumpHost.with(request, settings);
        this.ledger = Ledger.open(store, request.cluster());
        this.making = new Making(cloud, settings, store, ledger, pause, end);
        this.sweep = new Sweep(cloud, settings, ledger.record().names(), pause, progress);
    }

    void run() {
        Choice.Result choice = new Choice(cloud, settings).of(request);
        if (!choice.problems().isEmpty() || choice.image().isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, choice.problems());
        }
        ledger.begin();
        boolean continued = !ledger.record().settled(settings);
        forget();
        List<Choice.Pick> picks = request.machines().stream()
                .flatMap(machine ->
                        Optional.ofNullable(choice.picks().get(machine.id().value())).stream())
                .toList();
        ask(picks.stream()
                .filter(pick ->
                        ledger.record().holding(pick.request().id().value()).isEmpty())
                .toList());
        if (unfinished().isEmpty() && ledger.record().settled(settings)) {
            return;
        }
        Site.Ground ground = new Site(cloud, settings, ledger.record().names(), progress).make(picks);
        while (!unfinished().isEmpty()) {
            Map<Held, String> failed = round(choice, ground, choice.image().get());
            if (!failed.isEmpty()) {
                instead(failed, choice.picks());
            }
        }
        reach(ground);
        if (continued || cloud.hasAskedAgain()) {
            new Doubles(cloud, settings, ledger.record(), pause, progress).remove(ground);
        }
        progress.report("running: " + held().stream().map(Held::machine).collect(Collectors.joining(", ")));
    }

    private List<Held> held() {
        return request.machines().stream()
                .map(MachineRequest::id)
                .flatMap(id -> ledger.record().holding(id.value()).stream())
                .toList();
    }

    private List<Held> unfinished() {
        return held().stream().filter(held -> held.stage() != Held.Stage.ACTIVE).toList();
    }

    private Map<String, Server> servers() {
        OpenStackRecord record = ledger.record();
        return cloud.servers(record.names().prefix()).stream()
                .filter(server -> record.names().tags().owns(server.metadata()))
                .collect(Collectors.toMap(Server::attempt, server -> server, (one, other) -> one, HashMap::new));
    }

    /** Machines whose server is gone are made anew; servers and volumes of tries that were given up are removed. */
    private void forget() {
        Map<String, Server> there = servers();
        List<Held> machines = ledger.record().machines();
        Set<String> addresses = machines.stream()
                        .allMatch(held -> held.floating().isEmpty())
                ? Set.of()
                : cloud.floatingAddresses().stream()
                        .map(address -> address.path("floating_ip_address").asText())
                        .collect(Collectors.toSet());
        for (Held held : machines) {
            Server server = there.get(held.attempt());
            if (held.stage() == Held.Stage.ACTIVE && (server == null || server.leaving())) {
                progress.report(held.machine() + ": its server is gone from the cloud");
                ledger.remove(held);
            } else if (!held.floating().isEmpty() && !addresses.contains(held.floating())) {
                progress.report(held.machine() + ": its floating address is gone from the cloud");
                ledger.put(List.of(held.reached("")));
            }
        }
        OpenStackRecord record = ledger.record();
        sweep.machines(attempt -> !record.knows(attempt));
    }

    /** Recorded before anything is asked for. */
    private void ask(List<Choice.Pick> picks) {
        List<Held> asked = new ArrayList<>();
        for (Choice.Pick pick : picks) {
            String attempt = Ledger.random();
            String key = store.hostKey(request.cluster(), pick.request().id().value(), attempt)
                    .get(1);
            asked.add(Held.asked(pick, attempt, key));
            mine.add(attempt);
        }
        ledger.put(asked);
    }

    /** One try for everything that does not run yet; what failed, with the reason. */
    private Map<Held, String> round(Choice.Result choice, Site.Ground ground, Choice.Image image) {
        List<Held> asked = unfinished();
        making.ports(asked, ground);
        Map<Held, String> failed = new LinkedHashMap<>(making.volumes(asked, choice.picks(), image));
        Set<String> without = failed.keySet().stream().map(Held::attempt).collect(Collectors.toSet());
        List<Held> ready =
                asked.stream().filter(held -> !without.contains(held.attempt())).toList();
        Map<Held, CloudFailure> refused =
                making.servers(ready, ground, image, servers().keySet());
        // A lost answer says nothing: whether there is a server is seen in the list.
        refused.forEach((held, failure) -> {
            if (failure.kind() == CloudFailure.Kind.LOST || failure.kind() == CloudFailure.Kind.SERVER) {
                progress.report(held.machine() + ": " + failure.getMessage());
            } else {
                failed.put(held, failure.detail());
            }
        });
        Set<String> gone = failed.keySet().stream().map(Held::attempt).collect(Collectors.toSet());
        failed.putAll(await(
                ready.stream().filter(held -> !gone.contains(held.attempt())).toList()));
        return failed;
    }

    private Map<Held, String> await(List<Held> asked) {
        Instant deadline = pause.clock().instant().plus(settings.createTimeout());
        Map<Held, String> failed = new LinkedHashMap<>();
        Map<Held, Instant> silent = new HashMap<>();
        List<Held> waiting = new ArrayList<>(asked);
        while (!waiting.isEmpty()) {
            Map<String, Server> there = servers();
            Instant now = pause.clock().instant();
            for (Held held : List.copyOf(waiting)) {
                Server server = there.get(held.attempt());
                if (server != null && server.active()) {
                    ledger.record()
                            .holding(held.machine())
                            .ifPresent(known -> ledger.put(List.of(known.active(server.id()))));
                    waiting.remove(held);
                } else if (server == null) {
                    failed.put(held, "the cloud has no server of it");
                    waiting.remove(held);
                } else if (server.failed()) {
                    String fault = fault(server);
                    if (fault.isEmpty() && now.isBefore(silent.computeIfAbsent(held, first -> now.plus(FAULT)))) {
                        continue;
                    }
                    failed.put(held, fault);
                    waiting.remove(held);
                } else if (now.isAfter(deadline)) {
                    failed.put(
                            held,
                            "it is " + server.status() + " after "
                                    + settings.createTimeout().toMinutes() + " min");
                    waiting.remove(held);
                }
            }
            if (!waiting.isEmpty()) {
                pause.sleep(Duration.ofSeconds(1));
            }
        }
        return failed;
    }

    private String fault(Server server) {
        return server.fault().isEmpty()
                ? Server.of(cloud.read(() -> cloud.servers().get(server.id())).path("server"))
                        .fault()
                : server.fault();
    }

    /** Frees what failed and asks for others, or gives everything of this run back. */
    private void instead(Map<Held, String> failed, Map<String, Choice.Pick> picks) {
        failed.forEach((held, reason) -> progress.report(held.machine() + " in zone " + held.zone() + ": " + reason));
        boolean full = failed.values().stream().anyMatch(Acquisition::full);
        if (full || replaced + failed.size() > settings.replacements()) {
            undo();
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems(failed));
        }
        replaced += failed.size();
        Set<String> attempts = failed.keySet().stream().map(Held::attempt).collect(Collectors.toSet());
        sweep.machines(attempts::contains);
        failed.keySet().forEach(ledger::remove);
        ask(failed.keySet().stream()
                .flatMap(held -> Optional.ofNullable(picks.get(held.machine())).stream())
                .toList());
    }

    /** Another try would meet the same. */
    private static boolean full(String reason) {
        return reason.contains("No valid host")
                || reason.toLowerCase(java.util.Locale.ROOT).contains("quota");
    }

    /** Either machines of the cluster are left, or nothing. */
    private void undo() {
        List<Held> ours = ledger.record().machines().stream()
                .filter(held -> mine.contains(held.attempt()) || held.stage() != Held.Stage.ACTIVE)
                .toList();
        if (ours.size() == ledger.record().machines().size()) {
            if (sweep.all().remaining().isEmpty()) {
                store.delete(request.cluster());
            }
            return;
        }
        Set<String> attempts = ours.stream().map(Held::attempt).collect(Collectors.toSet());
        sweep.machines(attempts::contains);
        ours.forEach(ledger::remove);
    }

    private List<Problem> problems(Map<Held, String> failed) {
        Map<String, List<String>> machines = new TreeMap<>();
        failed.forEach((held, reason) -> machines.computeIfAbsent(
                        "zone '" + held.zone() + "': " + (reason.isEmpty() ? "no reason given" : reason),
                        key -> new ArrayList<>())
                .add(held.machine()));
        List<Problem> problems = new ArrayList<>();
        machines.forEach((where, names) -> problems.add(Problem.of(
                "PF-OS-020",
                "The cloud did not make "
                        + names.stream().sorted().collect(Collectors.joining(", ")) + " in "
                        + where.replaceAll("\\.$", "") + ".",
                where.contains("No valid host")
                        ? "Ask for fewer or smaller machines in that zone, name other zones, or set"
                                + " spread to prefer. Nothing that this run made was kept."
                        : "See the cloud's own log, then run the same command again. Nothing that this"
                                + " run made was kept.")));
        return problems;
    }

    private void reach(Site.Ground ground) {
        List<Held> without = held().stream()
                .filter(held ->
                        settings.floats(held.machine()) && held.floating().isEmpty())
                .toList();
        if (without.isEmpty()) {
            return;
        }
        Names names = ledger.record().names();
        Map<String, String> there = floating();
        Map<String, String> ports = making.portIds(without);
        List<Held> reached = Parallel.all(without, held -> {
            String known = there.get(names.port(held));
            if (known != null) {
                return held.reached(known);
            }
            Map<String, Object> body = Map.of(
                    "floating_network_id", ground.external(),
                    "port_id", ports.getOrDefault(held.machine(), ""),
                    "description", names.port(held));
            return held.reached(
                    cloud.made(() -> Optional.ofNullable(floating().get(names.port(held))), () -> cloud.addresses()
                            .create(Map.of("floatingip", body))
                            .path("floatingip")
                            .path("floating_ip_address")
                            .asText()));
        });
        ledger.put(reached);
    }

    private Map<String, String> floating() {
        return new PortAddresses(cloud).floating();
    }
}
