package io.petaforge.report;

import io.petaforge.api.BitRate;
import io.petaforge.network.capacity.Capacity;
import io.petaforge.network.capacity.Demand;
import io.petaforge.network.capacity.FailureAnalysis;
import io.petaforge.network.capacity.Headroom;
import io.petaforge.network.capacity.Limit;
import io.petaforge.network.capacity.Outcome;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A planned data centre's network for people: what it is, carries, survives, runs out of and is built from. */
public final class NetworkText {
    /** Where a rack has less left than this, two failures are worth a line. */
    private static final double LITTLE = 1.0 / 3;

    /** The order in which people ask, from the cable of one host to the largest switch. */
    private static final List<String> PARTS =
            List.of("host link", "peer link", "uplink", "core link", "leaf", "spine", "super-spine");

    private final NetworkReport report;
    private final DataCenterPlan plan;
    private final StringBuilder text = new StringBuilder();

    private NetworkText(NetworkReport report) {
        this.report = report;
        this.plan = report.plan();
    }

    /** The text. */
    public static String render(NetworkReport report) {
        NetworkText network = new NetworkText(report);
        network.summary();
        network.carries();
        network.failures();
        network.limits();
        network.bill();
        report.change().ifPresent(change -> network.text.append(NetworkChangeText.of(change)));
        report.files().ifPresent(files -> network.text.append(NetworkChangeText.of(files)));
        return network.text.toString();
    }

    private void summary() {
        line(
                "%s: %,d racks, %,d hosts, %,d switches, %,d cables",
                plan.request().design().yaml(),
                plan.racks().size(),
                plan.tier(Role.HOST).size(),
                plan.devices().size() - plan.tier(Role.HOST).size(),
                plan.links().size());
        line("");
        line("%-12s %7s  %-18s %-19s %-19s %8s %6s", "tier", "devices", "model", "down", "up", "oversub.", "paths");
        Shape shape = plan.shape();
        Capacity capacity = report.capacity();
        DataCenterRequest request = plan.request();
        BitRate host = request.host().rate();
        int nics = request.host().ports().size();
        boolean routed = shape.spines() > 0;
        String up = routed ? ports(shape.uplinks(), shape.uplinkRate()) : "-";
        tier("host", Role.HOST, "", "", ports(nics, host), 0, capacity.hostWidth());
        tier(
                "leaf",
                Role.LEAF,
                request.switches().leaf().name(),
                ports(request.sizing().hostsPerRack() * shape.hostLinks(), host),
                up,
                capacity.leafOversubscription(),
                routed ? capacity.leafWidth() : 0);
        if (routed) {
            tier(
                    "spine",
                    Role.SPINE,
                    request.switches().spine().name(),
                    ports(shape.racksPerPod() * shape.leavesPerRack() * shape.spineLinks(), shape.uplinkRate()),
                    shape.fiveStage() ? ports(shape.superSpines() * shape.coreLinks(), shape.coreRate()) : "-",
                    capacity.spineOversubscription(),
                    Math.max(shape.leavesPerRack() * shape.spineLinks(), capacity.spineWidth()));
        }
        request.switches()
                .superSpine()
                .filter(model -> shape.fiveStage())
                .ifPresent(model -> tier(
                        "super-spine",
                        Role.SUPER_SPINE,
                        model.name(),
                        ports(shape.mostPods() * shape.coreLinks(), shape.coreRate()),
                        "-",
                        0,
                        shape.coreLinks()));
    }

    private void tier(String name, Role role, String model, String down, String up, double ratio, int width) {
        line(
                "%-12s %,7d  %-18s %-19s %-19s %8s %6s",
                name,
                plan.tier(role).size(),
                model,
                down,
                up,
                ratio == 0 ? "" : String.format(Locale.ROOT, "%.2f:1", ratio),
                width == 0 ? "" : String.valueOf(width));
    }

    private static String ports(int count, BitRate rate) {
        return String.format(Locale.ROOT, "%,d x %s", count, rate);
    }

