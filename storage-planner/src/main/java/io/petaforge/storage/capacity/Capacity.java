package io.petaforge.storage.capacity;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a shape holds. Users' bytes unless it says raw; {@link ByteSize} shows both decimal and binary.
 *
 * @param raw bytes of all OSD drives
 * @param placeable raw bytes that can be filled, given unequal failure domains
 * @param footprint of one object of the shape's size
 * @param atFill at the planned fill
 * @param heal room to heal; empty when not even a drive's loss can be healed
 * @param nearfull at which the fullest OSD, a little fuller than the average, makes Ceph warn
 * @param backfillfull at which repair stops writing to it
 * @param full at which all writes stop
 * @param grow at which to order more: 60 % of what can be filled
 * @param step what one more host of the first kind in every rack adds at the planned fill, or one more host where hosts
 *     are the failure domain
 */
public record Capacity(
        ByteSize raw,
        ByteSize placeable,
        Footprint footprint,
        ByteSize atFill,
        Optional<Heal> heal,
        ByteSize nearfull,
        ByteSize backfillfull,
        ByteSize full,
        ByteSize grow,
        ByteSize step) {
    private static final int YEAR = 365;
    private static final int MOST_STEPS = 100;

    public Capacity {
        requireNonNull(raw, "raw");
        requireNonNull(placeable, "placeable");
        requireNonNull(footprint, "footprint");
        requireNonNull(atFill, "atFill");
        requireNonNull(heal, "heal");
        requireNonNull(nearfull, "nearfull");
        requireNonNull(backfillfull, "backfillfull");
        requireNonNull(full, "full");
        requireNonNull(grow, "grow");
        requireNonNull(step, "step");
    }

    /** The shape's capacity. */
    public static Capacity of(Shape shape) {
        CapacityParameters parameters = CapacityParameters.CEPH;
        double placeable = placeable(shape);
        Footprint footprint = Footprint.of(shape.objectSize(), shape.protection(), parameters);
        double perByte = footprint.perByte();
        return new Capacity(
                shape.raw(),
                size(placeable),
                footprint,
                size(placeable * shape.fill() / perByte),
                heal(shape, perByte, parameters),
                size(placeable * parameters.nearfull() / parameters.spread() / perByte),
                size(placeable * parameters.backfillfull() / parameters.spread() / perByte),
                size(placeable * parameters.full() / parameters.spread() / perByte),
                size(placeable * parameters.grow() / perByte),
                size(Math.max(0, placeable(shape.withMoreHosts(1)) - placeable) * shape.fill() / perByte));
    }

    /**
     * What to promise: at the planned fill, and with room to heal the loss of a failure domain where there is another for its
     * data. Where there is none, the room to heal a smaller loss is told in {@link #heal()} but not kept.
     */
    public ByteSize usable() {
        return heal.filter(Heal::domain)
                .map(Heal::most)
                .filter(most -> most.compareTo(atFill) < 0)
                .orElse(atFill);
    }

    /** Raw bytes that no placement can use, since the failure domains are unequal. */
    public ByteSize stranded() {
        return new ByteSize(Math.max(0, raw.bytes() - placeable.bytes()));
    }

    /**
     * When to grow, and by what.
     *
     * @param shape this capacity's
     * @param stored users' bytes now
     * @param perDay users' bytes more every day
     */
    public Growth growth(Shape shape, ByteSize stored, ByteSize perDay) {
        double yearLater = Math.max(grow.bytes(), stored.bytes()) + (double) YEAR * perDay.bytes();
        for (int steps = 1; steps <= MOST_STEPS * Math.max(1, shape.hosts()); steps *= 2) {
            if (of(shape.withMoreHosts(steps)).grow.bytes() >= yearLater) {
                int fewest = fewest(shape, steps / 2, steps, yearLater);
                Shape larger = shape.withMoreHosts(fewest);
                return new Growth(
                        Growth.days(stored, grow, perDay),
                        Growth.days(stored, usable(), perDay),
                        larger.hosts() - shape.hosts(),
                        OptionalLong.of(of(larger).usable().bytes() - usable().bytes()));
            }
        }
        return new Growth(
                Growth.days(stored, grow, perDay), Growth.days(stored, usable(), perDay), 0, OptionalLong.empty());
    }

    private static int fewest(Shape shape, int tooFew, int enough, double wanted) {
        int low = tooFew;
        int high = enough;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (of(shape.withMoreHosts(middle)).grow.bytes() >= wanted) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static double placeable(Shape shape) {
        return Placeable.bytes(Placeable.domains(shape), shape.protection().width(), shape.chunksPerDomain());
    }

    private static Optional<Heal> heal(Shape shape, double perByte, CapacityParameters parameters) {
        int width = shape.protection().width();
        boolean racks = shape.domain() == FailureDomain.RACK;
        List<Double> domains = new ArrayList<>(Placeable.domains(shape));
        double host = largest(shape, true);
        double drive = largest(shape, false);
        boolean whole = (domains.size() - 1) * shape.chunksPerDomain() >= width;
        String lost = whole ? (racks ? "rack" : "host") : racks && host < max(domains) ? "host" : "drive";
        if (!domains.isEmpty()) {
            // The loss that leaves the least: all of the largest domain, or a part of the smallest.
            int index = domains.indexOf(whole ? max(domains) : Collections.min(domains));
            double left = domains.get(index) - (lost.equals("drive") ? drive : host);
            if (whole) {
                domains.remove(index);
            } else {
                domains.set(index, Math.max(0, left));
            }
        }
        double most = Placeable.bytes(domains, width, shape.chunksPerDomain())
                * parameters.nearfull()
                / parameters.spread()
                / perByte;
        return most < 1 ? Optional.empty() : Optional.of(new Heal(lost, whole, size(most)));
    }

    private static double largest(Shape shape, boolean host) {
        return shape.groups().stream()
                .filter(group -> group.hosts() > 0)
                .mapToDouble(group -> host
                        ? group.type().raw().bytes()
                        : group.type().drives().stream()
                                .filter(drives -> drives.count() > 0)
                                .mapToDouble(drives -> drives.type().size().bytes())
                                .max()
                                .orElse(0))
                .max()
                .orElse(0);
    }

    private static double max(List<Double> domains) {
        return domains.stream().max(Comparator.naturalOrder()).orElse(0.0);
    }

    private static ByteSize size(double bytes) {
        return new ByteSize((long) Math.floor(bytes));
    }
}
