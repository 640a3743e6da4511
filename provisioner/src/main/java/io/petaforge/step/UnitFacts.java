package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of systemd units on a host, and what is to be done so that they run with their present inputs.
 *
 * <p>A stamp file per unit holds the hash of the inputs of its last successful start. It is written after the start, so a
 * run that is killed between writing a configuration file and restarting the service restarts it the next time.
 */
public final class UnitFacts {
    /** First the stamps (one line per unit, in order), then an empty line, then systemd's blocks in the same order. */
    private static final String PROBE =
            """
            for u; do
              h=
              [ -r "/var/lib/petaforge/applied/$u" ] && read -r h <"/var/lib/petaforge/applied/$u"
              echo "stamp $h"
            done
            echo
            [ -d /run/systemd/system ] || exit 0
            systemctl show -p LoadState -p ActiveState -p UnitFileState -p NeedDaemonReload -- "$@"
            """;

    /**
     * Whether systemd must read unit files again, then triples of verb, unit and hash. One systemctl call starts all
     * units of a verb at the same time. A stamp is written only for a unit that is active afterwards; for one that is
     * not, the end of its journal is the error.
     *
     * <p>Reading unit files again costs more than all the rest, and a unit that is not in memory is read when it is
     * started. So systemd is asked whether it is needed; only drop-in directories that are new can escape it.
     */
    private static final String APPLY =
            """
            reload=$1; shift
            enable= reset= start= restart= refresh= units= stamps=
            while [ $# -gt 0 ]; do
              case $1 in
                enable) enable="$enable $2" ;;
                reset) reset="$reset $2" ;;
                start) start="$start $2" ;;
                restart) restart="$restart $2" ;;
                reload) refresh="$refresh $2" ;;
              esac
              case $1 in
                start | restart | reload)
                  units="$units $2"
                  stamps="$stamps $3"
                  if [ -d "/etc/systemd/system/$2.d" ] || [ -d "/etc/systemd/system/${2%%@*}@.${2##*.}.d" ]; then
                    reload=yes
                  fi
                  ;;
              esac
              shift 3
            done
            if [ $reload = no ] && [ -n "$units" ]; then
              case $(systemctl show -p NeedDaemonReload -- $units) in *=yes*) reload=yes ;; esac
            fi
            status=0
            [ $reload = no ] || systemctl daemon-reload || exit
            [ -z "$enable" ] || systemctl enable --quiet --no-reload -- $enable || exit
            [ -z "$reset" ] || systemctl reset-failed -- $reset || :
            [ -z "$start" ] || systemctl start -- $start || status=$?
            [ -z "$restart" ] || systemctl restart -- $restart || status=$?
            [ -z "$refresh" ] || systemctl reload -- $refresh || status=$?
            [ -n "$units" ] || exit $status
            dir=/var/lib/petaforge/applied
            [ -d $dir ] || mkdir -p $dir || exit
            failed=$status
            set -- $stamps
            for state in $(systemctl is-active -- $units); do
              u=${units# }
              u=${u%% *}
              units=${units# }
              units=${units#"$u"}
              if [ "$state" = active ]; then
                if [ $failed -eq 0 ]; then
                  printf '%s\\n' "$1" >"$dir/.new-$u" && mv -f "$dir/.new-$u" "$dir/$u" || exit
                fi
              else
                [ $status -ne 0 ] || status=1
                echo "$u is $state:" >&2
                journalctl --no-pager -o cat -n 20 -u "$u" >&2
              fi
              shift
            done
            exit $status
            """;

    private UnitFacts() {}

    /** The state of some units, all of them keys of the value. */
    public static Probe<Map<String, UnitState>> probe(MachineId machine, String key, List<String> units) {
        List<String> asked = List.copyOf(units);
        return Probe.ofHost(machine, key, Command.script(PROBE, asked), output -> parse(asked, output));
    }

    /** The same for the names of desired units. */
    public static Probe<Map<String, UnitState>> probeOf(MachineId machine, String key, List<DesiredUnit> units) {
        return probe(machine, key, units.stream().map(DesiredUnit::name).toList());
    }

    /** The same, but what runs is left as it is, with whatever inputs: for daemons that must not all restart at once. */
    public static List<Action> starts(MachineId machine, List<DesiredUnit> units, Map<String, UnitState> found) {
        List<DesiredUnit> outdated = outdated(units, found);
        return actions(
                machine, units.stream().filter(unit -> !outdated.contains(unit)).toList(), found);
    }

