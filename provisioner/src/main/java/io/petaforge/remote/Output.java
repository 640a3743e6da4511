package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

/** What a command left behind: exit status (124 when its time was up) and both streams. */
public record Output(int status, String stdout, String stderr) {
    public Output {
        requireNonNull(stdout, "stdout");
        requireNonNull(stderr, "stderr");
    }

    /** Whether the command exited 0. */
    public boolean ok() {
        return status == 0;
    }
}
