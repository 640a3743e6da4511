package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.PowerState;
import io.petaforge.bmc.IpmiSimulators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster on machines that only their controllers can switch on: built from powered-off, proven, a host lost its power, a
 * host's operating system was installed anew over the network. Needs root.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class BmcBuildIT {
    private static final String CLUSTER = "metal";
    private static final String LAB = "bmc-build";
    private static final MachineId STORAGE = new MachineId("storage-2");
    private static final MachineId COMPUTE = new MachineId("compute-3");

    /** What is asked of RADOS: an object in a pool of the test's own, with its checksum. */
    private static final String WRITE =
            "ceph osd pool create kept 8 >/dev/null 2>&1 && ceph osd pool application enable kept rados >/dev/null 2>&1"
                    + " && head -c 4194304 /dev/urandom >/root/object"
                    + " && rados -p kept put object /root/object && sha256sum </root/object";

    /** When the OSDs' stores were made. */
    private static final String MADE = "for drive in $(awk '$5 == \"data\" { print $2 }' /etc/petaforge/lab-disks);"
            + " do ceph-bluestore-tool show-label --dev $drive | grep btime; done";

    private static final String READ = "rados -p kept get object - | sha256sum";

    @TempDir
    static Path directory;

    private static ControlledSite site;
    private static Petaforge petaforge;
    private static SecretHunt hunt;
    private static String inventory;
    private static String rest;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(IpmiSimulators.possible(), "openipmi, ipmitool and freeipmi-tools cannot be installed here");
        hunt = SecretHunt.start();
        List<MachineRequest> hosts = new ArrayList<>(LabSite.hosts(
                "storage",
                3,
                MachineRequest.Image.PREPARED,
                "3GiB",
                new DiskRequest(2, Media.SSD, ByteSize.parse("20GB"))));
        hosts.addAll(LabSite.hosts(
                "compute",
                3,
                MachineRequest.Image.PREPARED,
                "4GiB",
                new DiskRequest(2, Media.SSD, ByteSize.parse("12GB"))));
        site = ControlledSite.open(directory, LAB, hosts);
        petaforge = new Petaforge(directory);
        String lab = Files.readString(Petaforge.root().resolve("inventories/lab.yaml"));
        rest = lab.substring(lab.indexOf("machines:")) + "ceph: {profile: lab}\n";
        inventory = site.inventory(CLUSTER, Set.of(), rest).toString();
    }

    @AfterAll
    static void stop() throws Exception {
        if (site != null) {
            site.close();
            hunt.close();
        }
    }

    @Test
    @Order(1)
    void aBuildSwitchesTheMachinesOnAndProvesWhatItBuilt() throws Exception {
        power("off", "storage", "compute");
        for (MachineRequest host : site.site().machines().machines()) {
            assertEquals(PowerState.OFF, site.site().power(host.id()));
        }
        JsonNode report = build();
        assertTrue(report.path("verification").isObject(), "the build ends with a proof");
        System.out.printf(
                "build from powered-off over IPMI, with proof: %.1f s%n",
                report.path("seconds").asDouble());
        assertEquals("HEALTH_OK", ceph("status").at("/health/status").asText());
        assertEquals(6, ceph("status").at("/osdmap/num_up_osds").asInt());
    }

    @Test
    @Order(2)
    void aSecondBuildChangesNothing() throws Exception {
        assertFalse(build().path("changed").asBoolean());
    }

    @Test
    @Order(3)
    void aHostThatLostItsPowerComesBackByItself() throws Exception {
        String before = site.site().bootId(COMPUTE);
        power("cycle", COMPUTE.value());
        assertNotEquals(before, site.site().bootId(COMPUTE));
        assertEquals("OK", mend().path("outcome").asText());
    }

    @Test
    @Order(4)
    void anInstallerIsTheRightOneForEachMachine() throws Exception {
        Path files = site.networkBoot();
        petaforge
                .run(
                        "power",
                        "pxe",
                        inventory,
                        "--write",
                        files.toString(),
                        "--server",
                        site.site().gateway(),
                        "--network",
                        site.site().network() + ".0/24")
                .mustExit(0);
        Path answers = files.resolve("http").resolve(STORAGE.value()).resolve("user-data");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(answers)), "a private key");
        String text = Files.readString(answers);
        for (String line :
                site.site().run(STORAGE, "cat /etc/petaforge/lab-disks").lines().toList()) {
            assertEquals(line.endsWith(" boot"), text.contains(line.split(" ")[0]), line);
        }
        assertTrue(text.contains(Files.readString(site.site().privateKey().resolveSibling("id_ed25519.pub"))
                .strip()));
        String mac = site.site().run(STORAGE, "cat /sys/class/net/oob0/address").strip();
        assertTrue(Files.exists(files.resolve("tftp/grub/host-" + mac + ".cfg")));
        assertTrue(Files.readString(files.resolve("dnsmasq.conf")).contains("dhcp-host=" + mac));
    }

    @Test
    @Order(5)
    void aStorageHostThatIsInstalledAnewComesBackWithItsData() throws Exception {
        String checksum = onHost("storage-1", WRITE);
        String before = site.site().run(STORAGE, "cat /etc/machine-id");
        String made = site.site().run(STORAGE, MADE);
        List<String> keys = site.site().access(STORAGE).hostKeys();
        inventory = site.inventory(CLUSTER, Set.of(STORAGE), rest).toString();
        Petaforge.Run run =
                petaforge.run("power", "reinstall", inventory, STORAGE.value()).mustExit(0);
        assertTrue(run.stderr().contains(STORAGE + " is installed"), run.stderr());
        assertNotEquals(keys, site.site().access(STORAGE).hostKeys());
        assertNotEquals(before, site.site().run(STORAGE, "cat /etc/machine-id"));
        // The monitors believe the other OSDs, which give a silent one its time.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (ceph("status").at("/osdmap/num_up_osds").asInt() == 6) {
            assertTrue(System.nanoTime() < end, "its OSDs are gone with its operating system");
            TimeUnit.MILLISECONDS.sleep(500);
        }
        JsonNode report = mend();
        System.out.printf(
                "reinstall %.1f s, build that brings the host back: %.1f s%n",
                run.seconds(), report.path("seconds").asDouble());
        assertEquals(6, ceph("status").at("/osdmap/num_up_osds").asInt());
        assertEquals(made, site.site().run(STORAGE, MADE), "no drive was formatted again");
        assertEquals(checksum, onHost("storage-1", READ));
        assertEquals(checksum, onHost(STORAGE.value(), READ));
    }

    @Test
    @Order(9)
    void noSecretWasTold() {
        for (MachineRequest host : site.site().machines().machines()) {
            // The lab's own search knows the key of the host that was installed with it.
            if (!host.id().equals(STORAGE)) {
                hunt.keptIn(directory.resolve(".petaforge/" + CLUSTER + ".host-keys/" + host.id()));
            }
        }
        SecretHunt.Report report = hunt.keptIn(directory.resolve(".petaforge/" + CLUSTER + "/secrets"))
                .keptIn(directory.resolve("controllers"))
                // The installer's answers hold the host keys, for their owner only.
                .look(
                        "state, output and reports",
                        directory,
                        path -> !path.endsWith("user-data") && !path.toString().contains(".host-keys"))
                .lab(LAB)
                // Spark hands executors its secret in their environment, which none but they and root can read.
                .environmentOf(process -> process.contains("java -cp /etc/petafor")
                        || process.contains("chmod 0755 /srv/petaforge/spark"))
                .end();
        System.out.println(report.text());
        report.mustBeClean();
    }

    @Test
    @Order(10)
    void destroyForgetsTheClusterAndLeavesTheMachinesOn() throws Exception {
        petaforge.run("destroy", "--yes", inventory).mustExit(0);
        assertFalse(Files.exists(directory.resolve(".petaforge/" + CLUSTER)));
        assertEquals(PowerState.ON, site.site().power(STORAGE));
    }

    private static JsonNode build() throws Exception {
        return petaforge.run("build", "--output", "json", inventory).mustExit(0).json();
    }

    /** A build that is not proven again. */
    private static JsonNode mend() throws Exception {
        return petaforge
                .run("build", "--no-verify", "--output", "json", inventory)
                .mustExit(0)
                .json();
    }

    private static void power(String action, String... names) throws Exception {
        List<String> argv = new ArrayList<>(List.of("power", action, inventory));
        argv.addAll(List.of(names));
        petaforge.run(argv.toArray(String[]::new)).mustExit(0);
    }

    private static JsonNode ceph(String command) throws Exception {
        return new ObjectMapper().readTree(onHost("storage-1", "ceph " + command + " --format json"));
    }

    private static String onHost(String host, String line) throws Exception {
        return petaforge.run("ssh", inventory, host, "--", line).mustExit(0).stdout();
    }
}
