package io.petaforge.bmc.ipmi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.HardwarePart;
import io.petaforge.api.Health;
import io.petaforge.api.LogEntry;
import io.petaforge.api.PowerState;
import io.petaforge.api.SensorReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Output of ipmitool. The files without a maker's name were recorded from ipmi_sim, sdr-elist-ilo2.txt is what an owner
 * of an HP iLO 2 published, the failures are from ipmi_sim and from reports of ipmitool's users.
 */
class IpmiOutputTest {
    @Test
    void power() {
        assertEquals(Optional.of(PowerState.ON), PowerOutput.parse("Chassis Power is on\n"));
        assertEquals(Optional.of(PowerState.OFF), PowerOutput.parse("Chassis Power is off\r\n"));
        assertEquals(Optional.empty(), PowerOutput.parse("Chassis Power Control: Up/On"));
    }

    @Test
    void event_log_with_and_without_a_clock() throws IOException {
        List<LogEntry> log = SelOutput.parse(recorded("sel-elist-1.8.19.txt"));
        assertEquals(
                new LogEntry(
                        "1",
                        Optional.empty(),
                        "Temperature Inlet Temp",
                        "Upper Non-critical going high, Asserted, Reading 56 > Threshold 50 degrees C"),
                log.get(0));
        assertEquals(
                Optional.of(Instant.parse("2026-11-22T22:09:28Z")), log.get(3).time());
        assertEquals("Correctable ECC, Asserted", log.get(3).message());
        assertEquals("OEM record c1", log.get(5).source());
    }

    @Test
    void event_log_of_the_older_ipmitool() {
        LogEntry entry = SelOutput.parse("   a | 03/20/2021 | 00:58:40 | System Firmware Error #0x11 | No usable"
                        + " system memory | Asserted\n")
                .get(0);
        assertEquals("a", entry.id());
        assertEquals(Optional.of(Instant.parse("2021-03-20T00:58:40Z")), entry.time());
        assertEquals("No usable system memory, Asserted", entry.message());
    }

    @Test
    void an_empty_log_has_no_entries() {
        assertEquals(List.of(), SelOutput.parse("SEL has no entries\n"));
    }

    @Test
    void sensors() throws IOException {
        assertEquals(
                List.of(
                        new SensorReading("Inlet Temp", "56", "degrees C", Health.CRITICAL),
                        new SensorReading("Fan 1", "7200", "RPM", Health.OK),
                        new SensorReading("PSU 12 Volt", "12", "Volts", Health.OK)),
                SdrOutput.parse(recorded("sdr-elist.txt")));
    }

    @Test
    void sensors_that_show_states() throws IOException {
        List<SensorReading> readings = SdrOutput.parse(recorded("sdr-elist-ilo2.txt"));
        assertEquals(new SensorReading("VRM 1", "Device Present", "", Health.OK), readings.get(0));
        assertEquals(new SensorReading("UID Light", "", "", Health.OK), readings.get(1));
        assertEquals(new SensorReading("Power Supply 2", "95", "Watts, Presence detected", Health.OK), readings.get(3));
        assertEquals(new SensorReading("CPU1_DIMM4 Temp", "", "", Health.UNKNOWN), readings.get(5));
    }

    @Test
    void replaceable_parts() throws IOException {
        List<HardwarePart> parts = FruOutput.parse(recorded("fru-print.txt"));
        assertEquals(1, parts.size());
        assertEquals("Builtin FRU Device", parts.get(0).name());
        assertEquals("SRV0001", parts.get(0).fields().get("Product Serial"));
        assertEquals("Mon Jan 15 00:00:00 2018 UTC", parts.get(0).fields().get("Board Mfg Date"));
        assertEquals(
                List.of(),
                FruOutput.parse("FRU Device Description : PSU2 (ID 3)\n Device not present (Requested sensor, data, or"
                        + " record not found)\n"));
    }

    @Test
    void the_controller_itself() throws IOException {
        assertEquals(new McInfo(4753, "9.08", "MontaVista Software, Inc."), McInfo.parse(recorded("mc-info.txt")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            Error in open session response message : invalid authentication algorithm ; OTHER_SUITE
            Unsupported cipher suite ID 17 ; OTHER_SUITE
            Error in open session response message : no matching cipher suite ; OTHER_SUITE
            Error in open session response message : invalid role ; OTHER_SUITE
            Error in open session response message : insufficient resources for session ; SESSIONS
            RAKP 2 message indicates an error : unauthorized name ; WRONG_USER
            > RAKP 2 HMAC is invalid ; WRONG_PASSWORD
            RAKP 2 message indicates an error : unauthorized role or privilege level requested ; PRIVILEGE
            Set Session Privilege Level to ADMINISTRATOR failed: Requested privilege level exceeds limit ; PRIVILEGE
            lanplus: password is longer than 20 bytes. ; TOO_LONG_PASSWORD
            Get Auth Capabilities error ; NO_ANSWER
            Address lookup for no.such.invalid failed ; NO_ADDRESS
            Set Chassis Power Control to Up/On failed: Command not supported in present state ; UNSUPPORTED
            Unable to send RAW command (channel=0x0 netfn=0x0 lun=0x0 cmd=0x8 rsp=0xcc): Invalid data field in request ; UNSUPPORTED
            Get Chassis Power Status failed: Node busy ; BUSY
            Get Chassis Power Status failed: Unspecified error ; OTHER
            Error: ; UNEXPLAINED
            """)
    void failures(String printed, IpmiError meaning) {
        assertEquals(
                meaning,
                IpmiError.of(printed
                        + "\nError: Unable to establish IPMI v2 / RMCP+ session\n"
                                .repeat(meaning == IpmiError.OTHER ? 0 : 1)));
    }

    private static String recorded(String name) throws IOException {
        try (InputStream in = IpmiOutputTest.class.getResourceAsStream("/recorded/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
