package io.petaforge.report;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.report.DriveUse.Use;
import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.PoolPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The layout as a picture (SVG): a column for each rack, a box for each host, a cell for each drive in the colour of its use.
 * What may fail as a whole, the failure domain, has the thick border. Small clusters get cells with the OSDs' numbers in
 * them, large ones small cells.
 */
public final class LayoutPicture {
    /** What is drawn at most; more racks are only counted. */
    private static final int MOST_RACKS = 64;

    private static final int MARGIN = 24;
    private static final int HEADER = 92;
    private static final int GAP = 14;

    /** Okabe and Ito's palette, which people who see fewer colours can tell apart as well. */
    private static final String STYLE =
            """

            text { font-family: "DejaVu Sans", Verdana, sans-serif; font-size: 11px; fill: #222 }
            .title { font-size: 18px; font-weight: bold }
            .note { fill: #555 }
            .rackname { font-size: 13px; font-weight: bold }
            .small { font-size: 7px }
            .number { font-size: 10px; fill: #fff; text-anchor: middle }
            .page { fill: #fff }
            .rack { fill: #f4f6f8; stroke: #c4ccd4 }
            .host { fill: #fff; stroke: #c4ccd4 }
            .domain { stroke: #222; stroke-width: 2 }
            .osd { fill: #0072b2 }
            .db { fill: #56b4e9 }
            .workspace { fill: #e69f00 }
            .cache { fill: #f0e442 }
            .boot { fill: #9aa3ab }
            .excluded { fill: #d55e00 }
            .unused { fill: #fff; stroke: #9aa3ab }
            """;

    private final ClusterPlan plan;
    private final Map<MachineId, List<DriveUse>> drives;
    private final Map<MachineId, List<String>> services;
    private final Map<String, List<Machine>> racks;
    private final HostBox box;
    private final boolean racksFail;

    private LayoutPicture(ClusterPlan plan) {
        this.plan = plan;
        this.services = Services.of(plan);
        this.drives = new TreeMap<>();
        DriveUse.of(plan).forEach((host, uses) -> drives.put(host, byUse(uses)));
        this.racks = plan.machines().stream()
                .collect(
                        Collectors.groupingBy(machine -> machine.location().rack(), TreeMap::new, Collectors.toList()));
        this.racksFail = data(plan).failureDomain().equals("rack");
        int most = drives.values().stream().mapToInt(List::size).max().orElse(0);
        this.box = HostBox.of(plan.machines(), services, most);
    }

    /** Draws the plan; the same plan gives the same bytes. */
    public static String render(ClusterPlan plan, String id) {
        return new LayoutPicture(plan).draw(id);
    }

