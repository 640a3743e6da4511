package io.petaforge.bmc.ipmi;

import io.petaforge.api.LogEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code sel elist}: number, date, time, sensor, what happened. Times are UTC, which the caller asks for. */
final class SelOutput {
    /** ipmitool 1.8.18 writes the year with four digits, 1.8.19 with two. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/[uuuu][uu] HH:mm:ss", Locale.ROOT);

    private SelOutput() {}

    /** The entries, in the order of the log, which is oldest first; lines that are no entries are left out. */
    static List<LogEntry> parse(String output) {
        List<LogEntry> entries = new ArrayList<>();
        output.lines()
                .map(line -> line.split("\\|", -1))
                .filter(c -> c.length >= 4)
                .forEach(columns -> {
                    String source = columns[3].strip();
                    String message = Stream.of(columns)
                            .skip(4)
                            .map(String::strip)
                            .filter(text -> !text.isEmpty())
                            .collect(Collectors.joining(", "));
                    // Records of a maker's own kind have no sensor, only bytes.
                    entries.add(new LogEntry(
                            columns[0].strip(),
                            time(columns[1].strip(), columns[2].strip()),
                            message.isEmpty() ? "" : source,
                            message.isEmpty() ? source : message));
                });
        return List.copyOf(entries);
    }

    /** Empty for entries from before the controller's clock was set, which count seconds since it started. */
    private static Optional<Instant> time(String date, String time) {
        if (!date.contains("/")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(date + " " + time.replaceFirst(" .*", ""), TIME)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
