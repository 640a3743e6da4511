package io.petaforge.lifetime;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes how long a cluster is to live: {@code 90m}, {@code 4h}, {@code 2d}. */
public final class Ttl {
    /** Of a cluster that is ephemeral and no more is said: a working day. */
    public static final Duration DEFAULT = Duration.ofHours(8);

    /** Whatever lives longer is better without an end that nobody remembers. */
    private static final Duration MOST = Duration.ofDays(90);

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([mhd])");

    private Ttl() {}

    /**
     * The duration.
     *
     * @param least shorter ones are refused: the cluster would end before it is built
     * @throws PetaforgeException with {@link ExitCode#BAD_INPUT} when it is none, or out of bounds
     */
    public static Duration parse(String text, Duration least) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw refused(
                    "PF-END-001",
                    "--ttl " + text + " is no length of time"
                            + (text.strip().matches("\\d+") ? ": it has no unit" : ""),
                    "write a whole number and m, h or d, such as 90m, 4h or 2d");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration ttl =
                switch (matcher.group(2)) {
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        if (ttl.compareTo(least) < 0) {
            throw refused(
                    "PF-END-002",
                    "--ttl " + text + " is too short: the machines would be switched off before the cluster is built",
                    "give it at least " + words(least));
        }
        if (ttl.compareTo(MOST) > 0) {
            throw refused(
                    "PF-END-002",
                    "--ttl " + text + " is too long for a cluster that ends by itself",
                    "give it at most " + words(MOST) + ", and more when they are nearly over; or leave --ttl out");
        }
        return ttl;
    }

    private static PetaforgeException refused(String code, String what, String fix) {
        return new PetaforgeException(ExitCode.BAD_INPUT, List.of(Problem.of(code, what, fix)));
    }

    /** A duration for people, in whole minutes: {@code 3 h 58 min}. */
    public static String words(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours >= 48) {
            return hours / 24 + " d" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
        }
        return hours + " h" + (minutes % 60 == 0 ? "" : String.format(Locale.ROOT, " %d min", minutes % 60));
    }
}