    private String draw(String id) {
        List<String> names = LayoutText.sorted(racks.keySet());
        List<String> drawn = names.subList(0, Math.min(MOST_RACKS, names.size()));
        int inRow = Math.min(drawn.size(), Math.max(3, (int) Math.ceil(Math.sqrt(drawn.size() * 2.0))));
        double column = box.width() + 2 * HostBox.PADDING;
        double width = Math.max(860, 2 * MARGIN + inRow * (column + GAP) - GAP);
        Svg body = new Svg();
        double y = HEADER;
        for (int row = 0; row < drawn.size(); row += inRow) {
            List<String> here = drawn.subList(row, Math.min(drawn.size(), row + inRow));
            double height = here.stream().mapToDouble(this::height).max().orElse(0);
            for (int i = 0; i < here.size(); i++) {
                rack(body, here.get(i), MARGIN + i * (column + GAP), y, column, height);
            }
            y += height + GAP;
        }
        if (drawn.size() < names.size()) {
            body.text(
                    "text",
                    "and " + (names.size() - drawn.size()) + " more racks",
                    "class",
                    "note",
                    "x",
                    MARGIN,
                    "y",
                    y + 6);
            y += 20;
        }
        double all = y + MARGIN - GAP;
        Svg picture = new Svg();
        picture.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                width,
                "height",
                all,
                "viewBox",
                "0 0 " + Svg.value(width) + " " + Svg.value(all),
                "role",
                "img");
        picture.text("title", "Layout of cluster " + plan.cluster());
        picture.text("style", STYLE.replace("\"", "'"));
        picture.element("rect", "class", "page", "width", width, "height", all);
        header(picture, id);
        return picture.toString() + body + "</svg>\n";
    }

    private void header(Svg svg, String id) {
        String[] title = PlanText.title(plan, id).split(": ", 2);
        svg.text("text", title[0], "class", "title", "x", MARGIN, "y", 34);
        CrushRulePlan rule = data(plan);
        String kept = StorageTables.protection(rule.protection()) + " over " + rule.failureDomain() + "s";
        svg.text("text", title[1] + "; data kept as " + kept, "class", "note", "x", MARGIN, "y", 54);
        Map<Use, Integer> counts = new EnumMap<>(Use.class);
        drives.values().forEach(uses -> uses.forEach(drive -> counts.merge(drive.use(), 1, Integer::sum)));
        double x = MARGIN;
        for (Map.Entry<Use, Integer> use : counts.entrySet()) {
            String label = use.getKey().label() + " (" + use.getValue() + ")";
            svg.element("rect", "class", kind(use.getKey()), "x", x, "y", 66, "width", 14, "height", 12);
            svg.text("text", label, "x", x + 19, "y", 76);
            x += 36 + label.length() * 6.6;
        }
        svg.element("rect", "class", "host domain", "x", x, "y", 66, "width", 14, "height", 12);
        svg.text("text", "failure domain: " + rule.failureDomain(), "x", x + 19, "y", 76);
    }

    private void rack(Svg svg, String rack, double x, double y, double width, double height) {
        List<Machine> hosts = racks.getOrDefault(rack, List.of());
        svg.element(
                "rect",
                "class",
                racksFail ? "rack domain" : "rack",
                "x",
                x,
                "y",
                y,
                "width",
                width,
                "height",
                height,
                "rx",
                4);
        svg.text("text", rack, "class", "rackname", "x", x + HostBox.PADDING, "y", y + 18);
        long osdBytes = hosts.stream()
                .flatMap(host -> drives.getOrDefault(host.id(), List.of()).stream())
                .filter(drive -> drive.use() == Use.OSD)
                .mapToLong(drive -> drive.disk().size().bytes())
                .sum();
        svg.text(
                "text",
                hosts.size() + (hosts.size() == 1 ? " host, " : " hosts, ") + new ByteSize(osdBytes).decimal() + " raw",
                "class",
                "note",
                "x",
                x + width - HostBox.PADDING,
                "y",
                y + 18,
                "text-anchor",
                "end");
        double at = y + HostBox.RACK_HEADER;
        for (Machine host : hosts) {
            List<DriveUse> own = drives.getOrDefault(host.id(), List.of());
            box.draw(
                    svg,
                    host,
                    own,
                    services.getOrDefault(host.id(), List.of()),
                    x + HostBox.PADDING,
                    at,
                    racksFail ? "host" : "host domain");
            at += box.height(own.size()) + HostBox.BETWEEN;
        }
    }

    private double height(String rack) {
        return HostBox.RACK_HEADER
                + HostBox.PADDING
                - HostBox.BETWEEN
                + racks.getOrDefault(rack, List.of()).stream()
                        .mapToDouble(host -> box.height(drives.getOrDefault(host.id(), List.of())
                                        .size())
                                + HostBox.BETWEEN)
                        .sum();
    }

    private static List<DriveUse> byUse(List<DriveUse> uses) {
        List<DriveUse> sorted = new ArrayList<>(uses);
        sorted.sort(Comparator.comparing(DriveUse::use));
        return sorted;
    }

    /** The rule of the pool that holds the data: the one that is known to grow. */
    private static CrushRulePlan data(ClusterPlan plan) {
        String name = plan.storage().pools().stream()
                .filter(PoolPlan::bulk)
                .map(PoolPlan::rule)
                .findFirst()
                .orElse("");
        return plan.storage().rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElse(plan.storage().rules().get(0));
    }

    static String kind(Use use) {
        return use.name().toLowerCase(Locale.ROOT);
    }
}
