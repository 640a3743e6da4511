package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Command;
import io.petaforge.remote.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of files on a host, and what is to be written when they differ. */
public final class FileFacts {
    /** One process for all modes and owners, one for all checksums; a path per line, in the order of the parameters. */
    private static final String SCRIPT =
            """
            for f; do
              if [ -f "$f" ] && [ ! -L "$f" ]; then set -- "$@" "$f"; fi
              shift
            done
            [ $# -gt 0 ] || exit 0
            stat -c '%04a %U:%G %n' -- "$@"
            echo
            sha256sum -z -- "$@" | tr '\\000' '\\n'
            """;

    private FileFacts() {}

    /**
     * The state of some files, all of them keys of the value. A path that is a symbolic link or a directory counts as
     * absent.
     */
    public static Probe<Map<String, FileState>> probe(MachineId machine, String key, List<String> paths) {
        List<String> asked = List.copyOf(paths);
        return Probe.ofHost(machine, key, Command.script(SCRIPT, asked), output -> parse(asked, output));
    }

    /** The same for the paths of desired files. */
    public static Probe<Map<String, FileState>> probeOf(MachineId machine, String key, List<DesiredFile> files) {
        return probe(machine, key, files.stream().map(DesiredFile::path).toList());
    }

    /** One {@code WriteFile} for each file that differs in content, mode or owner, in the given order. */
    public static List<Action> actions(MachineId machine, List<DesiredFile> files, Map<String, FileState> found) {
        List<Action> actions = new ArrayList<>();
        for (DesiredFile file : files) {
            FileState state = found.getOrDefault(file.path(), FileState.ABSENT);
            if (!matches(file, state)) {
                actions.add(write(machine, file, state));
            }
        }
        return actions;
    }

    /** Whether nothing needs to be done to a file. */
    public static boolean matches(DesiredFile file, FileState found) {
        return found.exists()
                && found.mode().equals(file.mode())
                && found.owner().equals(file.owner())
                && found.sha256().equals(Inputs.sha256(file.content().reveal()));
    }

    private static Action write(MachineId machine, DesiredFile file, FileState found) {
        return new Action(
                machine,
                "write " + file.path(),
                new io.petaforge.remote.Operation.WriteFile(file.path(), file.content(), file.mode(), file.owner()),
                found.exists() ? Effect.CHANGE : Effect.CREATE,
                found.exists() ? reason(file, found) : "");
    }

    private static String reason(DesiredFile file, FileState found) {
        if (!found.sha256().equals(Inputs.sha256(file.content().reveal()))) {
            return "its content differs";
        }
        return found.mode().equals(file.mode())
                ? "its owner is " + found.owner() + ", not " + file.owner()
                : "its mode is " + found.mode() + ", not " + file.mode();
    }

    static Map<String, FileState> parse(List<String> paths, Output output) {
        Map<String, String[]> stats = new TreeMap<>();
        Map<String, String> sums = new TreeMap<>();
        boolean second = false;
        for (String line : output.stdout().split("\n", -1)) {
            if (line.isEmpty()) {
                second = true;
            } else if (second) {
                // sha256sum: 64 digits, a space, a space or star, the path
                if (line.length() > 66) {
                    sums.put(line.substring(66), line.substring(0, 64));
                }
            } else {
                String[] fields = line.split(" ", 3);
                if (fields.length == 3) {
                    stats.put(fields[2], fields);
                }
            }
        }
        Map<String, FileState> states = new TreeMap<>();
        for (String path : paths) {
            String[] stat = stats.get(path);
            String sum = sums.get(path);
            states.put(
                    path, stat == null || sum == null ? FileState.ABSENT : new FileState(true, sum, stat[0], stat[1]));
        }
        return Collections.unmodifiableMap(states);
    }
}
