package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.PortRef;
import io.petaforge.api.PowerState;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One bare host and one switch, for real. The first run on a machine builds the root filesystem, minutes long. */
class LabSubstrateIT {
    private static final String CLUSTER = "lab-it";
    private static final MachineId HOST = new MachineId("host");
    private static final MachineId SWITCH = new MachineId("switch");
    private static final LabPaths PATHS = LabPaths.standard(System.getenv());

    private final LabSubstrate lab = LabSubstrate.ofThisMachine();

    @AfterEach
    void giveBack() {
        lab.release(CLUSTER, Progress.SILENT);
        lab.close();
    }

    @Test
    void aLabFromFirstToLast() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "a lab makes namespaces and mounts, which needs root");
        ClusterRequest request = request();
        Disk disk = lab.offer(request).get(0).disks().stream()
                .filter(found -> !found.boot())
                .findFirst()
                .orElseThrow();
        Map<MachineId, SshAccess> access = lab.acquire(request, System.out::println);
        assertEquals(Set.of(HOST, SWITCH), access.keySet());
        assertEquals(access, lab.access(CLUSTER));
        answers(access, HOST, SWITCH);

        SshAccess host = access.get(HOST);
        assertEquals("host", run(host, "hostname").strip());
        assertEquals("", run(host, "ip route show default"), "a lab host has no way out of this machine");
        String device =
                run(host, "readlink -f /dev/disk/by-id/*" + disk.serial() + "*").strip();
        assertTrue(device.startsWith("/dev/loop"), device);
        assertEquals(
                disk.serial() + " " + device + " 1000001536 ssd data",
                run(host, "grep data /etc/petaforge/lab-disks").strip().replace("1000000000", "1000001536"));
        assertEquals("1000001536", run(host, "blockdev --getsize64 " + device).strip());
        assertTrue(run(host, "tc qdisc show dev fab0").contains("tbf"), "200 Mbit/s is shaped");
        assertTrue(run(host, "ping -6 -c1 -W2 ff02::1%fab0 >/dev/null && echo reached")
                .contains("reached"));
        assertEquals(
                "0 1 1",
                run(host, "cd /proc/sys/net/ipv4; echo $(cat conf/fab0/rp_filter ip_forward fib_multipath_hash_policy)")
                        .strip());
        assertEquals(
                Long.toString(ByteSize.ofMiB(768).bytes()), limit("memory", "memory.limit_in_bytes", "memory.max"));

        byte[] record = Files.readAllBytes(PATHS.record(CLUSTER));
        String boot = run(host, "cat /etc/machine-id; stat -c %Y /proc/1");
        assertEquals(access, lab.acquire(request, Progress.SILENT));
        assertEquals(boot, run(host, "cat /etc/machine-id; stat -c %Y /proc/1"), "nothing was restarted");
        assertEquals(new String(record, StandardCharsets.UTF_8), Files.readString(PATHS.record(CLUSTER)));

        run(host, "echo kept > /root/kept; ip address add 10.1.2.3/32 dev lo");
        lab.powerOff(CLUSTER, HOST);
        assertEquals(Map.of(HOST, PowerState.OFF, SWITCH, PowerState.ON), lab.power(CLUSTER));
        assertTrue(run(access.get(SWITCH), "ip link show dev h0").contains("NO-CARRIER"));
        lab.powerOn(CLUSTER, HOST);
        answers(access, HOST);
        assertEquals("kept", run(host, "cat /root/kept").strip());
        assertFalse(run(host, "ip address show dev lo").contains("10.1.2.3"));

        String source = lab.serveAptSource(CLUSTER).orElseThrow();
        run(host, "echo '" + source + "' > /etc/apt/sources.list && apt-get -qq update && apt-get -qq -y install jq");
        assertEquals("1", run(host, "echo '{\"a\":1}' | jq .a").strip());

        // A supervisor that somebody killed takes its host along; the next acquire brings both back.
        ProcessHandle.of(Long.parseLong(
                        Files.readString(PATHS.host(CLUSTER, HOST).supervisor()).split(" ")[0]))
                .orElseThrow()
                .destroyForcibly();
        assertTrue(Waiting.untilTrue(
                Duration.ofSeconds(5), () -> lab.power(CLUSTER).get(HOST) == PowerState.OFF));
        lab.acquire(request, Progress.SILENT);
        answers(access, HOST);

        aMachineLeavesAndComesBackWhileTheOtherRuns(request, access);

        Released released = lab.release(CLUSTER, Progress.SILENT);
        assertEquals(List.of(), released.remaining());
        assertEquals(7, released.checked().size());
        assertFalse(Files.exists(PATHS.lab(CLUSTER)));
        assertFalse(Files.exists(Path.of("/run/netns", Naming.namespace(CLUSTER, HOST))));
        assertEquals(Map.of(), lab.access(CLUSTER));
        assertEquals(List.of(), lab.release(CLUSTER, Progress.SILENT).removed(), "nothing is left to remove");
    }

    private void aMachineLeavesAndComesBackWhileTheOtherRuns(ClusterRequest request, Map<MachineId, SshAccess> access)
            throws Exception {
        String other = run(access.get(SWITCH), "stat -c %Y /proc/1");
        Released left = lab.releaseMachines(CLUSTER, Set.of(HOST), Progress.SILENT);
        assertEquals(List.of(), left.remaining());
        assertEquals(1, left.removed().size(), left::toString);
        assertEquals(Set.of(SWITCH), lab.access(CLUSTER).keySet());
        assertFalse(Files.exists(Path.of("/run/netns", Naming.namespace(CLUSTER, HOST))));
        assertFalse(Files.exists(PATHS.host(CLUSTER, HOST).directory()));
        assertEquals(List.of(), new LabStore(PATHS).read(CLUSTER).orElseThrow().cables(), "its cable went with it");
        assertEquals(
                List.of(),
                lab.releaseMachines(CLUSTER, Set.of(HOST), Progress.SILENT).removed(),
                "it is gone");

        Map<MachineId, SshAccess> grown = lab.acquire(request, Progress.SILENT);
        answers(grown, HOST);
        assertEquals(other, run(access.get(SWITCH), "stat -c %Y /proc/1"), "the switch was not restarted");
        assertTrue(run(access.get(SWITCH), "tc qdisc show dev h0").contains("tbf"), "its new cable is shaped too");
        assertTrue(run(grown.get(HOST), "ls /root").isEmpty(), "it is another machine");
        assertTrue(run(grown.get(HOST), "ping -6 -c1 -W2 ff02::1%fab0 >/dev/null && echo reached")
                .contains("reached"));
    }

    @Test
    void hostsBootWithoutNspawnToo() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "a lab makes namespaces and mounts, which needs root");
        try (LabSubstrate plain = LabSubstrate.booting(() -> BootCommand.Means.PLAIN)) {
            Map<MachineId, SshAccess> access = plain.acquire(request(), System.out::println);
            answers(access, HOST, SWITCH);
            SshAccess host = access.get(HOST);
            assertEquals("host", run(host, "hostname").strip());
            assertEquals(
                    "running", run(host, "systemctl is-system-running --wait").strip());
            assertEquals("container-other", run(host, "systemd-detect-virt").strip());
            assertEquals(
                    "active", run(access.get(SWITCH), "systemctl is-active frr").strip());
            assertTrue(run(host, "readlink -f /dev/disk/by-id/petaforge-*").startsWith("/dev/loop"));
            assertTrue(run(host, "ping -6 -c1 -W2 ff02::1%fab0 >/dev/null && echo reached")
                    .contains("reached"));
            String boot = run(host, "stat -c %Y /proc/1/cmdline; systemctl show -p UserspaceTimestamp");
            run(host, "(sleep 0.1; systemctl reboot) >/dev/null 2>&1 &");
            assertTrue(Waiting.untilTrue(Duration.ofSeconds(20), () -> restarted(host, boot)));
            run(host, "(sleep 0.1; systemctl poweroff) >/dev/null 2>&1 &");
            assertTrue(Waiting.untilTrue(
                    Duration.ofSeconds(20), () -> plain.power(CLUSTER).get(HOST) == PowerState.OFF));
            assertEquals(List.of(), plain.release(CLUSTER, Progress.SILENT).remaining());
        }
    }

    private static boolean restarted(SshAccess host, String boot) {
        try {
            return !run(host, "stat -c %Y /proc/1/cmdline; systemctl show -p UserspaceTimestamp")
                    .equals(boot);
        } catch (IOException e) {
            // Between the two boots nobody answers.
            return false;
        }
    }

    private static ClusterRequest request() {
        MachineRequest host = new MachineRequest(
                HOST,
                "storage",
                MachineRequest.Kind.HOST,
                "r1",
                1,
                ByteSize.ofMiB(768),
                List.of(new DiskRequest(1, Media.SSD, ByteSize.parse("1GB"))),
                List.of("fab0"),
                MachineRequest.Image.BARE);
        MachineRequest networkSwitch = new MachineRequest(
                SWITCH,
                "leaf",
                MachineRequest.Kind.SWITCH,
                "r1",
                1,
                ByteSize.ofMiB(256),
                List.of(),
                List.of("h0"),
                MachineRequest.Image.PREPARED);
        Cable cable = new Cable(new PortRef(HOST, "fab0"), new PortRef(SWITCH, "h0"), BitRate.parse("200Mbit/s"));
        return new ClusterRequest(CLUSTER, List.of(host, networkSwitch), List.of(cable));
    }

    private static String limit(String controller, String versionOne, String versionTwo) throws IOException {
        for (Hierarchy hierarchy : Hierarchy.ofThisMachine()) {
            if (hierarchy.controllers().contains(controller)) {
                return Files.readString(hierarchy
                                .mount()
                                .resolve("petaforge")
                                .resolve(CLUSTER)
                                .resolve(HOST.value())
                                .resolve(hierarchy.version() == 1 ? versionOne : versionTwo))
                        .strip();
            }
        }
        return "no " + controller;
    }

    private static void answers(Map<MachineId, SshAccess> access, MachineId... machines) throws InterruptedException {
        List<SshAccess> wanted = List.of(machines).stream().map(access::get).toList();
        assertEquals(
                Set.of(machines),
                SshBanner.await(wanted, Duration.ofSeconds(30)).keySet());
    }

    private static String run(SshAccess access, String command) throws IOException {
        return SshRun.run(access, command);
    }
}
