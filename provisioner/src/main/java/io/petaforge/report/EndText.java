package io.petaforge.report;

import io.petaforge.lifetime.Ends;
import io.petaforge.lifetime.Lifetime;
import io.petaforge.lifetime.Ttl;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The end of a cluster's time for people. */
public final class EndText {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private EndText() {}

    /** One line: when, how long that is from {@code now}, and what happens then. */
    public static String render(Lifetime lifetime, String substrate, Instant now) {
        return "ends   "
                + (lifetime.isOver(now)
                        ? "over since " + MINUTE.format(lifetime.end())
                        : MINUTE.format(lifetime.end()) + ", in " + Ttl.words(lifetime.left(now)))
                + ": "
                + Ends.of(substrate).consequence();
    }

    /** One line about the machines of a build that failed. */
    public static String kept(int machines) {
        return "kept   " + machines + " machines, to be looked at until then; 'destroy' gives everything back at once";
    }
}
