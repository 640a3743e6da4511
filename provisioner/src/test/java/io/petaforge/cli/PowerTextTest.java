package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.Health;
import io.petaforge.api.LogEntry;
import io.petaforge.api.MachineId;
import io.petaforge.api.SensorReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PowerTextTest {
    private static final MachineId NODE = new MachineId("storage-1");

    @Test
    void a_word_stands_beside_its_machine() {
        assertEquals("storage-1            on\n", PowerText.row(NODE, "on"));
        assertEquals("storage-1            empty\n", PowerText.row(NODE, PowerText.log(List.of())));
    }

    @Test
    void a_log_stands_below_its_machine_with_the_times_that_are_known() {
        List<LogEntry> log = List.of(
                new LogEntry("1", Optional.empty(), "", "Log cleared"),
                new LogEntry(
                        "2", Optional.of(Instant.parse("2026-03-01T10:00:00.5Z")), "Memory #0x53", "Correctable ECC"));
        assertEquals(
                """
                storage-1
                  1     clock not set        Log cleared
                  2     2026-03-01T10:00:00Z Memory #0x53: Correctable ECC
                """,
                PowerText.row(NODE, PowerText.log(log)));
    }

    @Test
    void a_sensor_without_a_reading_is_told_from_one_that_is_well() {
        List<SensorReading> readings = List.of(
                new SensorReading("Inlet Temp", "56", "degrees C", Health.CRITICAL),
                new SensorReading("CPU2 Temp", "", "", Health.UNKNOWN));
        assertEquals(
                "\nInlet Temp               critical 56 degrees C\nCPU2 Temp                -        ",
                PowerText.sensors(readings));
    }
}
