package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Stops a service on some hosts and removes what it left there, so that the service's own steps make it anew. */
public final class ForgetStep implements Step {
    /** Prints what is still there. */
    private static final String PROBE =
            """
            units=$1; shift
            while [ $units -gt 0 ]; do
              ! systemctl is-active --quiet -- "$1" 2>/dev/null || echo "$1"
              [ ! -e "/var/lib/petaforge/applied/$1" ] || echo "$1"
              units=$((units - 1)); shift
            done
            for path; do [ ! -e "$path" ] || echo "$path"; done
            """;

    private static final String FORGET =
            """
            units=$1; shift
            while [ $units -gt 0 ]; do
              systemctl disable --quiet --now -- "$1" || exit
              rm -f -- "/var/lib/petaforge/applied/$1" || exit
              units=$((units - 1)); shift
            done
            [ $# -eq 0 ] || rm -rf -- "$@"
            """;

    /** Systemd kills what has not ended after 90 s. */
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final String name;
    private final Map<MachineId, Remains> remains;

    /**
     * A step that ends when nothing of this is left.
     *
     * @param name of the step, such as {@code rebuild/mon}
     */
    public ForgetStep(String name, Map<MachineId, Remains> remains) {
        this.name = name;
        this.remains = Collections.unmodifiableMap(new TreeMap<>(remains));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        remains.forEach((host, left) -> probes.add(left(host, left)));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        remains.forEach((host, left) -> {
            if (!facts.get(left(host, left)).isEmpty()) {
                actions.add(new Action(
                        host,
                        "stop " + String.join(", ", left.units()) + " and remove what it left",
                        new Operation.Exec(Command.script(FORGET, parameters(left)), LIMIT),
                        Effect.RELEASE));
            }
        });
        return actions;
    }

    private Probe<List<String>> left(MachineId host, Remains left) {
        return Probe.ofHost(host, name + "/left", Command.script(PROBE, parameters(left)), output -> output.stdout()
                .lines()
                .distinct()
                .toList());
    }

    private static List<String> parameters(Remains left) {
        List<String> parameters =
                new ArrayList<>(List.of(Integer.toString(left.units().size())));
        parameters.addAll(left.units());
        parameters.addAll(left.paths());
        return parameters;
    }
}
