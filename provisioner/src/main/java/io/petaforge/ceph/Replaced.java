package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Command;
import io.petaforge.remote.Output;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Probe;
import io.petaforge.step.UnitState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Daemons whose program was replaced since they started: packages were upgraded, by petaforge or by somebody else. */
final class Replaced {
    /** Stands for the inputs of such a daemon: what it runs with is nothing that a start would give it now. */
    private static final String OTHER = "replaced";

    /** The kernel says "(deleted)" of a program that runs and is not the file of that name any more. */
    private static final String PROBE =
            """
            systemctl show -p Id -p MainPID -- "$@" 2>/dev/null | awk '
              BEGIN { RS = ""; FS = "\\n" }
              {
                pid = 0
                for (i = 1; i <= NF; i++) {
                  if (sub(/^MainPID=/, "", $i)) pid = $i
                  else if (sub(/^Id=/, "", $i)) id = $i
                }
                if (pid > 0) print pid, id
              }' | while read -r pid unit; do
              case $(readlink "/proc/$pid/exe") in *' (deleted)') echo "$unit" ;; esac
            done
            """;

    private Replaced() {}

    /** The units of a host of which this is so. */
    static Probe<Set<String>> probe(MachineId host, List<DesiredUnit> units) {
        return Probe.ofHost(
                host,
                "ceph/replaced",
                Command.script(PROBE, units.stream().map(DesiredUnit::name).toList()),
                Replaced::parse);
    }

    /** What was found of units, with these as such that run with other inputs than any. */
    static Map<String, UnitState> mark(Map<String, UnitState> found, Set<String> replaced) {
        Map<String, UnitState> marked = new TreeMap<>(found);
        replaced.forEach(unit -> marked.computeIfPresent(
                unit,
                (name, state) ->
                        new UnitState(state.load(), state.active(), state.file(), state.reloadNeeded(), OTHER)));
        return marked;
    }

    static Set<String> parse(Output output) {
        return output.stdout()
                .lines()
                .map(String::strip)
                .filter(unit -> !unit.isEmpty())
                .collect(Collectors.toSet());
    }
}
