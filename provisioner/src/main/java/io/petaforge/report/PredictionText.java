package io.petaforge.report;

import io.petaforge.api.ByteSize;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.PlanShape;
import io.petaforge.storage.capacity.Capacity;
import io.petaforge.storage.capacity.Heal;
import io.petaforge.storage.hardware.DriveType;
import io.petaforge.storage.hardware.Shape;
import io.petaforge.storage.predict.Limited;
import io.petaforge.storage.predict.Prediction;
import io.petaforge.storage.predict.Predictor;
import io.petaforge.storage.predict.Rebuild;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the plan's storage will hold and deliver, for people: capacity, throughput with its limiter, repair times. */
public final class PredictionText {
    private final StringBuilder text = new StringBuilder();

    private PredictionText() {}

    /** The prediction for a plan; empty for one without OSDs. */
    public static String render(ClusterPlan plan) {
        return PlanShape.of(plan).map(PredictionText::render).orElse("");
    }

    /** The prediction for a shape. */
    public static String render(Shape shape) {
        return new PredictionText().write(shape, Capacity.of(shape), Predictor.predict(shape));
    }

    private String write(Shape shape, Capacity capacity, Prediction prediction) {
        line(
                "predicted, with objects of %s, %.0f %% full%s",
                shape.objectSize(), 100 * shape.fill(), shape.shared() ? ", all hosts on one machine" : "");
        capacity(shape, capacity);
        volumes(shape);
        line("  %-12s %-12s %s", "throughput", "", "limited by, and what everything else would allow");
        limited("RADOS read", prediction.radosRead());
        limited("RADOS write", prediction.radosWrite());
        limited("S3 read", prediction.rgwRead());
        limited("S3 write", prediction.rgwWrite());
        limited("S3A read", prediction.s3aRead());
        limited("S3A write", prediction.s3aWrite());
        line("  %-12s", "repair");
        rebuild("of a drive", prediction.drive());
        rebuild("of a host", prediction.host());
        rebuild("of a rack", prediction.rack());
        return text.toString();
    }

    private void capacity(Shape shape, Capacity capacity) {
        row("raw", size(capacity.raw()));
        if (capacity.stranded().bytes() > capacity.raw().bytes() / 1000) {
            row("stranded", size(capacity.stranded()) + ": " + shape.domain().bucketType() + "s are unequal");
        }
        row("usable", size(capacity.usable()) + usable(capacity));
        capacity.heal().filter(heal -> !heal.domain()).ifPresent(heal -> row("heals", heals(shape, heal)));
        if (capacity.heal().isEmpty()) {
            row("heals", "not even the loss of a drive without new hardware");
        }
        row("near full", size(capacity.nearfull()) + ", writes stop at " + size(capacity.full()));
        row(
                "order more",
                "at " + size(capacity.grow()) + " (60 %); "
                        + (shape.domain().bucketType().equals("rack") ? "a host more in every rack" : "a host more")
                        + " adds " + size(capacity.step()));
        double waste = capacity.footprint().waste(shape.protection());
        if (waste >= 0.01) {
            row("padding", String.format(Locale.ROOT, "%.0f %% of what is written: objects are small", 100 * waste));
        }
    }

    /** What the figures below were made of, where it is no data sheet's: a volume's speed is bought, or its machine's. */
    private void volumes(Shape shape) {
        Map<DriveType, Integer> kinds = new LinkedHashMap<>();
        shape.groups().forEach(group -> group.type().drives().stream()
                .filter(drives -> drives.type().promised().isPresent())
                .forEach(drives -> kinds.merge(drives.type(), drives.count() * group.hosts(), Integer::sum)));
        kinds.forEach((type, count) -> type.promised()
                .ifPresent(speed -> row(
                        "volumes",
                        count + " of " + type.name() + ": " + speed.throughput() + " and " + speed.operations()
                                + " operations/s each"
                                + (speed.ofMachine()
                                        ? ", as the instance type shares its bandwidth among its volumes"
                                        : ""))));
    }

    private static String usable(Capacity capacity) {
        boolean headroom = capacity.usable().compareTo(capacity.atFill()) < 0;
        return headroom
                ? ", with room to heal the loss of a "
                        + capacity.heal().map(Heal::lost).orElse("")
                : "";
    }

    private static String heals(Shape shape, Heal heal) {
        return "the loss of a " + heal.lost() + " up to " + size(heal.most()) + "; a lost "
                + shape.domain().bucketType() + " is healed when it is back, its data being served meanwhile";
    }

    private void limited(String label, Limited limited) {
        String others = limited.ceilings().entrySet().stream()
                .filter(ceiling -> ceiling.getKey() != limited.limiter())
                .sorted(Map.Entry.comparingByValue())
                .map(ceiling -> ceiling.getKey().words() + " " + ceiling.getValue())
                .collect(Collectors.joining(", "));
        line("    %-12s %-10s %s; %s", label, limited.rate(), limited.limiter().words(), others);
    }

    private void rebuild(String label, Optional<Rebuild> rebuild) {
        line(
                "    %-12s %s",
                label,
                rebuild.map(found -> String.format(
                                Locale.ROOT,
                                "%-10s %s; writes %s anew",
                                time(found.time()),
                                found.limiter().words(),
                                found.moved().decimal()))
                        .orElse("waits for its return: nothing else may hold its data"));
    }

    private static String size(ByteSize size) {
        return size.decimal() + " (" + size.binary() + ")";
    }

    private static String time(Duration time) {
        return time.compareTo(Duration.ofMinutes(2)) < 0
                ? time.toSeconds() + " s"
                : time.compareTo(Duration.ofHours(3)) < 0
                        ? time.toMinutes() + " min"
                        : String.format(Locale.ROOT, "%.1f h", time.toSeconds() / 3600.0);
    }

    private void row(String label, String value) {
        line("  %-12s %s", label, value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
