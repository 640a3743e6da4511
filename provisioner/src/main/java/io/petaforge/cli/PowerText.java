package io.petaforge.cli;

import io.petaforge.api.HardwarePart;
import io.petaforge.api.Health;
import io.petaforge.api.LogEntry;
import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.api.SensorReading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What machines answered, as lines for people. */
final class PowerText {
    private PowerText() {}

    /** One machine: its name, and what it answered, beside it or, when it begins with a line break, below. */
    static String row(MachineId machine, String answer) {
        return answer.startsWith("\n")
                ? machine + "\n" + answer.substring(1).indent(2)
                : String.format(Locale.ROOT, "%-20s %s%n", machine, answer);
    }

    static String log(List<LogEntry> entries) {
        return entries.isEmpty()
                ? "empty"
                : "\n"
                        + entries.stream()
                                .map(entry -> String.format(
                                        Locale.ROOT,
                                        "%-5s %-20s %s%s",
                                        entry.id(),
                                        entry.time().map(PowerText::time).orElse("clock not set"),
                                        entry.source().isEmpty() ? "" : entry.source() + ": ",
                                        entry.message()))
                                .collect(Collectors.joining("\n"));
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String sensors(List<SensorReading> readings) {
        return readings.isEmpty()
                ? "no sensors"
                : "\n"
                        + readings.stream()
                                .map(reading -> String.format(
                                        Locale.ROOT,
                                        "%-24s %-8s %s",
                                        reading.name(),
                                        reading.health() == Health.UNKNOWN
                                                ? "-"
                                                : reading.health().name().toLowerCase(Locale.ROOT),
                                        (reading.value() + " " + reading.unit()).strip()))
                                .collect(Collectors.joining("\n"));
    }

    static String parts(List<HardwarePart> parts) {
        return parts.isEmpty()
                ? "nothing known"
                : "\n"
                        + parts.stream()
                                .map(part -> part.name() + ": "
                                        + part.fields().entrySet().stream()
                                                .map(field -> field.getKey() + " " + field.getValue())
                                                .collect(Collectors.joining(", ")))
                                .collect(Collectors.joining("\n"));
    }

    static String findings(List<Problem> findings) {
        return findings.isEmpty()
                ? "nothing found"
                : "\n" + findings.stream().map(Problem::render).collect(Collectors.joining("\n"));
    }
}
