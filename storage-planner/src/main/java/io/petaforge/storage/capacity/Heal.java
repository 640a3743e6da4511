package io.petaforge.storage.capacity;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;

/**
 * Room to heal.
 *
 * @param lost the largest thing whose loss can be healed without new hardware: {@code rack}, {@code host} or {@code drive}
 * @param domain whether that is the failure domain itself. Not so with as many domains as an object needs: then the loss
 *     of one leaves the data served but unhealed until it is back
 * @param most users' bytes that can be stored so that after the healing no OSD is near full
 */
public record Heal(String lost, boolean domain, ByteSize most) {
    public Heal {
        requireNonNull(lost, "lost");
        requireNonNull(most, "most");
    }
}
