package io.petaforge.cloud.openstack;

import io.petaforge.api.Pause;
import io.petaforge.api.Progress;
import io.petaforge.cloud.ClusterTags;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jclouds.openstack.neutron.v2.domain.Network;
import org.jclouds.openstack.neutron.v2.domain.Router;
import org.jclouds.openstack.neutron.v2.domain.SecurityGroup;

/**
 * What was made twice: a run that was killed had asked for it, or one whose answer was lost, and who went on looked before it
 * was there. Seen when everything else is done, and removed.
 */
final class Doubles {
    private final Cloud cloud;
    private final OpenStackRecord record;
    private final Site site;
    private final Sweep sweep;

    Doubles(Cloud cloud, OpenStackSettings settings, OpenStackRecord record, Pause pause, Progress progress) {
        this.cloud = cloud;
        this.record = record;
        this.site = new Site(cloud, settings, record.names(), progress);
        this.sweep = new Sweep(cloud, settings, record.names(), pause, progress);
    }

    /** Of what the machines stand in, the one is kept that they stand in. */
    void remove(Site.Ground ground) {
        Names names = record.names();
        Map<String, Held> tries = record.machines().stream()
                .filter(held -> held.stage() == Held.Stage.ACTIVE)
                .collect(Collectors.toMap(Held::attempt, held -> held));
        cloud.servers(names.prefix()).stream()
                .filter(server -> tries.containsKey(server.attempt())
                        && !tries.get(server.attempt()).server().equals(server.id()))
                .forEach(server -> sweep.remove("server " + server.name() + ", made twice", () -> cloud.servers()
                        .delete(server.id())));
        cloud.volumes(ClusterTags.TOKEN, record.token()).stream()
                .filter(volume -> tries.containsKey(volume.attempt())
                        && !tries.get(volume.attempt()).volumes().contains(volume.id()))
                .forEach(volume -> sweep.remove("volume " + volume.name() + ", made twice", () -> cloud.volumes()
                        .delete(volume.id())));
        Map<String, Held> ports = tries.values().stream().collect(Collectors.toMap(names::port, held -> held));
        site.ports().stream()
                .filter(port -> ports.containsKey(port.getName())
                        && !ports.get(port.getName()).server().equals(port.getDeviceId()))
                .forEach(port -> sweep.remove(
                        "port " + port.getName() + ", made twice",
                        () -> cloud.api().ports(cloud.network()).delete(port.getId())));
        cloud.floatingAddresses().stream()
                .filter(address -> ports.containsKey(address.path("description").asText())
                        && !ports.get(address.path("description").asText())
                                .floating()
                                .equals(address.path("floating_ip_address").asText()))
                .forEach(address -> sweep.remove(
                        "floating address "
                                + address.path("floating_ip_address").asText() + ", made twice",
                        () -> cloud.addresses().delete(address.path("id").asText())));
        others(
                cloud.<Network>all(
                        options -> cloud.api().networks(cloud.network()).list(options)),
                "network",
                Network::getName,
                Network::getId,
                Set.of(ground.network()),
                id -> cloud.api().networks(cloud.network()).delete(id));
        others(site.routers(), "router", Router::getName, Router::getId, Set.of(ground.router()), id -> cloud.api()
                .routers(cloud.network())
                .delete(id));
        others(
                site.securityGroups(),
                "security group",
                SecurityGroup::getName,
                SecurityGroup::getId,
                Set.of(ground.securityGroup(), ground.jumpGroup()),
                id -> cloud.api().securityGroups(cloud.network()).deleteSecurityGroup(id));
        cloud.serverGroups().stream()
                .filter(group -> ground.spread().containsKey(group.path("name").asText())
                        && !group.path("id")
                                .asText()
                                .equals(ground.spread().get(group.path("name").asText())))
                .forEach(group -> sweep.remove(
                        "server group " + group.path("name").asText() + ", made twice",
                        () -> cloud.servers().deleteGroup(group.path("id").asText())));
    }

    private <T> void others(
            Collection<T> all,
            String kind,
            Function<T, String> name,
            Function<T, String> id,
            Set<String> kept,
            Function<String, Boolean> delete) {
        all.stream()
                .filter(thing -> name.apply(thing) != null
                        && name.apply(thing).startsWith(record.names().prefix())
                        && !kept.contains(id.apply(thing)))
                .forEach(thing -> sweep.remove(
                        kind + " " + name.apply(thing) + ", made twice", () -> delete.apply(id.apply(thing))));
    }
}
