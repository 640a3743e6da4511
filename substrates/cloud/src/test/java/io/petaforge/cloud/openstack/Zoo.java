package io.petaforge.cloud.openstack;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Pause;
import io.petaforge.api.SshAccess;
import io.petaforge.cloud.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The OpenStack that {@code tests/cloud/openstack up} started, and what is asked of it. */
final class Zoo {
    private static final Path STATE =
            Path.of(System.getenv().getOrDefault("PETAFORGE_OPENSTACK", "/var/tmp/petaforge-openstack"));

    private Zoo() {}

    /** Waits for one that is being started; skips where there is none, and fails where it could not be started. */
    static void assumeThere() {
        Path starting = STATE.resolve("up.pid");
        try {
            while (!Files.exists(STATE.resolve("ready")) && Files.exists(starting)) {
                String pid = Files.readString(starting).split(" ", 2)[0];
                if (ProcessHandle.of(Long.parseLong(pid)).isEmpty() && !Files.exists(STATE.resolve("ready"))) {
                    throw new IllegalStateException("'tests/cloud/openstack up' failed; its logs are in " + STATE);
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (NoSuchFileException e) {
            // It cannot run here, and took its directory away.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean there = Files.exists(STATE.resolve("ready"));
        if (!there) {
            System.out.println("!!! NOT TESTED: THE OPENSTACK DRIVER AGAINST A REAL OPENSTACK"
                    + " ('tests/cloud/openstack up' starts one)");
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

    /** The same, with an address of the external network for each machine. */
    static OpenStackSettings floating(OpenStackSettings plain) {
        return reached(plain, true, plain.jump(), Optional.empty());
    }

    /** The same, with a jump host that is made. */
    static OpenStackSettings behindJumpHost(OpenStackSettings plain) {
        return reached(plain, false, plain.jump(), Optional.of(new OpenStackSettings.OwnJump(Optional.of("small"))));
    }

    /** The same, behind a jump host that the inventory names. */
    static OpenStackSettings behind(OpenStackSettings plain, SshAccess.Jump jump) {
        return reached(plain, false, Optional.of(jump), Optional.empty());
    }

    private static OpenStackSettings reached(
            OpenStackSettings plain,
            boolean floating,
            Optional<SshAccess.Jump> jump,
            Optional<OpenStackSettings.OwnJump> ownJump) {
        return new OpenStackSettings(
                plain.image(),
                plain.user(),
                plain.imageUser(),
                plain.network(),
                plain.sshFrom(),
                floating,
                jump,
                ownJump,
                plain.zones(),
                plain.spread(),
                plain.bootVolume(),
                plain.bootVolumeType(),
                plain.groups(),
                plain.createTimeout(),
                plain.replacements());
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
                plain.ownJump(),
                plain.zones(),
                plain.spread(),
                plain.bootVolume(),
                plain.bootVolumeType(),
                groups,
                plain.createTimeout(),
                replacements);
    }

    static OpenStackSettings settings(
            OpenStackSettings plain, OpenStackSettings.Spread spread, Map<String, OpenStackSettings.Group> groups) {
        return new OpenStackSettings(
                plain.image(),
                plain.user(),
                plain.imageUser(),
                plain.network(),
                plain.sshFrom(),
                plain.floatingIps(),
                plain.jump(),
                plain.ownJump(),
                plain.zones(),
                spread,
                plain.bootVolume(),
                plain.bootVolumeType(),
                groups,
                plain.createTimeout(),
                plain.replacements());
    }

    /** So many storage machines in each zone, each with two volumes. */
    static ClusterRequest request(String cluster, int each, String... zones) {
        return request(cluster, each, 2, zones);
    }

    /** So many storage machines in each zone, each with so many volumes. */
    static ClusterRequest request(String cluster, int each, int volumes, String... zones) {
        return new ClusterRequest(
                cluster,
                machines(
                        each * zones.length,
                        2,
                        volumes == 0 ? List.of() : List.of(new DiskRequest(volumes, Media.SSD, ByteSize.ofGiB(10))),
                        zones),
                List.of());
    }

    /** Small machines without volumes in turns of the zones. */
    static ClusterRequest spread(String cluster, int count, String... zones) {
        return new ClusterRequest(cluster, machines(count, 1, List.of(), zones), List.of());
    }

    private static List<MachineRequest> machines(int count, int size, List<DiskRequest> disks, String... zones) {
        List<MachineRequest> machines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            machines.add(new MachineRequest(
                    new MachineId("storage-" + (i + 1)),
                    "storage",
                    MachineRequest.Kind.HOST,
                    zones[i % zones.length],
                    size,
                    ByteSize.ofGiB(size),
                    disks,
                    List.of(),
                    MachineRequest.Image.BARE));
        }
        return machines;
    }

    /** Everything that the project has, by kind, name and id: what a listing before and after must agree on. */
    static List<String> listing() {
        return listing("petaforge");
    }

    static List<String> listing(String cloud) {
        return Listing.of(access(cloud));
    }
}
