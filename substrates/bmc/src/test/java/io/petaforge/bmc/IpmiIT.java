package io.petaforge.bmc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petaforge.api.Answer;
import io.petaforge.api.BootDevice;
import io.petaforge.api.BootSetting;
import io.petaforge.api.HardwarePart;
import io.petaforge.api.Health;
import io.petaforge.api.LogEntry;
import io.petaforge.api.MachineId;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.SensorReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that is done over IPMI, against real controllers: ipmi_sim, twenty of them or as many as asked for. */
class IpmiIT {
    /** 100 in tests/bench/bmc. */
    private static final int COUNT = Integer.getInteger("petaforge.bmcs", 20);

    private static final int NOWHERE = 20_900;
    private static final String CLUSTER = "bench";

    private static IpmiSimulators simulators;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(IpmiSimulators.possible(), "openipmi, ipmitool and freeipmi-tools cannot be installed here");
        simulators = IpmiSimulators.start(COUNT);
    }

    @AfterAll
    static void stop() throws IOException {
        if (simulators != null) {
            simulators.close();
        }
    }

    @Test
    void the_state_of_all_within_ten_seconds_whatever_some_of_them_do() throws Exception {
        int whole = COUNT - 6;
        List<BmcHost> hosts = new ArrayList<>();
        for (int i = 0; i < whole; i++) {
            hosts.add(simulators.host(i));
        }
        hosts.add(IpmiSimulators.host(whole, NOWHERE, "admin", IpmiSimulators.PASSWORD));
        hosts.add(IpmiSimulators.host(whole + 1, NOWHERE + 1, "admin", IpmiSimulators.PASSWORD));
        hosts.add(IpmiSimulators.host(whole + 2, NOWHERE + 2, "admin", IpmiSimulators.PASSWORD));
        hosts.add(IpmiSimulators.host(whole + 3, simulators.port(whole + 3), "admin", "pw-Zq7-wrong"));
        hosts.add(IpmiSimulators.host(whole + 4, simulators.port(whole + 4), "operator", IpmiSimulators.PASSWORD));
        simulators.exhaustSessions(whole + 5);
        hosts.add(simulators.host(whole + 5));
        try (BmcSubstrate substrate = substrate(hosts)) {
            long start = System.nanoTime();
            Map<MachineId, Answer<PowerState>> states = substrate.states(CLUSTER, all(hosts));
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("power status of %d BMCs, 3 dead, 3 refusing: %.1f s%n", hosts.size(), seconds);
            assertEquals(COUNT, states.size());
            assertTrue(seconds < 10, "took " + seconds + " s");
            assertEquals(
                    whole,
                    states.values().stream().filter(a -> a.value().isPresent()).count());
            String problems = hosts.stream()
                    .map(host -> states.get(host.access().machine()).problem())
                    .flatMap(Optional::stream)
                    .map(Problem::render)
                    .collect(Collectors.joining("\n"))
                    .replaceAll("node-\\d+", "node-N")
                    .replaceAll("port \\d+", "port P");
            Golden.check("ipmi-status-problems.txt", problems);
        }
    }

    @Test
    void every_action_is_followed_and_seen() throws Exception {
        BmcHost host = simulators.host(0);
        Set<MachineId> node = all(List.of(host));
        try (BmcSubstrate substrate = substrate(List.of(host))) {
            assertEquals(PowerState.OFF, act(substrate, node, PowerAction.OFF));
            int before = simulators.orders(0).size();
            assertEquals(PowerState.ON, act(substrate, node, PowerAction.ON));
            assertEquals("on", FreeIpmi.power(simulators.port(0)));
            assertEquals(PowerState.ON, act(substrate, node, PowerAction.ON));
            assertEquals(PowerState.ON, act(substrate, node, PowerAction.RESET));
            assertEquals(PowerState.ON, act(substrate, node, PowerAction.CYCLE));
            assertEquals(PowerState.OFF, act(substrate, node, PowerAction.SOFT));
            assertEquals("off", FreeIpmi.power(simulators.port(0)));
            assertEquals(
                    List.of("on", "reset", "off", "on", "soft"),
                    simulators.orders(0).subList(before, simulators.orders(0).size()));
            Problem off = substrate
                    .act(CLUSTER, node, PowerAction.RESET, Progress.SILENT)
                    .get(new MachineId("node-1"))
                    .problem()
                    .orElseThrow();
            assertEquals("PF-BMC-015", off.code());
        }
    }

    @Test
    void boots_from_the_network_once() throws Exception {
        BmcHost host = simulators.host(1);
        try (BmcSubstrate substrate = substrate(List.of(host))) {
            BootSetting pxe = new BootSetting(BootDevice.PXE, false, true);
            BootSetting reported = only(substrate.boot(CLUSTER, all(List.of(host)), pxe));
            // ipmi_sim keeps the device alone.
            assertEquals(new BootSetting(BootDevice.PXE, false, false), reported);
            assertEquals(
                    "pxe",
                    Files.readString(simulators.directory(1).resolve("boot")).strip());
            Answer<PowerState> reinstalled = substrate
                    .reinstall(CLUSTER, all(List.of(host)), Optional.empty(), Progress.SILENT)
                    .get(host.access().machine());
            assertEquals(PowerState.ON, reinstalled.value().orElseThrow());
            List<String> orders = simulators.orders(1);
            assertEquals("on", orders.get(orders.size() - 1));
        }
    }

    @Test
    void reads_log_sensors_and_parts() {
        BmcHost host = simulators.host(2);
        Set<MachineId> node = all(List.of(host));
        try (BmcSubstrate substrate = substrate(List.of(host))) {
            List<SensorReading> sensors = only(substrate.sensors(CLUSTER, node));
            assertEquals(
                    List.of(
                            new SensorReading("Inlet Temp", "23", "degrees C", Health.OK),
                            new SensorReading("Fan 1", "7200", "RPM", Health.OK),
                            new SensorReading("PSU 12 Volt", "12", "Volts", Health.OK)),
                    sensors);
            List<LogEntry> log = only(substrate.log(CLUSTER, node));
            assertEquals(1, log.size());
            assertEquals("Memory #0x53", log.get(0).source());
            assertEquals("Correctable ECC, Asserted", log.get(0).message());
            assertEquals(1, only(substrate.clearLog(CLUSTER, node)));
            assertEquals(List.of(), only(substrate.log(CLUSTER, node)));
            HardwarePart fru = only(substrate.parts(CLUSTER, node)).get(0);
            assertEquals("SRV0001", fru.fields().get("Product Serial"));
            assertEquals(
                    "9.08",
                    only(substrate.firmware(CLUSTER, node)).get(0).fields().get("Version"));
        }
    }

    @Test
    void finds_cipher_suite_zero() {
        BmcHost host = simulators.host(3);
        try (BmcSubstrate substrate = substrate(List.of(host))) {
            List<Problem> findings = only(substrate.findings(CLUSTER, all(List.of(host))));
            assertEquals(
                    List.of("PF-BMC-030"), findings.stream().map(Problem::code).toList());
        }
    }

    @Test
    void no_password_shows_in_a_process_list_or_a_message() throws Exception {
        BmcHost right = simulators.host(4);
        BmcHost wrong = IpmiSimulators.host(5, simulators.port(5), "admin", "pw-Zq7-wrong");
        List<String> said = new ArrayList<>();
        Set<String> commands;
        try (CommandLines lines = new CommandLines();
                BmcSubstrate substrate = substrate(List.of(right, wrong))) {
            for (PowerAction action : List.of(PowerAction.ON, PowerAction.RESET, PowerAction.OFF)) {
                said.add(substrate
                        .act(CLUSTER, all(List.of(right, wrong)), action, said::add)
                        .toString());
            }
            said.add(substrate.sensors(CLUSTER, all(List.of(right, wrong))).toString());
            said.add(substrate.findings(CLUSTER, all(List.of(right, wrong))).toString());
            said.add(right + " " + wrong);
            commands = lines.seen();
        }
        assertTrue(
                commands.stream().anyMatch(line -> line.startsWith("ipmitool ")),
                "the samples hold commands of this test");
        assertFalse(commands.stream().anyMatch(line -> line.contains("pw-Zq7")), "a password was on a command line");
        assertFalse(said.toString().contains("pw-Zq7"), "a password was in a message");
    }

    private static BmcSubstrate substrate(List<BmcHost> hosts) {
        return BmcSubstrate.of(hosts, machines -> Map.of(), machines -> Map.of(), Path.of("unused"));
    }

    private static PowerState act(BmcSubstrate substrate, Set<MachineId> node, PowerAction action) {
        return only(substrate.act(CLUSTER, node, action, Progress.SILENT));
    }

    private static <T> T only(Map<MachineId, Answer<T>> answers) {
        assertEquals(1, answers.size());
        Answer<T> answer = answers.values().iterator().next();
        return answer.value()
                .orElseThrow(() -> new AssertionError(answer.problem().toString()));
    }

    private static Set<MachineId> all(List<BmcHost> hosts) {
        return hosts.stream().map(host -> host.access().machine()).collect(Collectors.toCollection(TreeSet::new));
    }
}
