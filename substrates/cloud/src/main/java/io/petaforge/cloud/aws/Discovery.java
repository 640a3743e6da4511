package io.petaforge.cloud.aws;

import io.petaforge.api.MachineDiscovery.Discovered;
import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import io.petaforge.cloud.ClusterTags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What runs under a cluster's name, by its tags. Names that machines have in the cluster are in the record alone (one request
 * makes many machines, and gives all of them the same tags), so they are called by their ids here; the group is in the tag
 * {@code Name}. Pure.
 */
final class Discovery {
    private Discovery() {}

    /** @param instances with the cluster's tag, of any build and in any state */
    static List<Discovered> of(String cluster, List<Instance> instances, String user, Path operatorKey) {
        List<Instance> running = instances.stream()
                .filter(instance -> instance.state().equals("running"))
                .toList();
        // Each build has its own.
        Map<String, SshAccess.Jump> jumps = new TreeMap<>();
        running.stream()
                .filter(instance -> group(cluster, instance).equals(JumpHost.NAME)
                        && !instance.publicAddress().isEmpty())
                .forEach(instance -> jumps.putIfAbsent(
                        build(instance),
                        new SshAccess.Jump(instance.publicAddress(), Access.SSH, user, operatorKey, List.of())));
        List<Discovered> found = new ArrayList<>();
        for (Instance instance : running) {
            Optional<SshAccess.Jump> jump = Optional.ofNullable(jumps.get(build(instance)));
            String address = jump.isPresent() || instance.publicAddress().isEmpty()
                    ? instance.privateAddress()
                    : instance.publicAddress();
            if (!group(cluster, instance).equals(JumpHost.NAME) && !address.isEmpty()) {
                found.add(new Discovered(
                        group(cluster, instance),
                        new SshAccess(
                                new MachineId(instance.id()),
                                address,
                                Access.SSH,
                                user,
                                operatorKey,
                                List.of(),
                                jump)));
            }
        }
        return found;
    }

    private static String build(Instance instance) {
        return instance.tags().getOrDefault(ClusterTags.TOKEN, "");
    }

    /** People may have renamed it. */
    private static String group(String cluster, Instance instance) {
        String prefix = new ClusterTags(cluster, build(instance)).name("");
        String name = instance.tags().getOrDefault("Name", "");
        return name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    }
}
