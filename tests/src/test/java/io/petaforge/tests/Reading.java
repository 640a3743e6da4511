package io.petaforge.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.MachineId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What an event did to constant flows, from its moment on.
 *
 * @param flows UDP flows in all
 * @param hit flows that lost packets
 * @param lost packets lost
 * @param sent packets sent, before the event too
 * @param gap longest time in which one flow heard nothing
 * @param losing flows that still lost packets at the end: those of packets of the full size, and the others
 * @param calls TCP connections in all
 * @param pause longest time in which one of them heard nothing
 * @param broken connections that ended in an error, or heard nothing in the end
 * @param settled from the event to the last change of a route on any machine; zero when none changed
 */
record Reading(
        int flows,
        int hit,
        long lost,
        long sent,
        Duration gap,
        Losing losing,
        int calls,
        Duration pause,
        int broken,
        Duration settled) {
    /** Flows by the size of their packets. */
    record Losing(int full, int small) {
        boolean none() {
            return full == 0 && small == 0;
        }
    }

    /** Packets with less payload than this were small: the full ones have their MTU less 28 bytes. */
    private static final int FULL = 1000;

    /** A flow that is heard again has its last packets within this; one that is not has lost more of them. */
    private static final double LATE = 0.5;

    static Reading of(
            Map<MachineId, JsonNode> said,
            Instant event,
            Instant end,
            List<Instant> routes,
            Function<MachineId, String> address) {
        double from = seconds(event);
        Map<String, JsonNode> heard = new HashMap<>();
        said.forEach((host, json) -> json.path("heard")
                .forEach(flow -> heard.put(
                        key(
                                flow.get(0).asText(),
                                address.apply(host),
                                flow.get(1).asInt()),
                        flow)));
        int flows = 0;
        long sent = 0;
        Set<String> hit = new HashSet<>();
        long lost = 0;
        double gap = 0;
        int full = 0;
        int small = 0;
        for (Map.Entry<MachineId, JsonNode> host : said.entrySet()) {
            for (JsonNode flow : host.getValue().path("sent")) {
                flows++;
                sent += flow.get(3).asLong();
                String key = key(
                        address.apply(host.getKey()),
                        flow.get(0).asText(),
                        flow.get(1).asInt());
                JsonNode at = heard.get(key);
                double last = 0;
                if (at == null) {
                    last = seconds(end) - from;
                    lost += Math.round(last * Traffic.RATE);
                    hit.add(key);
                } else {
                    for (JsonNode one : at.get(4)) {
                        double until = one.get(0).asDouble() + one.get(1).asDouble();
                        // A gap in which nothing was lost is a sender that did not get the processor.
                        if (until > from && one.get(2).asLong() > 0) {
                            double length = Math.min(one.get(1).asDouble(), until - from);
                            lost += Math.max(
                                    1,
                                    Math.round(one.get(2).asLong()
                                            * length
                                            / one.get(1).asDouble()));
                            gap = Math.max(gap, length);
                            hit.add(key);
                            last = until > seconds(end) - LATE && length > LATE ? length : 0;
                        }
                    }
                }
                gap = Math.max(gap, last);
                if (last > 0 && flow.get(2).asInt() < FULL) {
                    small++;
                } else if (last > 0) {
                    full++;
                }
            }
        }
        int calls = 0;
        int broken = 0;
        double pause = 0;
        for (JsonNode host : said.values()) {
            for (JsonNode call : host.path("calls")) {
                calls++;
                boolean silent = !call.get(1).asText().isEmpty();
                for (JsonNode one : call.get(3)) {
                    double until = one.get(0).asDouble() + one.get(1).asDouble();
                    if (until > from) {
                        double length = Math.min(one.get(1).asDouble(), until - from);
                        pause = Math.max(pause, length);
                        silent |= until > seconds(end) - LATE && length > LATE;
                    }
                }
                broken += silent ? 1 : 0;
            }
        }
        Duration settled = routes.stream()
                .filter(change -> !change.isBefore(event))
                .map(change -> Duration.between(event, change))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new Reading(
                flows,
                hit.size(),
                lost,
                sent,
                duration(gap),
                new Losing(full, small),
                calls,
                duration(pause),
                broken,
                settled);
    }

    private static String key(String from, String to, int port) {
        return from + " " + to + " " + port;
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
