package io.petaforge.spark;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Java in the right range, the programs that the other steps call, and the user with its directories. */
final class HostStep implements Step {
    static final String NAME = "spark/hosts";
    static final String RECOVERY = SparkLayout.STATE + "/recovery";
    // What Debian 12 and Ubuntu 22.04 onwards have, and what every known set of releases runs on.
    private static final List<String> PACKAGES = List.of("openjdk-17-jre-headless", "python3", "xfsprogs");
    private static final List<String> PARAMETERS = List.of(SparkLayout.USER, SparkLayout.STATE, RECOVERY);

    /** What a host has. */
    record HostState(String java, List<String> missing, boolean user) {
        HostState {
            missing = List.copyOf(missing);
        }

        static HostState parse(Output output) {
            String java = "";
            List<String> missing = List.of();
            boolean user = false;
            for (String line : output.stdout().split("\n")) {
                String[] words = line.strip().split(" ");
                if (words[0].equals("java") && words.length == 2) {
                    java = words[1];
                } else if (words[0].equals("missing")) {
                    missing = List.of(words).subList(1, words.length);
                } else if (words[0].equals("user")) {
                    user = true;
                }
            }
            return new HostState(java, missing, user);
        }
    }

    private final SparkInputs inputs;

    HostStep(SparkInputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return inputs.afterPackages();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return plan.spark().hosts().stream().<Probe<?>>map(HostStep::probe).toList();
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (MachineId host : plan.spark().hosts()) {
            HostState state = facts.get(probe(host));
            if (state.java().isEmpty() || !state.missing().isEmpty()) {
                actions.add(new Action(
                        host,
                        "install " + String.join(", ", PACKAGES),
                        new Operation.Exec(Scripts.sh("packages.sh", PACKAGES), Duration.ofMinutes(10)),
                        Effect.CREATE));
            } else {
                inputs.resource()
                        .check()
                        .java(state.java())
                        .map(problem -> Problem.of(problem.code(), host + ": " + problem.what(), problem.fix()))
                        .ifPresent(problems::add);
            }
            if (!state.user()) {
                actions.add(new Action(
                        host,
                        "create the user " + SparkLayout.USER,
                        new Operation.Exec(Scripts.sh("user.sh", PARAMETERS), Duration.ofSeconds(30)),
                        Effect.CREATE));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
        return actions;
    }

    private static Probe<HostState> probe(MachineId host) {
        return Probe.ofHost(host, "spark/host", Scripts.sh("host-facts.sh", PARAMETERS), HostState::parse);
    }
}