    /** The units that run with other inputs than they should. */
    public static List<DesiredUnit> outdated(List<DesiredUnit> units, Map<String, UnitState> found) {
        return units.stream()
                .filter(unit -> {
                    UnitState state = found.getOrDefault(unit.name(), UnitState.ABSENT);
                    return state.isActive() && !state.applied().equals(unit.inputsHash());
                })
                .toList();
    }

    /**
     * At most one action for all units of a host together: enable what is not enabled, start what does not run, restart
     * or reload what runs with other inputs. List it after the actions that write the units' files: unit files that were
     * just written are read by systemd first.
     */
    public static List<Action> actions(MachineId machine, List<DesiredUnit> units, Map<String, UnitState> found) {
        List<String> parameters = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        boolean daemonReload = false;
        Duration timeout = Duration.ZERO;
        for (DesiredUnit unit : units) {
            UnitState state = found.getOrDefault(unit.name(), UnitState.ABSENT);
            boolean current = state.applied().equals(unit.inputsHash());
            if (!state.isEnabled()) {
                parameters.addAll(List.of("enable", unit.name(), unit.inputsHash()));
            }
            String verb = verb(unit, state, current);
            if (!verb.isEmpty()
                    && !state.active().isEmpty()
                    && !state.active().equals("inactive")
                    && !state.isActive()) {
                // Lifts the limit on starts, which a unit that fails again and again has reached.
                parameters.addAll(List.of("reset", unit.name(), unit.inputsHash()));
            }
            if (!verb.isEmpty()) {
                parameters.addAll(List.of(verb, unit.name(), unit.inputsHash()));
            }
            if (!state.isEnabled() || !verb.isEmpty()) {
                changes.add(change(unit, state, verb));
                timeout = timeout.compareTo(unit.timeout()) < 0 ? unit.timeout() : timeout;
                // A unit in memory has its files in memory, and they may be among the changed inputs.
                daemonReload |= state.reloadNeeded() || (!current && state.isActive());
            }
        }
        if (changes.isEmpty()) {
            return List.of();
        }
        parameters.add(0, daemonReload ? "yes" : "no");
        return List.of(new Action(machine, changes, new Operation.Exec(Command.script(APPLY, parameters), timeout)));
    }

    private static Change change(DesiredUnit unit, UnitState found, String verb) {
        if (verb.isEmpty()) {
            return new Change(Effect.CHANGE, "enable " + unit.name(), "it would not start at boot");
        }
        if (found.isActive()) {
            return new Change(
                    Effect.RESTART,
                    verb + " " + unit.name(),
                    found.applied().isEmpty() ? "it was not started by petaforge" : "its inputs changed");
        }
        return new Change(
                Effect.START,
                "start " + unit.name(),
                found.active().isEmpty() || found.active().equals("inactive") ? "" : "it is " + found.active());
    }

    private static String verb(DesiredUnit unit, UnitState state, boolean current) {
        if (!state.isActive()) {
            return current ? "start" : "restart";
        }
        if (current) {
            return "";
        }
        return unit.onChange() == DesiredUnit.OnChange.RELOAD ? "reload" : "restart";
    }

    static Map<String, UnitState> parse(List<String> units, Output output) {
        String[] parts = output.stdout().split("\n\n", -1);
        List<String> stamps = parts[0].lines().toList();
        Map<String, UnitState> states = new TreeMap<>();
        for (int i = 0; i < units.size(); i++) {
            String stamp = i < stamps.size() && stamps.get(i).startsWith("stamp ")
                    ? stamps.get(i).substring("stamp ".length())
                    : "";
            Map<String, String> shown = i + 1 < parts.length ? properties(parts[i + 1]) : Map.of();
            states.put(
                    units.get(i),
                    new UnitState(
                            shown.getOrDefault("LoadState", ""),
                            shown.getOrDefault("ActiveState", ""),
                            shown.getOrDefault("UnitFileState", ""),
                            shown.getOrDefault("NeedDaemonReload", "").equals("yes"),
                            stamp));
        }
        return Collections.unmodifiableMap(states);
    }

    private static Map<String, String> properties(String block) {
        Map<String, String> properties = new TreeMap<>();
        block.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return properties;
    }
}
