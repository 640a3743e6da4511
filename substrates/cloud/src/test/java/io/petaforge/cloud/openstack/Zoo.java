package io.petaforge.cloud.openstack;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Pause;
import io.petaforge.cloud.Parallel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/** The OpenStack that {@code tests/cloud/openstack up} started, and what is asked of it. */
final class Zoo {
    private static final Path STATE =
            Path.of(System.getenv().getOrDefault("PETAFORGE_OPENSTACK", "/var/tmp/petaforge-openstack"));

    private Zoo() {}

    static void assumeThere() {
        boolean there = Files.exists(STATE.resolve("clouds.yaml"));
        if (!there) {
            System.out.println("SKIPPED: no OpenStack runs here; 'tests/cloud/openstack up' starts one");
        }
        Assumptions.assumeTrue(there, "no OpenStack runs here; 'tests/cloud/openstack up' starts one");
    }

    static OpenStackAccess access(String cloud) {
        return CloudsYaml.of(
                        Map.of(
                                "OS_CLIENT_CONFIG_FILE",
                                STATE.resolve("clouds.yaml").toString()),
                        STATE,
                        STATE)
                .access(Optional.of(cloud));
    }

    static OpenStackSubstrate substrate(OpenStackSettings settings, String cloud, Path directory) {
        return new OpenStackSubstrate(settings, access(cloud), directory, Pause.real(Parallel.STOPPED));
    }

    static Cloud cloud(String cloud) {
        return new Cloud(access(cloud), Pause.real(Parallel.STOPPED));
    }

    static OpenStackSettings settings(String image, String range) {
        return new OpenStackSettings(
                image,
                "debian",
                "debian",
                new OpenStackSettings.Network(
                        Optional.empty(), Optional.of(Cidr.parse(range)), Optional.of("public"), List.of("192.0.2.53")),
                List.of(Cidr.parse("203.0.113.0/24")),
                false,
                Optional.empty(),
                Map.of(),
                OpenStackSettings.Spread.HOSTS,
                Optional.empty(),
                Optional.empty(),
                Map.of("storage", new OpenStackSettings.Group(Optional.of("storage"), Optional.of("fast"))),
                Duration.ofMinutes(5),
                2);
    }

    static OpenStackSettings settings() {
        return settings("debian-12", "10.60.0.0/24");
    }

    static OpenStackSettings.Group group(String flavor, String volumeType) {
        return new OpenStackSettings.Group(Optional.of(flavor), Optional.of(volumeType));
    }

    static OpenStackSettings with(
            OpenStackSettings plain, Map<String, OpenStackSettings.Group> groups, int replacements) {
        return new OpenStackSettings(
                plain.image(),
                plain.user(),
                plain.imageUser(),
                plain.network(),
                plain.sshFrom(),
                plain.floatingIps(),
                plain.jump(),
                plain.zones(),
                plain.spread(),
                plain.bootVolume(),
                plain.bootVolumeType(),
                groups,
                plain.createTimeout(),
                replacements);
    }

    /** So many storage machines in each zone, each with two volumes. */
    static ClusterRequest request(String cluster, int each, String... zones) {
        List<MachineRequest> machines = new ArrayList<>();
        for (int i = 0; i < each * zones.length; i++) {
            machines.add(new MachineRequest(
                    new MachineId("storage-" + (i + 1)),
                    "storage",
                    MachineRequest.Kind.HOST,
                    zones[i % zones.length],
                    2,
                    ByteSize.ofGiB(2),
                    List.of(new DiskRequest(2, Media.SSD, ByteSize.ofGiB(10))),
                    List.of(),
                    MachineRequest.Image.BARE));
        }
        return new ClusterRequest(cluster, machines, List.of());
    }

    /** Everything that the project has, by kind and name: what a listing before and after must agree on. */
    static List<String> listing() {
        try (Cloud cloud = cloud("petaforge")) {
            Map<String, Integer> things = new TreeMap<>();
            cloud.servers("").forEach(server -> things.merge("server " + server.name(), 1, Integer::sum));
            cloud.read(() -> cloud.volumes().list("{}", 1000, null))
                    .path("volumes")
                    .forEach(volume ->
                            things.merge("volume " + volume.path("name").asText(), 1, Integer::sum));
            Site site = new Site(
                    cloud,
                    settings(),
                    new Names(new io.petaforge.cloud.ClusterTags("none", "none")),
                    io.petaforge.api.Progress.SILENT);
            site.ports().forEach(port -> things.merge("port " + port.getName(), 1, Integer::sum));
            site.routers().forEach(router -> things.merge("router " + router.getName(), 1, Integer::sum));
            site.securityGroups().forEach(group -> things.merge("security group " + group.getName(), 1, Integer::sum));
            cloud.<org.jclouds.openstack.neutron.v2.domain.Network>all(
                            options -> cloud.api().networks(cloud.network()).list(options))
                    .forEach(network -> things.merge("network " + network.getName(), 1, Integer::sum));
            cloud.<org.jclouds.openstack.neutron.v2.domain.Subnet>all(
                            options -> cloud.api().subnets(cloud.network()).list(options))
                    .forEach(subnet -> things.merge("subnet " + subnet.getName(), 1, Integer::sum));
            cloud.serverGroups()
                    .forEach(group ->
                            things.merge("server group " + group.path("name").asText(), 1, Integer::sum));
            cloud.floatingAddresses()
                    .forEach(address -> things.merge(
                            "floating address " + address.path("description").asText(), 1, Integer::sum));
            return things.entrySet().stream()
                    .map(entry -> entry.getKey() + (entry.getValue() > 1 ? " x" + entry.getValue() : ""))
                    .toList();
        }
    }
}
