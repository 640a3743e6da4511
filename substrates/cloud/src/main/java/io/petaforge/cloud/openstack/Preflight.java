package io.petaforge.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.Cidr;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.openstack.rest.ServersApi;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jclouds.openstack.neutron.v2.domain.Network;
import org.jclouds.openstack.neutron.v2.domain.Subnet;
import org.jclouds.openstack.nova.v2_0.domain.regionscoped.AvailabilityZone;

/** Everything that stands in the way of making the machines, found before anything is made. Changes nothing. */
final class Preflight {
    /** Shorter prefixes are the world, or large parts of it. */
    private static final int LEAST = 8;

    private final Cloud cloud;
    private final OpenStackSettings settings;

    Preflight(Cloud cloud, OpenStackSettings settings) {
        this.cloud = cloud;
        this.settings = settings;
    }

    List<Problem> problems(ClusterRequest request, OpenStackRecord record) {
        List<Problem> problems = new ArrayList<>(offline(request, settings));
        try {
            problems.addAll(version());
            problems.addAll(zones(request));
            Choice.Result choice = new Choice(cloud, settings).of(request);
            problems.addAll(choice.problems());
            problems.addAll(volumeTypes(request));
            Site site = new Site(cloud, settings, record.names(), Progress.SILENT);
            boolean begun = site.securityGroups().stream()
                    .anyMatch(group -> record.names().thing("access").equals(group.getName()));
            problems.addAll(networks(site, record, request.machines().size()));
            List<Choice.Pick> missing = request.machines().stream()
                    .filter(machine -> record.holding(machine.id().value()).isEmpty())
                    .flatMap(
                            machine -> java.util.Optional.ofNullable(
                                    choice.picks().get(machine.id().value()))
                                    .stream())
                    .toList();
            problems.addAll(new Quotas(cloud, settings).problems(missing, begun));
        } catch (CloudFailure e) {
            problems.add(e.problem());
        } catch (PetaforgeException e) {
            problems.addAll(e.problems());
        }
        return List.copyOf(problems);
    }

    /** What needs no cloud to be seen. */
    static List<Problem> offline(ClusterRequest request, OpenStackSettings settings) {
        List<Problem> problems = new ArrayList<>();
        long switches = request.machines().stream()
                .filter(machine -> machine.kind() == MachineRequest.Kind.SWITCH)
                .count();
        if (switches > 0) {
            problems.add(Problem.of(
                    "PF-OS-011",
                    "The plan asks OpenStack for " + switches + (switches == 1 ? " switch" : " switches")
                            + "; it hands out hosts only.",
                    "Use the network design 'existing'."));
        }
        for (Cidr range : settings.sshFrom()) {
            if (range.length() < LEAST) {
                problems.add(Problem.at(
                        "PF-OS-012",
                        "substrate.openstack.ssh-from",
                        range + " would open the cluster to the world",
                        "Write the ranges that operators come from, such as 203.0.113.0/24."));
            }
        }
        return problems;
    }

    private List<Problem> version() {
        String newest = cloud.read(() -> cloud.servers().versions())
                .path("version")
                .path("version")
                .asText("");
        boolean enough = minor(newest) >= minor(ServersApi.VERSION);
        return enough
                ? List.of()
                : List.of(Problem.of(
                        "PF-OS-004",
                        "The cloud's compute service speaks version " + (newest.isEmpty() ? "2.1" : newest)
                                + " at most.",
                        "Use a cloud of the release Stein (2019) or later, which speaks " + ServersApi.VERSION + "."));
    }

    /** Of versions 2.x; -1 for anything else. */
    private static int minor(String version) {
        return version.matches("2\\.\\d{1,5}") ? Integer.parseInt(version.substring(2)) : -1;
    }

    private List<Problem> zones(ClusterRequest request) {
        Map<String, Boolean> known = new TreeMap<>();
        for (AvailabilityZone zone :
                cloud.read(() -> cloud.api().zones(cloud.compute()).listAvailabilityZones())) {
            known.put(zone.getName(), zone.getState().isAvailable());
        }
        Map<String, String> racks = new TreeMap<>();
        request.machines().forEach(machine -> racks.put(machine.rack(), settings.zone(machine.rack())));
        List<Problem> problems = new ArrayList<>();
        racks.forEach((rack, zone) -> {
            if (!Boolean.TRUE.equals(known.get(zone))) {
                problems.add(Problem.at(
                        "PF-OS-007",
                        "substrate.openstack.zones",
                        "the cloud has no " + (known.containsKey(zone) ? "available " : "") + "zone '" + zone
                                + "' for rack '" + rack + "'; it has " + Choice.names(List.copyOf(known.keySet())),
                        "Name racks as the zones, or write the zone of each rack here."));
            }
        });
        return problems;
    }

