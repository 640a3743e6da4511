package io.petaforge.fabric;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.network.dc.Device;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives every loopback and the S3 service a name on every node, so that nothing depends on a name server. */
public final class HostsFileStep implements Step {
    /** This step's name, for those that come after it. */
    public static final String NAME = "fabric/hosts-file";

    private static final String PATH = "/etc/hosts";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        plan.fabric().devices().forEach(node -> probes.add(present(node.id())));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Map<String, String> names = names(plan);
        List<Action> actions = new ArrayList<>();
        for (Device node : plan.fabric().devices()) {
            String present = facts.get(present(node.id()));
            String wanted = HostsFile.with(present, names);
            if (!wanted.equals(present)) {
                actions.add(new Action(
                        node.id(),
                        "write " + PATH,
                        new Operation.WriteFile(PATH, new Secret(wanted), "0644", "root:root")));
            }
        }
        return actions;
    }

    static Map<String, String> names(ClusterPlan plan) {
        Map<String, String> names = new LinkedHashMap<>();
        plan.fabric().devices().forEach(node -> names.put(node.id().value(), node.address()));
        names.put(plan.ceph().s3().name(), plan.ceph().s3().address());
        return names;
    }

    private static Probe<String> present(MachineId machine) {
        return Probe.ofHost(machine, "fabric/hosts-file", Command.of("cat", PATH), Output::stdout);
    }
}
