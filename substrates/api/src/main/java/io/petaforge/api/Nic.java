package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/**
 * One network port of a machine.
 *
 * @param name the port's name in the machine's operating system
 * @param speed what the port delivers
 */
public record Nic(String name, BitRate speed) {
    public Nic {
        requireNonNull(name, "name");
        requireNonNull(speed, "speed");
    }
}
