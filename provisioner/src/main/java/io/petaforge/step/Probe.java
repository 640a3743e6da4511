package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Command;
import io.petaforge.remote.Output;
import java.util.function.Function;

/**
 * A fact: a read-only command on one host and the pure function that reads its output.
 *
 * <p>All probes of all steps on a host are gathered in one round trip. So a probe changes nothing, answers within about a
 * second even on a host where nothing is installed yet (test for a socket before asking a daemon), and its parser turns
 * "not there" into a value, not an exception.
 *
 * @param key unique among one machine's probes; the same key always means the same command and parser
 */
public record Probe<T>(MachineId machine, String key, Command command, Function<Output, T> parser) {
    public Probe {
        requireNonNull(machine, "machine");
        requireNonNull(key, "key");
        requireNonNull(command, "command");
        requireNonNull(parser, "parser");
    }
}
