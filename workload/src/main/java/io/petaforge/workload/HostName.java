package io.petaforge.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of the host that a program runs on, as the kernel has it: no resolver is asked, which may not know it. */
final class HostName {
    private HostName() {}

    /** The name up to the first dot. */
    static String get() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip()
                    .split("\\.", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
