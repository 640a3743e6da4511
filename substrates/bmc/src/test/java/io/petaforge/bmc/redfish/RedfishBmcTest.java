package io.petaforge.bmc.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BootDevice;
import io.petaforge.api.BootSetting;
import io.petaforge.api.HardwarePart;
import io.petaforge.api.Health;
import io.petaforge.api.LogEntry;
import io.petaforge.api.MachineId;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerState;
import io.petaforge.api.Secret;
import io.petaforge.api.SensorReading;
import io.petaforge.bmc.FakePauses;
import io.petaforge.bmc.Golden;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcProtocol;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.bmc.device.PowerChange;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Redfish driver against the parts of a service that sushy-tools has not. */
class RedfishBmcTest {
    private final FakePauses pauses = new FakePauses();
    private FakeRedfish fake;

    @BeforeEach
    void start() throws Exception {
        fake = FakeRedfish.start();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void one_session_for_everything_and_none_left() {
        RedfishBmc bmc = bmc();
        PowerChange change = new PowerChange(pauses);
        BmcTarget target = fake.target(Optional.of(fake.fingerprint()));
        assertEquals(PowerState.ON, change.run(target, bmc, PowerAction.ON));
        assertEquals(PowerState.ON, change.run(target, bmc, PowerAction.RESET));
        assertEquals(PowerState.ON, change.run(target, bmc, PowerAction.CYCLE));
        // No GracefulShutdown there: the button it is.
        assertEquals(PowerState.OFF, change.run(target, bmc, PowerAction.SOFT));
        assertEquals(1, opened());
        assertEquals(1, fake.openSessions());
        bmc.close();
        assertEquals(0, fake.openSessions());
    }

    @Test
    void a_session_that_the_controller_forgot_is_opened_again() {
        RedfishBmc bmc = bmc();
        bmc.power();
        fake.forgetSessions();
        assertEquals(PowerState.OFF, bmc.power());
        assertEquals(2, opened());
        bmc.close();
    }

    @Test
    void changes_only_the_version_that_was_read() {
        RedfishBmc bmc = bmc();
        fake.raceOnce();
        BootSetting pxe = new BootSetting(BootDevice.PXE, false, true);
        assertEquals(pxe, bmc.boot(pxe));
        assertEquals(
                2,
                fake.requests().stream()
                        .filter("PATCH /redfish/v1/Systems/1 If-Match"::equals)
                        .count());
        bmc.close();
    }

    @Test
    void the_boot_mode_is_left_out_where_it_is_refused() {
        fake.refuseMode();
        RedfishBmc bmc = bmc();
        BootSetting disk = new BootSetting(BootDevice.DISK, true, true);
        assertEquals(disk, bmc.boot(disk));
        BmcFailure setup =
                assertThrows(BmcFailure.class, () -> bmc.boot(new BootSetting(BootDevice.SETUP, false, true)));
        assertEquals(BmcFault.UNSUPPORTED, setup.fault());
        bmc.close();
    }

    @Test
    void waits_when_asked_to() {
        RedfishBmc bmc = bmc();
        bmc.power();
        fake.busyFor(1);
        assertEquals(PowerState.OFF, bmc.power());
        assertEquals(List.of(Duration.ofSeconds(1)), pauses.slept());
        bmc.close();
    }

    @Test
    void reads_the_hardware_event_log_over_its_pages_oldest_first() {
        RedfishBmc bmc = bmc();
        List<LogEntry> log = bmc.log();
        assertEquals(List.of("1", "2", "3"), log.stream().map(LogEntry::id).toList());
        assertEquals(
                Optional.of(Instant.parse("2026-03-02T09:00:00Z")), log.get(2).time());
        assertEquals("Memory", log.get(1).source());
        assertEquals(3, bmc.clearLog());
        assertEquals(List.of(), bmc.log());
        bmc.close();
    }

    @Test
    void reads_sensors_parts_and_firmware() {
        RedfishBmc bmc = bmc();
        assertEquals(
                List.of(
                        new SensorReading("Inlet Temp", "23", "degrees C", Health.OK),
                        new SensorReading("CPU2 Temp", "", "", Health.UNKNOWN),
                        new SensorReading("Fan 1", "7200", "RPM", Health.OK),
                        new SensorReading("Fan 2", "35", "%", Health.WARNING),
                        new SensorReading("12V", "12.1", "Volts", Health.OK),
                        new SensorReading("PSU 1", "210", "Watts", Health.CRITICAL),
                        new SensorReading("System Power Control", "344", "Watts", Health.UNKNOWN)),
                bmc.sensors());
        assertEquals(
                List.of("System System", "Chassis Chassis", "Power supply PSU 1"),
                bmc.parts().stream().map(HardwarePart::name).toList());
        assertEquals(
                List.of("5.10.00", "2.1.7", "22.31.6"),
                bmc.firmware().stream()
                        .map(part -> part.fields().get("Version"))
                        .toList());
        bmc.close();
    }

    @Test
    void failures_in_words_and_without_secrets() throws Exception {
        List<BmcFailure> failures = new ArrayList<>();
        failures.add(failure(fake.target(Optional.empty())));
        failures.add(failure(fake.target(Optional.of("ab".repeat(32)))));
        failures.add(failure(fake.target(Optional.of(fake.fingerprint()), "pw-Rf9-wrong")));
        fake.limitSessions(0);
        failures.add(failure(fake.target(Optional.of(fake.fingerprint()))));
        failures.add(failure(new BmcTarget(
                new MachineId("storage-1"),
                BmcProtocol.REDFISH,
                "127.0.0.1",
                9,
                "root",
                new Secret(FakeRedfish.PASSWORD),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO)));
        StringWriter all = new StringWriter();
        StringBuilder text = new StringBuilder();
        for (BmcFailure failure : failures) {
            failure.printStackTrace(new PrintWriter(all));
            text.append(failure.problem().render()).append('\n');
        }
        Golden.check(
                "redfish-failures.txt",
                text.toString().replace(fake.fingerprint(), "FINGERPRINT").replaceAll("port \\d{3,}", "port P"));
        assertFalse(all.toString().contains("pw-Rf9"), "a password was in an exception");
        assertTrue(text.toString().contains(fake.fingerprint()), "the fingerprint is shown");
    }

    private BmcFailure failure(BmcTarget target) {
        try (RedfishBmc bmc = RedfishBmc.of(target, pauses)) {
            return assertThrows(BmcFailure.class, bmc::power);
        }
    }

    private RedfishBmc bmc() {
        return RedfishBmc.of(fake.target(Optional.of(fake.fingerprint())), pauses);
    }

    private long opened() {
        return fake.requests().stream()
                .filter("POST /redfish/v1/SessionService/Sessions"::equals)
                .count();
    }
}
