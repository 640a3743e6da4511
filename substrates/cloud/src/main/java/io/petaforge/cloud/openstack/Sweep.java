package io.petaforge.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.Pause;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jclouds.openstack.neutron.v2.domain.Network;
import org.jclouds.openstack.neutron.v2.domain.Port;
import org.jclouds.openstack.neutron.v2.domain.Router;

/** Gives back what the cloud holds of a cluster, found by listing the cloud and not by what is remembered of it. */
final class Sweep {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** A request that makes something is answered within this time, or the cloud is not well. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(3);

    private final Cloud cloud;
    private final OpenStackSettings settings;
    private final Names names;
    private final Pause pause;
    private final Progress progress;
    private final List<String> removed = new ArrayList<>();
    private final Map<String, String> refused = new TreeMap<>();

    Sweep(Cloud cloud, OpenStackSettings settings, Names names, Pause pause, Progress progress) {
        this.cloud = cloud;
        this.settings = settings;
        this.names = names;
        this.pause = pause;
        this.progress = progress;
    }

    /** Servers and all that hangs on them. */
    void machines(Predicate<String> attempts) {
        for (JsonNode address : cloud.floatingAddresses()) {
            String of = address.path("description").asText();
            if (of.startsWith(names.prefix()) && attempts.test(of.substring(of.lastIndexOf('-') + 1))) {
                remove("floating address " + address.path("floating_ip_address").asText(), () -> cloud.addresses()
                        .delete(address.path("id").asText()));
            }
        }
        List<Server> servers = servers(attempts);
        each(servers, server -> "server " + server.name(), server -> cloud.servers()
                .delete(server.id()));
        wait("servers", () -> servers(attempts).size());
        // Those that were made with a server went with it; left are those of a server that never came.
        List<Volume> volumes = volumes(attempts);
        each(volumes, volume -> "volume " + volume.name(), volume -> cloud.volumes()
                .delete(volume.id()));
        wait("volumes", () -> volumes(attempts).size());
        List<Port> ports = ports(attempts);
        each(ports, port -> "port " + port.getName(), port -> cloud.api()
                .ports(cloud.network())
                .delete(port.getId()));
    }

    /** Some machines, and nothing of what they stand in. */
    Released machinesOnly(Predicate<String> attempts) {
        machines(attempts);
        List<String> remaining = new ArrayList<>();
        servers(attempts).forEach(server -> remaining.add("server " + server.name()));
        volumes(attempts).forEach(volume -> remaining.add("volume " + volume.name()));
        ports(attempts).forEach(port -> remaining.add("port " + port.getName()));
        return new Released(removed, remaining, List.of("servers, volumes and ports named " + names.prefix() + "*"));
    }

    /** Everything. */
    Released all() {
        machines(attempt -> true);
        site();
        List<String> remaining = remaining();
        return new Released(
                removed,
                remaining,
                List.of(
                        "servers, volumes, ports, floating addresses, routers, subnets, networks, security groups and server"
                                + " groups named " + names.prefix() + "*: " + remaining.size() + " left"));
    }

    /** Everything, and what still comes to be of requests that a killed run had made just before. */
    Released allAndLater() {
        all();
        pause.sleep(UNDER_WAY);
        return all();
    }

    private void site() {
        Site site = new Site(cloud, settings, names, progress);
        List<Port> ports = site.ports();
        for (Router router : site.routers()) {
            if (!ours(router.getName())) {
                continue;
            }
            for (Port port : ports) {
                if (router.getId().equals(port.getDeviceId())
                        && "network:router_interface".equals(port.getDeviceOwner())) {
                    quietly("interface of router " + router.getName(), () -> cloud.api()
                            .routers(cloud.network())
                            .removeInterfaceForPort(router.getId(), port.getId()));
                }
            }
            remove(
                    "router " + router.getName(),
                    () -> cloud.api().routers(cloud.network()).delete(router.getId()));
        }
        for (Network network : networks()) {
            // Its subnets go with it.
            remove(
                    "network " + network.getName(),
                    () -> cloud.api().networks(cloud.network()).delete(network.getId()));
        }
        site.securityGroups().stream()
                .filter(group -> ours(group.getName()))
                .forEach(group -> remove(
                        "security group " + group.getName(),
                        () -> cloud.api().securityGroups(cloud.network()).deleteSecurityGroup(group.getId())));
        cloud.serverGroups().stream()
                .filter(group -> ours(group.path("name").asText()))
                .forEach(group -> remove("server group " + group.path("name").asText(), () -> cloud.servers()
                        .deleteGroup(group.path("id").asText())));
    }

