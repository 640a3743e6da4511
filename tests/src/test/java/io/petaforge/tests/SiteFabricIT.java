package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Role;
import io.petaforge.plan.NetworkPlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts that route themselves to switches of somebody else: a network team sets spines and leaves up with the files that
 * {@code network plan --write} left, and petaforge, which is given the hosts alone, builds on them. Needs root.
 */
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class SiteFabricIT {
    private static final String CLUSTER = "fabric-it";

    private static final List<DiskRequest> DRIVES = List.of(
            new DiskRequest(1, Media.SSD, ByteSize.parse("20GB")),
            new DiskRequest(2, Media.SSD, ByteSize.parse("12GB")));

    /** One port a host, Linux switches, and a cable's usual packet: what the lab's cables carry. */
    private static final String REST =
            """
            machines:
              node:
                count: 3
                racks: [r1, r2, r3]
                image: prepared
                roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                constraints: {threads: ">= 2", memory: ">= 6GiB"}
                volumes:
                  osd: 1 x ssd >= 20GB
                  workspace: 1 x ssd >= 12GB
                  cache: 1 x ssd >= 12GB
            network:
              design: l3-host
              link-rate: 10G
              hardware:
                leaf: our
                spine: our
                nics: [fab0]
                mtu: 1500
                models:
                  our: {ports: [8 x 10G sfp+], naming: swp}
            ceph:
              profile: lab
            spark:
              executor: {cores: 1, memory: 1GiB}
            verify:
              data: 128MB
              object-size: 32MB
            """;

    @TempDir
    static Path directory;

    @Test
    void aClusterIsBuiltOnHostsThatRouteToTheSitesSwitches() throws Exception {
        Petaforge petaforge = new Petaforge(directory);
        Path inventory = directory.resolve("site.yaml");
        Files.writeString(directory.resolve("no-key"), "");
        write(inventory, directory.resolve("no-key"), Map.of());
        Path written = directory.resolve("fabric");
        petaforge
                .run("network", "plan", inventory.toString(), "--write", written.toString())
                .mustExit(0);
        DataCenterPlan plan = NetworkPlanFile.read(written.resolve(NetworkPlanFile.NAME));
        assertTrue(plan.tier(Role.SPINE).size() >= 2, "two spines at least: " + plan.tier(Role.SPINE));
        try (LabSite site = LabSite.open(request(plan))) {
            for (Device device : plan.devices()) {
                if (device.role() != Role.HOST) {
                    setUp(site, device.id(), written.resolve("switches/" + device.id()));
                }
            }
            write(
                    inventory,
                    site.privateKey(),
                    plan.tier(Role.HOST).stream()
                            .collect(
                                    TreeMap::new,
                                    (map, host) -> map.put(
                                            host.id(),
                                            site.access(host.id()).address() + ", host-keys: [\""
                                                    + site.access(host.id())
                                                            .hostKeys()
                                                            .get(0) + "\"]"),
                                    TreeMap::putAll));
            Petaforge.Run build =
                    petaforge.run("build", inventory.toString(), "-o", "json").mustExit(0);
            assertTrue(build.json().path("verification").isObject(), build.stdout());
            Device first = plan.tier(Role.HOST).get(0);
            String routes = site.run(first.id(), "ip -4 route show proto bgp");
            for (Device other : plan.devices()) {
                assertTrue(
                        other.id().equals(first.id()) || routes.contains(other.address() + " "),
                        other.id() + " is missing in\n" + routes);
            }
            Petaforge.Run again = petaforge.run("build", inventory.toString()).mustExit(0);
            assertTrue(again.stdout().contains("nothing to change"), again.stdout());
            Petaforge.Run verify =
                    petaforge.run("network", "verify", inventory.toString()).mustExit(0);
            assertTrue(verify.stdout().contains("not asked          "), verify.stdout());
            petaforge.run("destroy", inventory.toString(), "--yes").mustExit(0);
            assertEquals("active\n", site.run(first.id(), "systemctl is-active ceph-mon.target"));
        }
    }

    /** What the network team does on a Linux switch. */
    private static void setUp(LabSite site, MachineId id, Path files) throws IOException {
        site.run(
                id,
                put(files.resolve("sysctl.conf"), "/etc/sysctl.d/60-fabric.conf")
                        + put(files.resolve("frr.conf"), "/etc/frr/frr.conf")
                        + """
                        sed -i -E 's/^(bgpd|bfdd)=.*/\\1=yes/' /etc/frr/daemons
                        sysctl -q -e -p /etc/sysctl.d/60-fabric.conf
                        systemctl enable --quiet frr
                        systemctl restart frr
                        """);
    }

    private static String put(Path file, String path) throws IOException {
        return "echo " + Base64.getEncoder().encodeToString(Files.readAllBytes(file)) + " | base64 -d >" + path + "\n";
    }

    private static ClusterRequest request(DataCenterPlan plan) {
        List<MachineRequest> machines = new ArrayList<>();
        for (Device device : plan.devices()) {
            boolean host = device.role() == Role.HOST;
            machines.add(new MachineRequest(
                    device.id(),
                    host ? "node" : device.role().word(),
                    host ? MachineRequest.Kind.HOST : MachineRequest.Kind.SWITCH,
                    device.rack(),
                    2,
                    host ? ByteSize.ofGiB(6) : ByteSize.ofMiB(256),
                    host ? DRIVES : List.of(),
                    device.portNames(),
                    MachineRequest.Image.PREPARED));
        }
        return new ClusterRequest(
                "fabric-site",
                machines,
                plan.links().stream()
                        .map(link -> new Cable(link.a(), link.b(), link.rate()))
                        .toList());
    }

    private static void write(Path file, Path key, Map<MachineId, String> addresses) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "petaforge: 1",
                "cluster: " + CLUSTER,
                "substrate:",
                "  fixed:",
                "    private-key: " + key,
                "    hosts:"));
        for (int i = 1; i <= 3; i++) {
            String address = Optional.ofNullable(addresses.get(new MachineId("node-" + i)))
                    .orElse("192.0.2." + i);
            lines.add("      node-" + i + ": {address: " + address + "}");
        }
        Files.writeString(file, String.join("\n", lines) + "\n" + REST);
    }
}
