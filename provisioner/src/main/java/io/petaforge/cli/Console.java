package io.petaforge.cli;

import io.petaforge.api.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What people see while a command works. On a terminal a last line is kept current: elapsed time and everything that is
 * under way. In a pipe there are only whole lines, each with the elapsed time in front.
 */
final class Console implements Progress, AutoCloseable {
    private static final long REFRESH_MILLIS = 200;
    private static final int WIDTH = 110;

    private final PrintStream out;
    private final boolean terminal;
    private final boolean silent;
    private final long start = System.nanoTime();
    private final Map<String, String> underWay = new LinkedHashMap<>();
    private final ScheduledExecutorService refresher;

    Console(PrintStream out, boolean terminal, boolean silent) {
        this.out = out;
        this.terminal = terminal && !silent;
        this.silent = silent;
        this.refresher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        if (this.terminal) {
            refresher.scheduleAtFixedRate(this::refresh, REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The console of this process; the launcher tells whether standard error is a terminal. */
    static Console ofProcess(CommonOptions options) {
        return new Console(System.err, Boolean.getBoolean("petaforge.terminal"), options.silent());
    }

    /** Time since the command began. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public synchronized void report(String message) {
        if (silent) {
            return;
        }
        clearLine();
        out.println(clock() + "  " + message);
        refresh();
    }

    /** Something is under way; {@code state} replaces what was said of it before. */
    synchronized void begin(String name, String state) {
        underWay.put(name, state);
        refresh();
    }

    /** It is over; what came of it stays on the screen. */
    synchronized void end(String name, String result) {
        underWay.remove(name);
        report(result);
    }

    private synchronized void refresh() {
        if (!terminal || underWay.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(clock()).append("  ");
        underWay.forEach((name, state) ->
                line.append(name).append(state.isEmpty() ? "" : " " + state).append("  "));
        if (line.length() > WIDTH) {
            line.setLength(WIDTH - 3);
            line.append("...");
        }
        out.print("\r\033[K" + line);
        out.flush();
    }

    private void clearLine() {
        if (terminal) {
            out.print("\r\033[K");
        }
    }

    private String clock() {
        return String.format(Locale.ROOT, "%7s", seconds(elapsed()));
    }

    /** A duration for people: tenths of a second, minutes from two minutes on. */
    static String seconds(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1fs", seconds)
                : String.format(Locale.ROOT, "%dm%02ds", duration.toMinutes(), duration.toSecondsPart());
    }

    @Override
    public synchronized void close() {
        refresher.shutdownNow();
        clearLine();
        out.flush();
    }
}
