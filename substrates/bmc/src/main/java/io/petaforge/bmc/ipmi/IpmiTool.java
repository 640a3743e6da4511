package io.petaforge.bmc.ipmi;

import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.bmc.device.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands to one controller: cipher suite, retries, and the pause that it needs between two of them. */
final class IpmiTool {
    /** How long a command may wait for the controller's answers. */
    enum Patience {
        /** For a first contact: 2 s in all when nothing answers. */
        SHORT(1, 1),
        /** For a controller that is known to be there: some take seconds to read a sensor. */
        LONG(2, 3);

        private final int seconds;
        private final int retries;

        Patience(int seconds, int retries) {
            this.seconds = seconds;
            this.retries = retries;
        }
    }

    /**
     * 17 is what IPMI 2.0 revision 1.1 asks for, 3 what older ones have. Always named: ipmitool loses 10 s on asking
     * controllers that do not list theirs.
     */
    private static final List<Integer> SUITES = List.of(17, 3);

    private static final List<Duration> RETRIES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

    /** Reading 300 sensors of a slow controller takes a minute; beyond this the program hangs. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final BmcTarget target;
    private final Programs programs;
    private final Pauses pauses;
    private int suite;
    private boolean asked;
    private long lastEnd;

    IpmiTool(BmcTarget target, Programs programs, Pauses pauses) {
        this.target = target;
        this.programs = programs;
        this.pauses = pauses;
    }

    /**
     * Runs one ipmitool command.
     *
     * @return its standard output
     * @throws BmcFailure when it fails after the retries that make sense
     */
    String run(Patience patience, List<String> arguments) {
        Programs.Ended ended = tried(patience, arguments);
        if (ended.status() != 0) {
            throw IpmiProblems.failure(target, IpmiError.of(ended.errors() + ended.output()), ended, arguments);
        }
        return ended.output();
    }

    /** The same for commands that fail as a whole when one of many parts cannot be read: what they did print. */
    String runForParts(Patience patience, List<String> arguments) {
        Programs.Ended ended = tried(patience, arguments);
        if (ended.status() != 0 && ended.output().isBlank()) {
            throw IpmiProblems.failure(target, IpmiError.of(ended.errors()), ended, arguments);
        }
        return ended.output();
    }

    /** Whether the controller lets anyone in with cipher suite 0, which needs no password. */
    boolean opensWithoutPassword() {
        List<String> command = command(0, Patience.SHORT, List.of("mc", "info"));
        // Not the real one: what is accepted with cipher suite 0 travels in clear text.
        return once(command, "none-" + Long.toHexString(pauses.nanoTime() & 0xffffffffffL))
                        .status()
                == 0;
    }

    private Programs.Ended tried(Patience patience, List<String> arguments) {
        for (int retry = 0; ; ) {
            Programs.Ended ended = once(
                    command(SUITES.get(suite), patience, arguments),
                    target.password().reveal());
            if (ended.status() == 0) {
                return ended;
            }
            IpmiError error = IpmiError.of(ended.errors() + ended.output());
            if (error == IpmiError.OTHER_SUITE && suite + 1 < SUITES.size()) {
                suite++;
            } else if (error.passes() && retry < RETRIES.size()) {
                pauses.sleep(RETRIES.get(retry++));
            } else {
                return ended;
            }
        }
    }

    private Programs.Ended once(List<String> command, String password) {
        if (asked) {
            Duration since = Duration.ofNanos(pauses.nanoTime() - lastEnd);
            if (since.compareTo(target.interval()) < 0) {
                pauses.sleep(target.interval().minus(since));
            }
        }
        try {
            return programs.run(command, Map.of("IPMITOOL_PASSWORD", password, "LC_ALL", "C", "TZ", "UTC"), LIMIT);
        } finally {
            asked = true;
            lastEnd = pauses.nanoTime();
        }
    }

    private List<String> command(int cipherSuite, Patience patience, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "ipmitool",
                "-I",
                "lanplus",
                "-H",
                target.address(),
                "-p",
                Integer.toString(target.port()),
                "-U",
                target.user(),
                "-E",
                "-C",
                Integer.toString(cipherSuite),
                "-N",
                Integer.toString(patience.seconds),
                "-R",
                Integer.toString(patience.retries)));
        command.addAll(arguments);
        return command;
    }
}
