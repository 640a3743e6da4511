package io.petaforge.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.MachineId;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Role;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Operation;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.Reply;
import io.petaforge.remote.SshSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Flows between hosts of all pairs of racks while something happens, and the routes that change meanwhile. The lab's
 * machines share one clock with this process, so times compare.
 */
final class Traffic {
    /** Packets a second of each flow: a gap is known to 5 ms. */
    static final int RATE = 200;

    /** To each peer: with two spines and two leaves there are four ways, and six flows take most of them. */
    static final int UDP = 6;

    static final int TCP = 2;

    /** From the first packet to the event: what is lost before it is not its doing. */
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** Until Python runs on all hosts of a busy machine. */
    private static final Duration START = Duration.ofSeconds(4);

    private static final String PROGRAM = program();

    /** Prints when each change of a route was, until its time is up. */
    private static final String MONITOR =
            "TZ=UTC timeout \"$1\" ip -4 -ts monitor route | sed -n 's/^\\[\\([^]]*\\)\\].*/\\1/p'";

    private final FabricLab lab;

    Traffic(FabricLab lab) {
        this.lab = lab;
    }

    /** Something that is done to the fabric. */
    interface Event {
        void happen();
    }

    /**
     * Sends, lets the event happen, sends on, and counts what came.
     *
     * @param after how long to send after the event
     * @param deaf machines that cannot be asked meanwhile
     */
    Reading during(Event event, Duration after, Set<MachineId> deaf) throws InterruptedException {
        Duration whole = WARM_UP.plus(after);
        Instant start = Instant.now().plus(START);
        Map<MachineId, CompletableFuture<Optional<String>>> flows = new LinkedHashMap<>();
        Map<MachineId, CompletableFuture<Optional<String>>> changes = new LinkedHashMap<>();
        Instant happened;
        ExecutorService pool = Executors.newCachedThreadPool();
        try (Fleet fleet = lab.fleet(SshSettings.DEFAULTS)) {
            Duration all = START.plus(whole).plusSeconds(1);
            for (Device device : lab.fabric().devices()) {
                if (device.role() == Role.HOST) {
                    flows.put(
                            device.id(),
                            run(pool, fleet, device.id(), flows(device, start, whole), all.plusSeconds(30)));
                }
                if (!deaf.contains(device.id())) {
                    Command monitor = Command.script(MONITOR, Long.toString(all.toSeconds()));
                    changes.put(device.id(), run(pool, fleet, device.id(), monitor, all.plusSeconds(30)));
                }
            }
            TimeUnit.MILLISECONDS.sleep(
                    Duration.between(Instant.now(), start.plus(WARM_UP)).toMillis());
            happened = Instant.now();
            event.happen();
            Map<MachineId, JsonNode> heard = new LinkedHashMap<>();
            flows.forEach((id, said) -> heard.put(id, json(id, said.join())));
            List<Instant> routes = new ArrayList<>();
            changes.values().forEach(said -> routes.addAll(times(said.join())));
            return Reading.of(heard, happened, start.plus(whole), routes, this::address);
        } finally {
            pool.shutdownNow();
        }
    }

    private Command flows(Device host, Instant start, Duration whole) {
        List<String> argv = new ArrayList<>(List.of(
                "python3",
                "-I",
                "-c",
                PROGRAM,
                address(host.id()),
                Double.toString(start.toEpochMilli() / 1000.0),
                Long.toString(whole.toSeconds()),
                Integer.toString(RATE),
                Integer.toString(UDP),
                Integer.toString(TCP),
                Integer.toString(lab.fabric().request().hostMtu())));
        peers(host).forEach(peer -> argv.add(address(peer)));
        return Command.of(argv);
    }

    /** The hosts of the other racks that stand where this one does. */
    private List<MachineId> peers(Device host) {
        return lab.fabric().tier(Role.HOST).stream()
                .filter(other -> !other.rack().equals(host.rack()) && other.number() == host.number())
                .map(Device::id)
                .toList();
    }

    private String address(MachineId host) {
        return lab.plan().address(host);
    }

    private static CompletableFuture<Optional<String>> run(
            ExecutorService pool, Fleet fleet, MachineId machine, Command command, Duration limit) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Reply reply = fleet.host(machine)
                                .run(Bundle.ofOperations(List.of(new Operation.Exec(command, limit))));
                        Reply.Result result = reply.operations().get(0);
                        if (reply.failed().isPresent()) {
                            throw new AssertionError(
                                    machine + ": " + result.output().stderr());
                        }
                        return Optional.of(result.output().stdout());
                    } catch (RemoteFailure failure) {
                        // It lost its power: what the others heard of it says the rest.
                        return Optional.empty();
                    }
                },
                pool);
    }

    private static JsonNode json(MachineId machine, Optional<String> said) {
        try {
            return new ObjectMapper()
                    .readTree(said.orElseThrow(() -> new AssertionError(machine + " was lost during the test")));
        } catch (IOException e) {
            throw new AssertionError(machine + " said: " + said, e);
        }
    }

    private static List<Instant> times(Optional<String> said) {
        return said.orElse("")
                .lines()
                .map(line -> LocalDateTime.parse(line).toInstant(ZoneOffset.UTC))
                .toList();
    }

    private static String program() {
        try (InputStream in = Traffic.class.getResourceAsStream("flows.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
