package io.petaforge.cloud.openstack;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import io.petaforge.api.Cidr;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jclouds.openstack.neutron.v2.domain.ExternalGatewayInfo;
import org.jclouds.openstack.neutron.v2.domain.Network;
import org.jclouds.openstack.neutron.v2.domain.Port;
import org.jclouds.openstack.neutron.v2.domain.Router;
import org.jclouds.openstack.neutron.v2.domain.Rule;
import org.jclouds.openstack.neutron.v2.domain.RuleDirection;
import org.jclouds.openstack.neutron.v2.domain.RuleEthertype;
import org.jclouds.openstack.neutron.v2.domain.RuleProtocol;
import org.jclouds.openstack.neutron.v2.domain.SecurityGroup;
import org.jclouds.openstack.neutron.v2.domain.Subnet;

/**
 * What the machines stand in: network, subnet, router, security group, server groups. Each is looked for by its name first
 * and made where it is missing, so that a run that was killed is continued.
 */
final class Site {
    private static final int SSH = 22;

    private final Cloud cloud;
    private final OpenStackSettings settings;
    private final Names names;
    private final Progress progress;

    Site(Cloud cloud, OpenStackSettings settings, Names names, Progress progress) {
        this.cloud = cloud;
        this.settings = settings;
        this.names = names;
        this.progress = progress;
    }

    /**
     * What machines need to know of it, by ids.
     *
     * @param router empty where none is made
     * @param jumpGroup the security group of the jump host; empty where none is made
     * @param external the external network; empty where none is used
     * @param spread the server group of each group of machines in each zone, by its name; empty where none are used
     */
    record Ground(
            String network,
            String subnet,
            String router,
            String securityGroup,
            String jumpGroup,
            String external,
            Map<String, String> spread) {
        Ground {
            requireNonNull(network, "network");
            requireNonNull(subnet, "subnet");
            requireNonNull(router, "router");
            requireNonNull(securityGroup, "securityGroup");
            requireNonNull(jumpGroup, "jumpGroup");
            requireNonNull(external, "external");
            spread = Collections.unmodifiableMap(new TreeMap<>(spread));
        }
    }

    Ground make(List<Choice.Pick> picks) {
        String external = settings.network()
                .external()
                .map(name -> network(name)
                        .orElseThrow(() -> gone("external network", name))
                        .getId())
                .orElse("");
        Network network = settings.network()
                .existing()
                .map(name -> network(name).orElseThrow(() -> gone("network", name)))
                .orElseGet(this::network);
        Subnet subnet = settings.network()
                .range()
                .map(range -> subnet(network, range))
                .orElseGet(() -> subnets(network).stream()
                        .findFirst()
                        .orElseThrow(() -> gone("subnet of network", String.valueOf(network.getName()))));
        String router = settings.network().range().isPresent() && !external.isEmpty() ? router(subnet, external) : "";
        Optional<SecurityGroup> jump = settings.ownJump().map(own -> securityGroup("jump"));
        SecurityGroup access = securityGroup("access");
        rules(access, jump);
        return new Ground(
                network.getId(),
                subnet.getId(),
                router,
                access.getId(),
                jump.map(SecurityGroup::getId).orElse(""),
                external,
                spread(picks));
    }

    private static CloudFailure gone(String kind, String name) {
        String detail = "there is no " + kind + " '" + name + "' any more";
        return new CloudFailure(CloudFailure.Kind.UNKNOWN, "Neutron", detail, new IllegalStateException(detail));
    }

    /** By its name or id. */
    Optional<Network> network(String name) {
        return cloud
                .<Network>all(options -> cloud.api().networks(cloud.network()).list(options))
                .stream()
                .filter(network -> name.equals(network.getName()) || name.equals(network.getId()))
                .findFirst();
    }

    List<Subnet> subnets(Network network) {
        return cloud.<Subnet>all(options -> cloud.api().subnets(cloud.network()).list(options)).stream()
                .filter(subnet -> network.getId().equals(subnet.getNetworkId())
                        && Integer.valueOf(4).equals(subnet.getIpVersion()))
                .toList();
    }

    private Network network() {
        String name = names.thing("net");
        return found("network " + name, () -> network(name), () -> cloud.api()
                .networks(cloud.network())
                .create(Network.createBuilder(name).build()));
    }

    private Subnet subnet(Network network, Cidr range) {
        String name = names.thing("subnet");
        return found(
                "subnet " + name + ", " + range,
                () -> subnets(network).stream()
                        .filter(subnet -> name.equals(subnet.getName()))
                        .findFirst(),
                () -> cloud.api()
                        .subnets(cloud.network())
                        .create(Subnet.createBuilder(network.getId(), range.text())
                                .name(name)
                                .ipVersion(4)
                                .dnsNameServers(
                                        ImmutableSet.copyOf(settings.network().nameServers()))
                                .build()));
    }

    private String router(Subnet subnet, String external) {
        String name = names.thing("router");
        Router router = found(
                "router " + name,
                () -> routers().stream().filter(r -> name.equals(r.getName())).findFirst(),
                () -> cloud.api()
                        .routers(cloud.network())
                        .create(Router.createBuilder()
                                .name(name)
                                .externalGatewayInfo(ExternalGatewayInfo.builder()
                                        .networkId(external)
                                        .build())
                                .build()));
        if (!attached(router, subnet)) {
            try {
                cloud.made(() -> Optional.of(true).filter(is -> attached(router, subnet)), () -> {
                    cloud.api().routers(cloud.network()).addInterfaceForSubnet(router.getId(), subnet.getId());
                    return true;
                });
            } catch (CloudFailure e) {
                // The last request of a run that was killed may have come to be meanwhile.
                if (!attached(router, subnet)) {
                    throw e;
                }
            }
        }
        return router.getId();
    }

