package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Output;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All facts of a run, with a count of when each was gathered, beside when each step last acted on each host: so that a
 * fact is gathered again exactly when something that may have changed it happened since.
 */
final class FactStore {
    private record Fact(Output output, long gathered) {}

    private final AtomicLong count = new AtomicLong();
    private final Map<Facts.Key, Fact> facts = new ConcurrentHashMap<>();
    private final Map<String, Map<MachineId, Long>> acted = new ConcurrentHashMap<>();

    /** The present moment; take it before gathering begins. */
    long now() {
        return count.incrementAndGet();
    }

    /** Keeps what was gathered since a moment; older knowledge never replaces newer. */
    void put(Probe<?> probe, Output output, long since) {
        facts.merge(
                key(probe), new Fact(output, since), (old, fresh) -> old.gathered() > fresh.gathered() ? old : fresh);
    }

    /** Notes that a step's actions on a host have ended, well or badly. */
    void acted(String step, MachineId machine) {
        acted.computeIfAbsent(step, name -> new ConcurrentHashMap<>()).put(machine, now());
    }

    /**
     * Those probes whose value is unknown or may have changed.
     *
     * @param by names of the steps whose actions count
     */
    List<Probe<?>> stale(Collection<Probe<?>> probes, Set<String> by) {
        return probes.stream()
                .filter(probe -> {
                    Fact fact = facts.get(key(probe));
                    return fact == null || fact.gathered() <= lastChange(probe, by);
                })
                .toList();
    }

    /** The facts of these probes, as far as they are known. */
    Facts facts(Collection<Probe<?>> probes) {
        Map<Facts.Key, Output> outputs = new TreeMap<>();
        for (Probe<?> probe : probes) {
            Fact fact = facts.get(key(probe));
            if (fact != null) {
                outputs.put(key(probe), fact.output());
            }
        }
        return new Facts(outputs);
    }

    private long lastChange(Probe<?> probe, Set<String> by) {
        long last = 0;
        for (String step : by) {
            Map<MachineId, Long> where = acted.getOrDefault(step, Map.of());
            for (Map.Entry<MachineId, Long> act : where.entrySet()) {
                if (probe.scope() == Probe.Scope.CLUSTER || act.getKey().equals(probe.machine())) {
                    last = Math.max(last, act.getValue());
                }
            }
        }
        return last;
    }

    private static Facts.Key key(Probe<?> probe) {
        return new Facts.Key(probe.machine(), probe.key());
    }
}
