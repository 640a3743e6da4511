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
 * "not there" into a value, not an exception. A probe that is not done after ten seconds is ended with status 124.
 *
 * @param key unique among one machine's probes; the same key always means the same command and parser
 * @param scope whose actions can change it
 * @param blank what it prints on a machine that was just made and has nothing on it
 */
public record Probe<T>(
        MachineId machine, String key, Command command, Function<Output, T> parser, Scope scope, Output blank) {
    /** As where a command is not there. */
    private static final Output NOTHING = new Output(127, "", "");

    /** What can change a fact, and so when the engine must gather it again. */
    public enum Scope {
        /** Only actions on the same host: files, packages, units. Saves many round trips; use it where it is true. */
        HOST,
        /** Actions on any host: quorum, routes, what a daemon knows of others. */
        CLUSTER
    }

    public Probe {
        requireNonNull(machine, "machine");
        requireNonNull(key, "key");
        requireNonNull(command, "command");
        requireNonNull(parser, "parser");
        requireNonNull(scope, "scope");
        requireNonNull(blank, "blank");
    }

    /** A fact that actions on any host may change: the safe assumption. */
    public Probe(MachineId machine, String key, Command command, Function<Output, T> parser) {
        this(machine, key, command, parser, Scope.CLUSTER, NOTHING);
    }

    /** A fact that only actions on the same host change. */
    public static <T> Probe<T> ofHost(MachineId machine, String key, Command command, Function<Output, T> parser) {
        return new Probe<>(machine, key, command, parser, Scope.HOST, NOTHING);
    }

    /** The same, for a command that has something to say of a machine with nothing on it. */
    public Probe<T> blankAs(Output output) {
        return new Probe<>(machine, key, command, parser, scope, output);
    }
}