    /** What a listing of the cloud still shows, with the reason where one was given. */
    private List<String> remaining() {
        List<String> left = new ArrayList<>();
        Site site = new Site(cloud, settings, names, progress);
        servers(attempt -> true).forEach(server -> left.add("server " + server.name() + ", " + server.status()));
        volumes(attempt -> true).forEach(volume -> left.add("volume " + volume.name() + ", " + volume.status()));
        ports(attempt -> true).forEach(port -> left.add("port " + port.getName()));
        cloud.floatingAddresses().stream()
                .filter(address -> ours(address.path("description").asText()))
                .forEach(address -> left.add("floating address "
                        + address.path("floating_ip_address").asText()));
        site.routers().stream()
                .filter(router -> ours(router.getName()))
                .forEach(router -> left.add("router " + router.getName()));
        networks().forEach(network -> left.add("network " + network.getName()));
        site.securityGroups().stream()
                .filter(group -> ours(group.getName()))
                .forEach(group -> left.add("security group " + group.getName()));
        cloud.serverGroups().stream()
                .map(group -> group.path("name").asText())
                .filter(this::ours)
                .forEach(name -> left.add("server group " + name));
        return left.stream()
                .map(thing -> refused.entrySet().stream()
                        .filter(why -> thing.startsWith(why.getKey()))
                        .findFirst()
                        .map(why -> thing + ": " + why.getValue())
                        .orElse(thing))
                .toList();
    }

    private boolean ours(String name) {
        return name != null && name.startsWith(names.prefix());
    }

    private List<Server> servers(Predicate<String> attempts) {
        return cloud.servers(names.prefix()).stream()
                .filter(server -> names.tags().owns(server.metadata())
                        && attempts.test(server.attempt())
                        // Nova shows a deleted server for some moments.
                        && !server.status().equals("DELETED"))
                .toList();
    }

    private List<Volume> volumes(Predicate<String> attempts) {
        return cloud.volumes(io.petaforge.cloud.ClusterTags.TOKEN, names.tags().token()).stream()
                .filter(volume -> names.tags().owns(volume.metadata()) && attempts.test(volume.attempt()))
                .toList();
    }

    private List<Port> ports(Predicate<String> attempts) {
        return new Site(cloud, settings, names, progress)
                .ports().stream()
                        .filter(port -> port.getName() != null
                                && port.getName().startsWith(names.thing("port-"))
                                && attempts.test(
                                        port.getName().substring(port.getName().lastIndexOf('-') + 1)))
                        .toList();
    }

    private List<Network> networks() {
        return cloud
                .<Network>all(options -> cloud.api().networks(cloud.network()).list(options))
                .stream()
                .filter(network -> ours(network.getName()))
                .toList();
    }

    private <T> void each(
            List<T> things,
            java.util.function.Function<T, String> label,
            java.util.function.Function<T, Boolean> delete) {
        Parallel.each(things, thing -> {
            remove(label.apply(thing), () -> delete.apply(thing));
            return thing;
        });
    }

    /** One thing, reported when it is gone. */
    void remove(String what, Supplier<Boolean> delete) {
        if (quietly(what, delete)) {
            synchronized (removed) {
                removed.add(what);
            }
            progress.report("removed " + what);
        }
    }

    /** What the cloud does not give up now is listed at the end; the rest is removed all the same. */
    private boolean quietly(String what, Supplier<Boolean> delete) {
        try {
            return cloud.read(delete);
        } catch (CloudFailure e) {
            synchronized (removed) {
                refused.put(what, e.detail());
            }
            return false;
        }
    }

    private void wait(String what, Supplier<Integer> left) {
        Instant deadline = pause.clock().instant().plus(PATIENCE);
        while (left.get() > 0) {
            if (pause.clock().instant().isAfter(deadline)) {
                progress.report("some " + what + " are not gone after " + PATIENCE.toMinutes() + " min");
                return;
            }
            pause.sleep(Duration.ofSeconds(1));
        }
    }
}
