package io.petaforge.cloud.openstack;

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
import org.jclouds.openstack.neutron.v2.domain.Port;

/** What runs under a cluster's name, by the metadata of its servers, and at which addresses, by the names of their ports. */
final class Discovery {
    private final Cloud cloud;
    private final OpenStackSettings settings;
    private final Path operatorKey;

    Discovery(Cloud cloud, OpenStackSettings settings, Path operatorKey) {
        this.cloud = cloud;
        this.settings = settings;
        this.operatorKey = operatorKey;
    }

    List<Discovered> of(String cluster) {
        List<Server> running = cloud.servers(Names.ofCluster(cluster)).stream()
                // Where a cluster 'a' is asked for, the servers of one that is called 'a-b' answer too.
                .filter(server -> cluster.equals(server.metadata().get(ClusterTags.CLUSTER)))
                .filter(server -> server.active() && !server.leaving())
                .toList();
        if (running.isEmpty()) {
            return List.of();
        }
        PortAddresses addresses = new PortAddresses(cloud);
        Map<String, Port> ports = addresses.ports(Names.ofCluster(cluster));
        Map<String, String> floating = addresses.floating();
        // Each build has its own.
        Map<String, SshAccess.Jump> jumps = new TreeMap<>();
        running.stream()
                .filter(server -> server.machine().equals(JumpHost.NAME))
                .forEach(server -> Optional.ofNullable(floating.get(port(server)))
                        .ifPresent(address -> jumps.putIfAbsent(
                                names(server).prefix(),
                                new SshAccess.Jump(address, JumpHost.SSH, settings.user(), operatorKey, List.of()))));
        List<Discovered> found = new ArrayList<>();
        for (Server server : running) {
            Optional<String> address = Optional.ofNullable(floating.get(port(server)))
                    .or(() -> Optional.ofNullable(ports.get(port(server))).map(PortAddresses::fixed));
            Optional<MachineId> machine = Strays.machine(server);
            if (address.isPresent()
                    && machine.isPresent()
                    && !machine.get().value().equals(JumpHost.NAME)) {
                found.add(new Discovered(
                        machine.get().group(),
                        new SshAccess(
                                machine.get(),
                                address.get(),
                                JumpHost.SSH,
                                settings.user(),
                                operatorKey,
                                List.of(),
                                settings.jump()
                                        .or(() -> Optional.ofNullable(
                                                jumps.get(names(server).prefix()))))));
            }
        }
        return found;
    }

    private static Names names(Server server) {
        return new Names(new ClusterTags(
                server.metadata().getOrDefault(ClusterTags.CLUSTER, ""),
                server.metadata().getOrDefault(ClusterTags.TOKEN, "")));
    }

    private static String port(Server server) {
        return names(server).port(server.machine(), server.attempt());
    }
}
