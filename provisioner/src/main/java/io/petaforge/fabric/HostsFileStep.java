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
import java.util.Collections;
import java.util.Comparator;
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
        plan.devices().forEach(node -> probes.add(present(node.id())));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        for (Device node : plan.devices()) {
            String present = facts.get(present(node.id()));
            String wanted = HostsFile.with(present, names(plan, node));
            if (!wanted.equals(present)) {
                actions.add(new Action(
                        node.id(),
                        "write " + PATH,
                        new Operation.WriteFile(PATH, new Secret(wanted), "0644", "root:root")));
            }
        }
        return actions;
    }

    static Map<String, List<String>> names(ClusterPlan plan, Device reader) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        plan.devices().forEach(node -> names.put(node.id().value(), List.of(node.address())));
        names.put(plan.ceph().s3().name(), services(plan, reader));
        return names;
    }

    /**
     * The addresses of S3 in the order in which a host is to try them: its own gateway, those of its rack, the others, and
     * among equals each host another one first. Clients take the next when one does not answer.
     */
    private static List<String> services(ClusterPlan plan, Device reader) {
        if (!plan.usesExistingNetwork()) {
            return plan.ceph().s3().addresses();
        }
        List<Device> gateways = plan.devices().stream()
                .filter(device -> plan.ceph().rgws().contains(device.id()))
                .toList();
        List<Device> turned = new ArrayList<>(gateways);
        Collections.rotate(turned, -plan.devices().indexOf(reader));
        turned.sort(Comparator.comparingInt(
                gateway -> gateway.id().equals(reader.id()) ? 0 : gateway.rack().equals(reader.rack()) ? 1 : 2));
        return turned.stream().map(Device::address).toList();
    }

    private static Probe<String> present(MachineId machine) {
        return Probe.ofHost(machine, "fabric/hosts-file", Command.of("cat", PATH), Output::stdout);
    }
}
