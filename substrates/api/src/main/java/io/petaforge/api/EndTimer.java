package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A timer of systemd that switches a machine off at a moment, whatever became of those who asked for the machine. Pure.
 *
 * <p>The moment is asked of the clock again before the machine goes off: so the timer may fire at any other time too. It does
 * so some minutes after each boot, which catches a machine that was off at its end and is switched on later, and leaves time
 * to give it a later end.
 *
 * @param end to the second, rounded up
 */
public record EndTimer(Instant end) {
    /** The unit that is enabled and runs. */
    public static final String TIMER = "petaforge-end.timer";

    /** How long a machine that is switched on after its end stays on. */
    public static final int GRACE_MINUTES = 10;

    private static final String SERVICE = "petaforge-end.service";
    private static final String UNITS = "/etc/systemd/system/";
    private static final DateTimeFormatter CALENDAR = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    public EndTimer {
        requireNonNull(end, "end");
        Instant whole = end.truncatedTo(ChronoUnit.SECONDS);
        end = whole.isBefore(end) ? whole.plusSeconds(1) : whole;
    }

    /** The unit files, by path, with mode 0644 of root's. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        // In a unit file a dollar and a percent sign are written twice.
        files.put(
                UNITS + SERVICE,
                """
                [Unit]
                Description=The end of the time that this machine was asked for
                [Service]
                Type=oneshot
                ExecCondition=/bin/sh -c 'test $$(date +%%s) -ge SECONDS'
                ExecStart=/usr/bin/systemctl poweroff
                """
                        .replace("SECONDS", Long.toString(end.getEpochSecond())));
        files.put(
                UNITS + TIMER,
                """
                [Unit]
                Description=The end of the time that this machine was asked for
                [Timer]
                OnCalendar=WHEN
                OnBootSec=GRACEmin
                AccuracySec=1s
                [Install]
                WantedBy=timers.target
                """
                        .replace("WHEN", CALENDAR.format(end))
                        .replace("GRACE", Integer.toString(GRACE_MINUTES)));
        return files;
    }
}