    private List<Problem> volumeTypes(ClusterRequest request) {
        Map<String, String> wanted = new TreeMap<>();
        boolean data = false;
        for (MachineRequest machine : request.machines()) {
            data |= !machine.disks().isEmpty();
            settings.group(machine.group())
                    .volumeType()
                    .ifPresent(
                            type -> wanted.put("substrate.openstack.groups." + machine.group() + ".volume-type", type));
        }
        settings.bootVolumeType().ifPresent(type -> wanted.put("substrate.openstack.boot-volume-type", type));
        List<Problem> problems = new ArrayList<>();
        if (!cloud.hasVolumes()) {
            if (data || settings.bootVolume().isPresent()) {
                problems.add(Problem.of(
                        "PF-OS-009",
                        "The cluster needs volumes, and the cloud has no volume service in region " + cloud.region()
                                + ".",
                        "Use a region with Cinder."));
            }
            return problems;
        }
        if (wanted.isEmpty()) {
            return problems;
        }
        Set<String> known = new TreeSet<>();
        for (JsonNode type : cloud.read(() -> cloud.volumes().types()).path("volume_types")) {
            known.add(type.path("name").asText());
            known.add(type.path("id").asText());
        }
        wanted.forEach((path, type) -> {
            if (!known.contains(type)) {
                problems.add(Problem.at(
                        "PF-OS-009",
                        path,
                        "the cloud has no volume type '" + type + "'; it has "
                                + Choice.names(known.stream()
                                        .filter(name -> !name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                                        .toList()),
                        "Write one of them, or leave it out for the default one."));
            }
        });
        return problems;
    }

    private List<Problem> networks(Site site, OpenStackRecord record, int machines) {
        List<Problem> problems = new ArrayList<>();
        OpenStackSettings.Network wanted = settings.network();
        wanted.external().ifPresent(name -> {
            if (site.network(name)
                    .filter(net -> Boolean.TRUE.equals(net.getExternal()))
                    .isEmpty()) {
                problems.add(unknown("external network", name, "substrate.openstack.network.external"));
            }
        });
        wanted.existing().ifPresent(name -> {
            java.util.Optional<Network> network = site.network(name);
            if (network.isEmpty()) {
                problems.add(unknown("network", name, "substrate.openstack.network.name"));
            } else if (site.subnets(network.get()).size() != 1) {
                problems.add(Problem.at(
                        "PF-OS-010",
                        "substrate.openstack.network.name",
                        "the network '" + name + "' has "
                                + site.subnets(network.get()).size() + " IPv4 subnets; it must have one",
                        "Use another, or have one made: write 'create: 10.50.0.0/24' instead."));
            }
        });
        wanted.range().ifPresent(range -> {
            // The first and the last address, the router's and those of up to two DHCP agents are not for machines.
            if (range.size().subtract(BigInteger.valueOf(5)).compareTo(BigInteger.valueOf(machines)) < 0) {
                problems.add(Problem.at(
                        "PF-OS-010",
                        "substrate.openstack.network.create",
                        range + " has too few addresses for " + machines + " machines",
                        "Write a larger range."));
            }
            String own = record.names().thing("subnet");
            for (Subnet subnet : cloud.<Subnet>all(
                    options -> cloud.api().subnets(cloud.network()).list(options))) {
                boolean overlaps = Integer.valueOf(4).equals(subnet.getIpVersion())
                        && !own.equals(subnet.getName())
                        && Cidr.parse(subnet.getCidr()).overlaps(range);
                if (overlaps) {
                    problems.add(Problem.at(
                            "PF-OS-010",
                            "substrate.openstack.network.create",
                            range + " overlaps " + subnet.getCidr() + " of the subnet '" + subnet.getName()
                                    + "', which the project can see",
                            "Write a range that nothing else uses."));
                }
            }
        });
        return problems;
    }

    private static Problem unknown(String kind, String name, String path) {
        return Problem.at(
                "PF-OS-010",
                path,
                "the cloud has no " + kind + " '" + name + "'",
                "Write its name or id as 'openstack network list' shows it.");
    }
}
