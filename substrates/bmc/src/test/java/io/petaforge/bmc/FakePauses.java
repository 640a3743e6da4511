package io.petaforge.bmc;

import io.petaforge.bmc.device.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody waits. */
public final class FakePauses implements Pauses {
    private final List<Duration> slept = new ArrayList<>();
    private long now = 1;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        slept.add(duration);
        now += duration.toNanos();
    }

    /** Every wait, in order. */
    public List<Duration> slept() {
        return List.copyOf(slept);
    }
}
