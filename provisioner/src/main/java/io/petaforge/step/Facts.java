package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Output;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was observed, keyed by machine and probe. Immutable; parsing happens on access. */
public final class Facts {
    /** Where a fact is kept. */
    public record Key(MachineId machine, String probe) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byMachine = machine.compareTo(other.machine);
            return byMachine != 0 ? byMachine : probe.compareTo(other.probe);
        }
    }

    private final Map<Key, Output> outputs;

    public Facts(Map<Key, Output> outputs) {
        this.outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
    }

    /** Nothing was observed. */
    public static Facts none() {
        return new Facts(Map.of());
    }

    /**
     * The value of a probe that the step declared.
     *
     * @throws IllegalStateException when it was not gathered, which is a defect of the step that asks for it
     */
    public <T> T get(Probe<T> probe) {
        return find(probe)
                .orElseThrow(() -> new IllegalStateException(
                        "the step did not declare the fact " + probe.key() + " of " + probe.machine()));
    }

    /** The value of a probe, if it was gathered. */
    public <T> Optional<T> find(Probe<T> probe) {
        Output output = outputs.get(new Key(probe.machine(), probe.key()));
        return output == null ? Optional.empty() : Optional.of(probe.parser().apply(output));
    }

    /** These facts, with newer ones in place of older. */
    public Facts with(Map<Key, Output> newer) {
        Map<Key, Output> merged = new TreeMap<>(outputs);
        merged.putAll(newer);
        return new Facts(merged);
    }
}
