package io.petaforge.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Ends petaforge by SIGKILL and breaks hosts at random moments while clients write and read S3, and says how often the next
 * run made everything as planned, what was lost and what was left behind. The same seed makes the same choices; the moments
 * are counted in time, so what a run was doing when it ended differs from machine to machine.
 *
 * <pre>FaultHarness SEED KILLS FAULTS DIRECTORY</pre>
 *
 * Half of the kills end builds from nothing and destroys; the other half rebuilds and changes of a cluster that serves.
 */
final class FaultHarness {
    /** Longer than a build from nothing of the small lab takes on a quiet machine with two cores. */
    private static final Duration BUILD = Duration.ofSeconds(40);

    private static final Duration DESTROY = Duration.ofSeconds(4);

    private final Random random;
    /** By the seed, so that several can run side by side. */
    private final String cluster;

    private final SmallLab lab;
    private final List<String> lines = new ArrayList<>();
    private final Path report;
    private int kills;
    private int lateKills;
    private int faults;
    private int converged;
    private int attempts;
    private int leftBehind;

    private FaultHarness(long seed, Path directory) throws IOException {
        this.random = new Random(seed);
        Files.createDirectories(directory);
        this.cluster = "faults-" + seed;
        this.lab = SmallLab.of(cluster, directory);
        this.report = directory.resolve("faults-" + seed + ".txt");
    }

    /** Ends with 1 when something was lost, left behind or did not come back. */
    public static void main(String[] arguments) throws Exception {
        long seed = Long.parseLong(arguments[0]);
        int kills = Integer.parseInt(arguments[1]);
        int faults = Integer.parseInt(arguments[2]);
        FaultHarness harness = new FaultHarness(seed, Path.of(arguments[3]).toAbsolutePath());
        try {
            System.exit(harness.run(seed, kills, faults) ? 0 : 1);
        } finally {
            harness.lab.run("destroy", "--yes");
        }
    }

    private boolean run(long seed, int wantedKills, int wantedFaults) throws Exception {
        say("seed " + seed + ", " + wantedKills + " kills, " + wantedFaults + " faults");
        births(wantedKills / 2);
        mustSettle("build", lab.run("build", "--no-verify"));
        S3Load load = lab.load(S3Load.Rate.STEADY);
        int lost;
        int givenUp;
        double stall;
        try (Breakage breakage = new Breakage(lab, random)) {
            while (kills < wantedKills || faults < wantedFaults) {
                boolean kill = faults >= wantedFaults
                        || (kills < wantedKills && random.nextInt(wantedKills + wantedFaults) < wantedKills);
                if (kill) {
                    killed(breakage);
                } else {
                    broken(breakage);
                }
            }
        }
        S3Load.Result result = load.stop();
        say("S3 meanwhile: " + result);
        for (String object : result.lost()) {
            say("LOST " + object);
        }
        lost = result.lost().size();
        givenUp = result.givenUp().size();
        stall = result.longestStall();
        lab.run("destroy", "--yes").mustExit(0);
        leftBehind += remains();
        say(String.format(
                Locale.ROOT,
                "seed %d: %d kills (%d after the run had ended), %d faults, converged %d of %d times, %d objects acknowledged,"
                        + " %d lost, %d requests given up, longest stall %.1f s, %d machines or other things left behind",
                seed,
                kills,
                lateKills,
                faults,
                converged,
                attempts,
                result.acknowledged(),
                lost,
                givenUp,
                stall,
                leftBehind));
        return lost == 0 && leftBehind == 0 && converged == attempts;
    }

    /** Builds from nothing that are killed again and again until one is done; then a destroy that is killed. */
    private void births(int wanted) throws Exception {
        while (kills < wanted) {
            int before = kills;
            // Each goes on where the one before it ended: most of them come to an end after a few.
            while (kills < wanted && kill("build", BUILD, "--no-verify")) {}
            mustSettle("build after " + (kills - before) + " kills", lab.run("build", "--no-verify"));
            if (kills < wanted) {
                kill("destroy", DESTROY, "--yes");
            }
            attempts++;
            Petaforge.Run gone = lab.run("destroy", "--yes");
            int left = remains();
            leftBehind += left;
            if (gone.status() == 0 && left == 0) {
                converged++;
            } else {
                say("destroy after a kill: exit " + gone.status() + ", " + left + " left\n" + gone.stderr());
            }
        }
    }

    /** Something that petaforge does to a cluster that serves, ended in the middle. */
    private void killed(Breakage breakage) throws Exception {
        Breakage.Work work = breakage.work();
        kill(work.command(), work.length(), work.arguments());
        Petaforge.Run run = lab.run(work.command(), work.arguments());
        if (!mustSettle(work + " killed", run)) {
            // What was begun and not finished stands in the way of everything else.
            lab.run(work.command(), work.arguments());
        }
    }

    private void broken(Breakage breakage) throws Exception {
        faults++;
        Breakage.Fault fault = breakage.fault();
        say("fault " + faults + ": " + fault.name());
        fault.happen().run();
        // What an operator does who was woken up: run it, mend what it cannot, run it again.
        Petaforge.Run first = lab.run("build", "--no-verify");
        fault.mend().run();
        if (first.status() != 0) {
            say("  while it lasted: exit " + first.status() + " after "
                    + String.format(Locale.ROOT, "%.0f s", first.seconds()));
        }
        mustSettle(fault.name(), lab.run("build", "--no-verify"));
    }

    /** Whether the run was still going on when it was killed. */
    private boolean kill(String command, Duration within, String... arguments) throws Exception {
        kills++;
        long millis = (long) (random.nextDouble() * within.toMillis());
        Petaforge.Started started = lab.start(command, arguments);
        boolean ended = started.process().waitFor(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
        started.process().destroyForcibly().waitFor();
        if (ended) {
            lateKills++;
        }
        say(String.format(
                Locale.ROOT,
                "kill %d: %s after %.1f s%s",
                kills,
                command,
                millis / 1000.0,
                ended ? " (it had ended, exit " + started.process().exitValue() + ")" : ""));
        return !ended;
    }

    /** One run must do, and the next has nothing to do. */
    private boolean mustSettle(String what, Petaforge.Run run) throws Exception {
        attempts++;
        if (run.status() == 0 && lab.isSettled()) {
            converged++;
            return true;
        }
        say("NOT CONVERGED: " + what + ": exit " + run.status() + "\n" + run.stderr());
        // The rest of the seed is not lost with it.
        Petaforge.Run again = lab.run("build", "--no-verify");
        say("  a further build: exit " + again.status());
        return false;
    }

    /** Namespaces, loop devices and directories of the lab: nothing once it is destroyed. */
    private int remains() throws Exception {
        String found = new String(new ProcessBuilder(
                                "sh",
                                "-c",
                                "ip netns list | grep -F 'pf." + cluster + ".'; losetup -a | grep -F labs/" + cluster
                                        + "/; ls -d /var/lib/petaforge/labs/" + cluster
                                        + " 2>/dev/null; grep -F labs/" + cluster + "/ /proc/mounts")
                        .redirectErrorStream(true)
                        .start()
                        .getInputStream()
                        .readAllBytes())
                .strip();
        if (!found.isEmpty()) {
            System.out.println("left behind: " + found);
        }
        return found.isEmpty() ? 0 : (int) found.lines().count();
    }

    private void say(String line) throws IOException {
        System.out.println(line);
        lines.add(line);
        Files.write(report, lines);
    }
}
