package io.petaforge.report;

import io.petaforge.network.capacity.Capacity;
import io.petaforge.network.capacity.FailureAnalysis;
import io.petaforge.network.capacity.Limit;
import io.petaforge.network.capacity.Outcome;
import io.petaforge.network.dc.BillOfMaterials;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Role;
import java.util.Locale;
import java.util.Map;

/** A planned data centre's network for people: what it is, carries, survives, runs out of and is built from. */
public final class NetworkText {
    private NetworkText() {}

    /** The text. */
    public static String render(NetworkReport report) {
        DataCenterPlan plan = report.plan();
        StringBuilder text = new StringBuilder();
        Capacity capacity = report.capacity();
        line(
                text,
                "%s: %d racks, %d hosts, %d leaves, %d spines, %d super-spines, %d cables",
                plan.request().design().yaml(),
                plan.racks().size(),
                plan.tier(Role.HOST).size(),
                plan.tier(Role.LEAF).size(),
                plan.tier(Role.SPINE).size(),
                plan.tier(Role.SUPER_SPINE).size(),
                plan.links().size());
        line(
                text,
                "Bisection bandwidth %.1f Tbit/s; oversubscription of leaves %.2f:1, of spines %s; equal paths %d from a"
                        + " leaf, %d from a spine",
                capacity.bisection() / 1e12,
                capacity.leafOversubscription(),
                capacity.spineWidth() == 0
                        ? "none"
                        : String.format(Locale.ROOT, "%.2f:1", capacity.spineOversubscription()),
                capacity.leafWidth(),
                capacity.spineWidth());
        FailureAnalysis analysis = report.failures();
        line(text, "%nAfter the loss of one%42s%16s%18s", "hosts cut off", "bisection left", "worst rack left");
        analysis.one().forEach((what, outcome) -> outcome(text, what, outcome));
        line(text, "After the loss of two, where hosts are cut off or a third of a rack's bandwidth or less is left");
        analysis.two().entrySet().stream()
                .filter(entry ->
                        entry.getValue().hostsCutOff() > 0 || entry.getValue().worstRackLeft() <= 1.0 / 3)
                .forEach(entry -> outcome(text, entry.getKey(), entry.getValue()));
        line(text, "%nLimits");
        for (Limit limit : report.limits()) {
            line(
                    text,
                    "  %-45s %10d of %d%s",
                    limit.what(),
                    limit.used(),
                    limit.available(),
                    limit.exceeded() ? "  EXCEEDED: " + limit.change() : "");
        }
        BillOfMaterials bill = report.bill();
        counts(text, "Switches", bill.switches());
        counts(text, "Cables", bill.cables());
        counts(text, "Optics", bill.optics());
        report.change().ifPresent(change -> text.append(NetworkChangeText.of(change)));
        report.files().ifPresent(files -> text.append(NetworkChangeText.of(files)));
        return text.toString();
    }

    private static void outcome(StringBuilder text, String what, Outcome outcome) {
        line(
                text,
                "  %-48s %12d %13.1f %% %15.1f %%",
                what,
                outcome.hostsCutOff(),
                outcome.bisectionLeft() * 100,
                outcome.worstRackLeft() * 100);
    }

    private static void counts(StringBuilder text, String what, Map<String, Integer> counts) {
        line(text, "%n%s", what);
        counts.forEach((name, count) -> line(text, "  %6d x %s", count, name));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
