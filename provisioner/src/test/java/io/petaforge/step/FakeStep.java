package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A step whose parts are given. */
record FakeStep(String name, Set<String> after, List<Probe<?>> probes, Function<Facts, List<Action>> actions)
        implements Step {
    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        return actions.apply(facts);
    }

    /** Sets a key to "1" on some hosts, and looks at each host's own memory. */
    static FakeStep setting(String name, Set<String> after, String key, String... hosts) {
        List<Probe<?>> probes = new ArrayList<>();
        for (String host : hosts) {
            probes.add(own(host, key));
        }
        return new FakeStep(name, after, probes, facts -> {
            List<Action> actions = new ArrayList<>();
            for (String host : hosts) {
                if (facts.get(own(host, key)).isEmpty()) {
                    actions.add(set(host, key, "1"));
                }
            }
            return actions;
        });
    }

    static Probe<String> own(String host, String key) {
        return Probe.ofHost(new MachineId(host), key, Command.of("get", key), output -> output.stdout());
    }

    /** The key on all hosts, as one of them sees it. */
    static Probe<String> all(String host, String key) {
        return new Probe<>(new MachineId(host), "all-" + key, Command.of("all", key), output -> output.stdout());
    }

    static Action set(String host, String key, String value) {
        return action(host, "set " + key, Command.of("set", key, value));
    }

    static Action action(String host, String title, Command command) {
        return new Action(new MachineId(host), title, new Operation.Exec(command, Duration.ofSeconds(1)));
    }
}
