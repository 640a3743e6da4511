package io.petaforge.storage.predict;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import java.time.Duration;

/**
 * Getting back to full protection after a loss.
 *
 * @param time of the copying alone. Ceph begins it {@code mon_osd_down_out_interval} (600 s) after a loss that nobody
 *     declared
 * @param limiter what sets the time
 * @param moved bytes written anew, at the planned fill
 */
public record Rebuild(Duration time, Component limiter, ByteSize moved) {
    public Rebuild {
        requireNonNull(time, "time");
        requireNonNull(limiter, "limiter");
        requireNonNull(moved, "moved");
    }
}
