package io.petaforge.storage.hardware;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DriveSpeed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * A kind of host.
 *
 * @param threads hardware threads
 * @param memory installed
 * @param drives those for OSDs
 * @param network the sum of its fabric ports, each way
 * @param pcieCap what the network cards' slots let through, each way, where that is less than their ports
 * @param rackUnits its height
 * @param watts without the drives, while working
 * @param price without the drives, in the catalogue's currency
 */
public record HostType(
        String name,
        int threads,
        ByteSize memory,
        List<Drives> drives,
        BitRate network,
        Optional<BitRate> pcieCap,
        int rackUnits,
        double watts,
        OptionalDouble price) {
    public HostType {
        requireNonNull(name, "name");
        if (threads < 1) {
            throw new IllegalArgumentException(name + ": a host has at least one thread");
        }
        requireNonNull(memory, "memory");
        drives = List.copyOf(drives);
        requireNonNull(network, "network");
        requireNonNull(pcieCap, "pcieCap");
        requireNonNull(price, "price");
    }

    /** How many OSD drives it has. */
    public int driveCount() {
        return drives.stream().mapToInt(Drives::count).sum();
    }

    /** The bytes of all its OSD drives. */
    public ByteSize raw() {
        return new ByteSize(sum(type -> type.size().bytes()));
    }

    /** What all its OSD drives read, by their data sheets. */
    public ByteRate driveRead() {
        return new ByteRate(sum(type -> type.read().bytesPerSecond()));
    }

    /** What all its OSD drives write, by their data sheets. */
    public ByteRate driveWrite() {
        return new ByteRate(sum(type -> type.write().bytesPerSecond()));
    }

    /** How many operations a second all its OSD drives are promised to carry out; empty unless it is known of each. */
    public OptionalLong driveOperations() {
        return driveCount() > 0
                        && drives.stream()
                                .allMatch(some -> some.type().promised().isPresent())
                ? OptionalLong.of(
                        sum(type -> type.promised().map(DriveSpeed::operations).orElse(0L)))
                : OptionalLong.empty();
    }

    private long sum(ToLongFunction<DriveType> of) {
        return drives.stream()
                .mapToLong(some -> of.applyAsLong(some.type()) * some.count())
                .sum();
    }
}
