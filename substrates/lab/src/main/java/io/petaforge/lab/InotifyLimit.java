package io.petaforge.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The kernel's limit of inotify instances per user. Every systemd takes some, all as root, and the default of 128 is
 * used up by about ten hosts.
 */
final class InotifyLimit {
    private static final Path FILE = Path.of("/proc/sys/fs/inotify/max_user_instances");
    private static final int ENOUGH = 1024;

    private InotifyLimit() {}

    /** Raises the limit, after the value before was recorded in the lab. */
    static LabRecord raise(LabRecord lab, Consumer<LabRecord> record) {
        int now = read();
        if (now >= ENOUGH) {
            return lab;
        }
        LabRecord raised = lab.withInotifyInstances(now);
        record.accept(raised);
        write(ENOUGH);
        return raised;
    }

    /**
     * Sets the limit back when the last lab goes; before that, the value from before passes to a lab that stays.
     *
     * @param others the labs that stay
     */
    static void restore(LabRecord lab, List<LabRecord> others, Consumer<LabRecord> record) {
        int before = lab.inotifyInstances();
        if (before == 0) {
            return;
        }
        if (!others.isEmpty()) {
            record.accept(others.get(0).withInotifyInstances(before));
        } else if (read() == ENOUGH) {
            write(before);
        }
    }

    private static int read() {
        try {
            return Integer.parseInt(Files.readString(FILE).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }

    private static void write(int value) {
        try {
            Files.write(FILE, Integer.toString(value).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set " + FILE, e);
        }
    }
}
