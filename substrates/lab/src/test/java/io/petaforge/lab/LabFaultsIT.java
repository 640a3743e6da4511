package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PortRef;
import io.petaforge.api.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every fault on real machines, as their kernels and their neighbours see it. */
class LabFaultsIT {
    private static final String CLUSTER = "lab-faults-it";
    private static final PortRef H1 = port("h1", "fab0");
    private static final PortRef H2 = port("h2", "fab0");
    private static final PortRef S1 = port("s1", "swp1");
    private static final PortRef S2 = port("s2", "swp7");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LabSubstrate lab = LabSubstrate.ofThisMachine();

    @AfterEach
    void giveBack() {
        lab.release(CLUSTER, Progress.SILENT);
        lab.close();
    }

    @Test
    void everyFaultComesAndGoes() throws InterruptedException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "a lab makes namespaces and mounts, which needs root");
        lab.acquire(
                new ClusterRequest(
                        CLUSTER,
                        List.of(machine(H1, true), machine(H2, true), machine(S1, false), machine(S2, false)),
                        List.of(new Cable(H1, S1, BitRate.parse("200Mbit/s")), new Cable(H2, S2, BitRate.ofGbit(25)))),
                Progress.SILENT);
        SshBanner.await(lab.access(CLUSTER).values(), PATIENCE);
        until(() -> neighbours("h1").contains("s1 swp1"), "LLDP names the other end");

        lab.pull(CLUSTER, S1);
        assertTrue(inside("h1", "ip link show fab0").contains("NO-CARRIER"));
        lab.pull(CLUSTER, S1);
        lab.plug(CLUSTER, S1);
        assertTrue(inside("h1", "ip link show fab0").contains("LOWER_UP"));

        lab.packetSize(CLUSTER, S1, 1400);
        assertTrue(inside("s1", "ip link show swp1").contains("mtu 1400"));
        lab.packetSize(CLUSTER, S1, 1500);

        inside("h1", "ip address add 10.1.0.1/24 dev fab0");
        inside("s1", "ip address add 10.1.0.2/24 dev swp1");
        assertTrue(answers("h1", "10.1.0.2"));
        String rules = inside("s1", "ip rule; ip -6 rule");
        lab.loseIpv4(CLUSTER, S1);
        lab.loseIpv4(CLUSTER, S1);
        assertFalse(answers("h1", "10.1.0.2"));
        assertTrue(answers("h1", "ff02::1%fab0"), "IPv6 passes");
        lab.passIpv4(CLUSTER, S1);
        lab.passIpv4(CLUSTER, S1);
        assertTrue(answers("h1", "10.1.0.2"));
        assertEquals(rules, inside("s1", "ip rule; ip -6 rule"));

        lab.freeze(CLUSTER, S1.machine());
        assertFalse(answers("h1", "10.1.0.2"));
        assertTrue(inside("h1", "ip link show fab0").contains("LOWER_UP"), "a frozen switch keeps its light");
        lab.freeze(CLUSTER, S1.machine());
        lab.thaw(CLUSTER, S1.machine());
        lab.thaw(CLUSTER, S1.machine());
        assertTrue(answers("h1", "10.1.0.2"));
        assertEquals(rules, inside("s1", "ip rule; ip -6 rule"));

        assertTrue(inside("s1", "tc qdisc show dev swp1").contains("tbf"));
        lab.exchange(CLUSTER, S1, S2);
        lab.exchange(CLUSTER, S1, S2);
        until(() -> neighbours("h1").equals("s2 swp7"), "the first host is at the second switch");
        until(() -> neighbours("s1").equals("h2 fab0"), "the second host is at the first switch");
        assertEquals(4, namespaces(), "no namespace is left of the exchange");
        lab.exchangeBack(CLUSTER, S2, S1);
        lab.exchangeBack(CLUSTER, S2, S1);
        until(() -> neighbours("h1").equals("s1 swp1"), "the first host is back");
        until(() -> neighbours("s2").equals("h2 fab0"), "and the second");
        assertTrue(inside("s1", "tc qdisc show dev swp1").contains("tbf"), "and still shaped");

        assertEquals(List.of(), lab.release(CLUSTER, Progress.SILENT).remaining());
    }

    private static int namespaces() {
        return new LabNetwork(new LocalCommands()).namespaces(CLUSTER).size();
    }

    private static MachineRequest machine(PortRef port, boolean host) {
        return new MachineRequest(
                port.machine(),
                "all",
                host ? MachineRequest.Kind.HOST : MachineRequest.Kind.SWITCH,
                "r1",
                1,
                ByteSize.ofMiB(256),
                List.of(),
                List.of(port.port()),
                host ? MachineRequest.Image.BARE : MachineRequest.Image.PREPARED);
    }

    private static PortRef port(String machine, String port) {
        return new PortRef(new MachineId(machine), port);
    }

    private boolean answers(String machine, String address) {
        return inside(machine, "if ping -c 1 -W 1 " + address + " >/dev/null; then echo yes; fi")
                .contains("yes");
    }

    /** System and port names that LLDP has of a machine's one cable. */
    private String neighbours(String machine) {
        return inside(
                        machine,
                        "lldpcli -f keyvalue show neighbors | sed -n -e 's/.*chassis.name=//p' -e 's/.*ifname=//p'")
                .strip()
                .replace('\n', ' ');
    }

    /** Runs a shell program on a machine, and returns what it printed. */
    private String inside(String machine, String program) {
        try {
            return SshRun.run(lab.access(CLUSTER).get(new MachineId(machine)), program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void until(BooleanSupplier holds, String what) {
        assertTrue(Waiting.untilTrue(PATIENCE, holds), what);
    }
}
