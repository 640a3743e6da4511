package io.petaforge.storage.sizing;

import static java.util.Objects.requireNonNull;

import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.capacity.Capacity;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import io.petaforge.storage.predict.Prediction;
import io.petaforge.storage.predict.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What machines that are there lack for a goal.
 *
 * @param misses what of the goal they do not meet, each with what there is and what is wanted
 * @param remedies what would do, each by itself; empty when nothing of the same kind does
 */
public record Shortfall(List<String> misses, List<String> remedies) {
    /** Where looking for more of the same ends. */
    private static final int MOST = 1024;

    private static final int MOST_DRIVES = 100;

    public Shortfall {
        misses = List.copyOf(requireNonNull(misses, "misses"));
        remedies = List.copyOf(requireNonNull(remedies, "remedies"));
    }

    /** What the shape lacks; empty when it meets the goal. Its clients do not count: a goal is about the storage. */
    public static Optional<Shortfall> of(Shape machines, Goal goal) {
        Shape shape = alone(machines, goal);
        Evaluator evaluator = new Evaluator(goal);
        List<String> misses = evaluator.misses(Capacity.of(shape).usable(), Predictor.predict(shape));
        if (misses.isEmpty()) {
            return Optional.empty();
        }
        List<String> remedies = new ArrayList<>();
        HostGroup first = shape.groups().get(0);
        if (shape.gateways().own().isEmpty()) {
            least(shape.hosts(), gateways -> withGateways(shape, gateways), goal)
                    .ifPresent(gateways -> remedies.add("run " + gateways + " gateways ('ceph.rgws')"));
        }
        boolean racks = shape.domain() == FailureDomain.RACK;
        least(MOST, more -> withHosts(shape, more), goal).ifPresent(more -> {
            int hosts = racks ? more * shape.racks() : more;
            remedies.add("add " + (racks ? more + " to each of the " + shape.racks() + " racks, " : "") + hosts
                    + (hosts == 1 ? " host" : " hosts") + " like '"
                    + first.type().name() + "' with "
                    + hosts * first.type().driveCount() + " drives in all"
                    + (shape.gateways().own().isEmpty() ? " and a gateway on each" : ""));
        });
        least(MOST_DRIVES, more -> withDrives(shape, more), goal)
                .ifPresent(more -> remedies.add("give every host " + more + " more " + (more == 1 ? "drive" : "drives")
                        + ", " + more * shape.hosts() + " in all"));
        return Optional.of(new Shortfall(misses, remedies));
    }

    /** The machines without those that read and write, and with the objects of the goal. */
    public static Shape alone(Shape shape, Goal goal) {
        return new Shape(
                shape.groups(),
                shape.racks(),
                shape.protection(),
                shape.domain(),
                shape.chunksPerDomain(),
                shape.osdsPerDrive(),
                shape.gateways(),
                Optional.empty(),
                shape.tls(),
                goal.objectSize(),
                shape.fill(),
                shape.shared());
    }

    /** The least number from 1 on with which the goal is met; more of anything never harms. */
    private static Optional<Integer> least(int most, IntFunction<Shape> with, Goal goal) {
        if (!meets(with.apply(most), goal)) {
            return Optional.empty();
        }
        int low = 1;
        int high = most;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (meets(with.apply(middle), goal)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return Optional.of(low);
    }

    private static boolean meets(Shape shape, Goal goal) {
        Prediction prediction = Predictor.predict(shape);
        return new Evaluator(goal)
                .misses(Capacity.of(shape).usable(), prediction)
                .isEmpty();
    }

    private static Shape withGateways(Shape shape, int gateways) {
        return shape.with(
                shape.groups(), new Gateways(gateways, shape.gateways().own()));
    }

    private static Shape withHosts(Shape shape, int more) {
        Shape larger = shape.withMoreHosts(more);
        int added = larger.hosts() - shape.hosts();
        return shape.gateways().own().isEmpty()
                ? withGateways(larger, shape.gateways().daemons() + added)
                : larger;
    }

    private static Shape withDrives(Shape shape, int more) {
        List<HostGroup> groups = shape.groups().stream()
                .map(group -> new HostGroup(withDrives(group.type(), more), group.perRack()))
                .toList();
        return shape.with(groups, shape.gateways());
    }

    private static HostType withDrives(HostType type, int more) {
        List<Drives> drives = new ArrayList<>(type.drives());
        if (!drives.isEmpty()) {
            drives.set(0, new Drives(drives.get(0).type(), drives.get(0).count() + more));
        }
        return new HostType(
                type.name(),
                type.threads(),
                type.memory(),
                drives,
                type.network(),
                type.pcieCap(),
                type.rackUnits(),
                type.watts(),
                type.price());
    }
}