    private void carries() {
        Headroom headroom = report.headroom();
        line(
                "%nCarries, with %.0f %% of every link used, nothing else under way, drives fast enough",
                report.traffic().usable() * 100);
        line(
                "  bisection bandwidth (of the bare links)          %s",
                rate(report.capacity().bisection()));
        line(
                "  every host to all others at once                 %s each; narrowest: %s",
                rate(headroom.allToAll()), headroom.tier());
        if (!headroom.host().isZero()) {
            String host =
                    "a lost storage host (" + report.traffic().storedPerHost().decimal() + ") stored again";
            line("  %-48s %s at the least", host, time(headroom.host()));
        }
        if (!headroom.rack().isZero()) {
            line("  a lost rack stored again                         %s at the least", time(headroom.rack()));
        }
        if (!report.demands().isEmpty()) {
            line("%n%-32s %-10s %14s %16s", "Traffic (network.hardware.traffic)", "narrowest", "needs", "usable");
            for (Demand demand : report.demands()) {
                line(
                        "  %-32s %-10s %14s %16s  %s",
                        demand.what(),
                        demand.tier(),
                        rate(demand.needed()),
                        rate(demand.usable()),
                        demand.fits() ? "fits" : "DOES NOT FIT");
                if (!demand.fits()) {
                    line("      -> %s", demand.change());
                }
            }
        }
    }

    private void failures() {
        FailureAnalysis analysis = report.failures();
        line("%nAfter the loss of any one%40s%16s%18s", "hosts cut off", "bisection left", "worst rack left");
        PARTS.forEach(part -> {
            Outcome outcome = analysis.one().get(part);
            if (outcome != null) {
                outcome(part, outcome);
            }
        });
        List<Map.Entry<String, Outcome>> worst = analysis.two().entrySet().stream()
                .filter(pair ->
                        pair.getValue().hostsCutOff() > 0 || pair.getValue().worstRackLeft() <= LITTLE)
                .toList();
        int mild = analysis.two().size() - worst.size();
        line("After the loss of any two");
        worst.forEach(pair -> outcome(pair.getKey(), pair.getValue()));
        if (mild > 0) {
            double least = analysis.two().values().stream()
                    .filter(outcome -> outcome.hostsCutOff() == 0 && outcome.worstRackLeft() > LITTLE)
                    .mapToDouble(Outcome::worstRackLeft)
                    .min()
                    .orElse(1);
            line(
                    "  %d other kinds of pairs cut nobody off and leave each rack %.0f %% or more of its bandwidth",
                    mild, Math.floor(least * 100));
        }
    }

    private void outcome(String what, Outcome outcome) {
        line(
                "  %-48s %,12d %13.1f %% %15.1f %%",
                what, outcome.hostsCutOff(), outcome.bisectionLeft() * 100, outcome.worstRackLeft() * 100);
    }

    private void limits() {
        line("%nLimits");
        for (Limit limit : report.limits()) {
            line(
                    "  %-45s %,12d of %,d%s",
                    limit.what(),
                    limit.used(),
                    limit.available(),
                    limit.exceeded() ? "  EXCEEDED: " + limit.change() : "");
        }
    }

    private void bill() {
        line("%nTo buy");
        counts("switches", report.bill().switches());
        counts("cables", report.bill().cables());
        counts("optics", report.bill().optics());
        line(
                "%n%,d cables between hosts and leaves, %,d between switches",
                plan.links().stream()
                        .filter(link -> link.kind() == LinkKind.HOST)
                        .count(),
                plan.links().stream()
                        .filter(link -> link.kind() != LinkKind.HOST)
                        .count());
    }

    private void counts(String what, Map<String, Integer> counts) {
        String label = what;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            line("  %-9s %,7d x %s", label, entry.getValue(), entry.getKey());
            label = "";
        }
    }

    private static String rate(double bitsPerSecond) {
        return bitsPerSecond >= 1e12
                ? String.format(Locale.ROOT, "%.1f Tbit/s", bitsPerSecond / 1e12)
                : String.format(Locale.ROOT, "%.1f Gbit/s", bitsPerSecond / 1e9);
    }

    private static String time(Duration duration) {
        double minutes = duration.toSeconds() / 60.0;
        return minutes < 90
                ? String.format(Locale.ROOT, "%.0f min", Math.ceil(minutes))
                : String.format(Locale.ROOT, "%.1f h", minutes / 60);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
