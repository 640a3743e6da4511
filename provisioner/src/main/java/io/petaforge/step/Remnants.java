package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is left on a host of daemons that leave: their units and their directories. */
public final class Remnants {
    private static final String PROBE =
            """
            while [ $# -gt 0 ]; do
              active=$(systemctl is-active -- "$1" 2>/dev/null)
              enabled=$(systemctl is-enabled -- "$1" 2>/dev/null)
              there=no
              [ -z "$2" ] || [ ! -e "$2" ] || there=yes
              printf '%s %s %s %s\\n' "$1" "${active:-unknown}" "${enabled:-unknown}" $there
              shift 2
            done
            """;

    /** Stopped and disabled first: a daemon whose files are taken away while it runs says so to everybody. */
    private static final String FORGET =
            """
            while [ $# -gt 0 ]; do
              systemctl disable --quiet --now -- "$1" || exit
              systemctl reset-failed -- "$1" 2>/dev/null || :
              [ -z "$2" ] || rm -rf --one-file-system -- "$2" || exit
              shift 2
            done
            """;

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private Remnants() {}

    /**
     * One daemon.
     *
     * @param directory what it keeps; empty for nothing of its own
     */
    public record Remnant(String unit, String directory) {
        public Remnant {
            requireNonNull(unit, "unit");
            requireNonNull(directory, "directory");
        }
    }

    /** What was found of it. */
    public record Found(boolean active, boolean enabled, boolean directory) {
        /** Whether there is nothing left to stop or to take away. */
        public boolean gone() {
            return !active && !enabled && !directory;
        }
    }

    /** By unit; all that were asked for are keys of the value. */
    public static Probe<Map<String, Found>> probe(MachineId host, String key, List<Remnant> remnants) {
        List<Remnant> asked = List.copyOf(remnants);
        return Probe.ofHost(host, key, Command.script(PROBE, parameters(asked)), output -> parse(asked, output));
    }

    /** Stops daemons for good and removes what they kept. */
    public static Action forget(MachineId host, List<Remnant> remnants, String why) {
        return new Action(
                host,
                List.copyOf(remnants.stream()
                        .map(remnant -> new Change(Effect.RELEASE, "stop " + remnant.unit() + " for good", why))
                        .toList()),
                new Operation.Exec(Command.script(FORGET, parameters(remnants)), LIMIT));
    }

    private static List<String> parameters(List<Remnant> remnants) {
        List<String> parameters = new ArrayList<>();
        remnants.forEach(remnant -> parameters.addAll(List.of(remnant.unit(), remnant.directory())));
        return parameters;
    }

    private static Map<String, Found> parse(List<Remnant> asked, Output output) {
        Map<String, Found> found = new TreeMap<>();
        asked.forEach(remnant -> found.put(remnant.unit(), new Found(false, false, false)));
        output.stdout().lines().map(line -> line.split(" ")).forEach(words -> {
            if (words.length == 4) {
                boolean runs = !List.of("inactive", "failed", "unknown").contains(words[1]);
                found.put(words[0], new Found(runs, words[2].equals("enabled"), words[3].equals("yes")));
            }
        });
        return found;
    }
}