    private boolean attached(Router router, Subnet subnet) {
        return ports().stream()
                .anyMatch(port -> router.getId().equals(port.getDeviceId())
                        && port.getFixedIps() != null
                        && port.getFixedIps().stream()
                                .anyMatch(ip -> subnet.getId().equals(ip.getSubnetId())));
    }

    List<Router> routers() {
        return cloud.all(options -> cloud.api().routers(cloud.network()).list(options));
    }

    List<Port> ports() {
        return cloud.all(options -> cloud.api().ports(cloud.network()).list(options));
    }

    List<SecurityGroup> securityGroups() {
        return cloud.all(options -> cloud.api().securityGroups(cloud.network()).listSecurityGroups(options));
    }

    private SecurityGroup securityGroup(String label) {
        String name = names.thing(label);
        return found(
                "security group " + name,
                () -> securityGroups().stream()
                        .filter(g -> name.equals(g.getName()))
                        .findFirst(),
                () -> cloud.api()
                        .securityGroups(cloud.network())
                        .create(SecurityGroup.createBuilder().name(name).build()));
    }

    /** Operators come to the jump host where there is one, and from it to the machines; else to the machines. */
    private void rules(SecurityGroup group, Optional<SecurityGroup> jump) {
        List<Rule> rules =
                cloud
                        .<Rule>all(options ->
                                cloud.api().securityGroups(cloud.network()).listRules(options))
                        .stream()
                        .filter(rule -> rule.getDirection() == RuleDirection.INGRESS)
                        .toList();
        // Spark's executors and drivers listen where they like, so between the machines no port is left out.
        for (RuleProtocol protocol : List.of(RuleProtocol.TCP, RuleProtocol.ICMP)) {
            rule(
                    rules,
                    rule -> of(group, rule)
                            && rule.getProtocol() == protocol
                            && group.getId().equals(rule.getRemoteGroupId()),
                    ingress(group)
                            .protocol(protocol)
                            .remoteGroupId(group.getId())
                            .build());
        }
        jump.ifPresent(entrance -> rule(
                rules,
                rule -> of(group, rule) && entrance.getId().equals(rule.getRemoteGroupId()),
                ssh(group).remoteGroupId(entrance.getId()).build()));
        SecurityGroup outer = jump.orElse(group);
        for (Cidr range : settings.sshFrom()) {
            rule(
                    rules,
                    rule -> of(outer, rule) && range.text().equals(rule.getRemoteIpPrefix()),
                    ssh(outer).remoteIpPrefix(range.text()).build());
        }
    }

    private static boolean of(SecurityGroup group, Rule rule) {
        return group.getId().equals(rule.getSecurityGroupId());
    }

    private static Rule.CreateBuilder ssh(SecurityGroup group) {
        return ingress(group).protocol(RuleProtocol.TCP).portRangeMin(SSH).portRangeMax(SSH);
    }

    private static Rule.CreateBuilder ingress(SecurityGroup group) {
        return Rule.createBuilder(RuleDirection.INGRESS, group.getId()).ethertype(RuleEthertype.IPV4);
    }

    private void rule(List<Rule> rules, Predicate<Rule> same, Rule.CreateRule wanted) {
        if (rules.stream().noneMatch(same)) {
            try {
                cloud.made(
                        Optional::<Rule>empty,
                        () -> cloud.api().securityGroups(cloud.network()).create(wanted));
            } catch (CloudFailure e) {
                // Neutron has each rule once: it was asked for just before, by a run that was killed or unheard.
                if (e.kind() != CloudFailure.Kind.STATE) {
                    throw e;
                }
            }
        }
    }

    private Map<String, String> spread(List<Choice.Pick> picks) {
        Map<String, String> made = new TreeMap<>();
        if (settings.spread() == OpenStackSettings.Spread.ANY) {
            return made;
        }
        Set<String> wanted = new TreeSet<>();
        picks.stream()
                .filter(pick -> !pick.request().group().equals(JumpHost.NAME))
                .forEach(pick -> wanted.add(names.serverGroup(pick.request().group(), pick.zone())));
        Map<String, String> there = serverGroups();
        for (String name : wanted) {
            String id = there.get(name);
            made.put(name, id == null ? serverGroup(name) : id);
        }
        return made;
    }

    private String serverGroup(String name) {
        String id = cloud.made(() -> Optional.ofNullable(serverGroups().get(name)), () -> cloud.servers()
                .createGroup(Map.of(
                        "server_group",
                        Map.of("name", name, "policy", settings.spread().policy())))
                .path("server_group")
                .path("id")
                .asText());
        progress.report("made server group " + name);
        return id;
    }

    /** Ids by name. */
    private Map<String, String> serverGroups() {
        Map<String, String> there = new TreeMap<>();
        cloud.serverGroups()
                .forEach(group ->
                        there.put(group.path("name").asText(), group.path("id").asText()));
        return there;
    }

    private <T> T found(String what, Supplier<Optional<T>> find, Supplier<T> make) {
        Optional<T> there = find.get();
        if (there.isPresent()) {
            return there.get();
        }
        T made = cloud.made(find, make);
        progress.report("made " + what);
        return made;
    }
}
