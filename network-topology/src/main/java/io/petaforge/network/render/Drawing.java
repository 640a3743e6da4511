package io.petaforge.network.render;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Shape;
import io.petaforge.network.dc.Subnet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws the fabric as SVG. Racks stand in rows of {@value #RACKS_IN_ROW} below the spines of their pod. Up to
 * {@value #RACKS_WITH_LINES} racks have a line for every cable to a spine; beyond, a row of racks hangs on one bus, whose
 * label says what it stands for: thousands of lines would show nothing.
 */
final class Drawing {
    private static final int RACKS_IN_ROW = 16;

    private static final int RACKS_WITH_LINES = 8;

    private static final int RACK_WIDTH = 84;

    private static final int RACK_HEIGHT = 62;

    private static final int PITCH = 96;

    private static final int MARGIN = 30;

    private static final int SPINE_HEIGHT = 26;

    /** From the spines down to the bus. */
    private static final int BUS = 12;

    private static final int ROW = RACK_HEIGHT + 40;

    private final DataCenterPlan plan;
    private final Shape shape;
    private final StringBuilder body = new StringBuilder();
    private final Map<String, Integer> hosts = new HashMap<>();
    private final int columns;
    private final int width;

    private Drawing(DataCenterPlan plan) {
        this.plan = plan;
        this.shape = plan.shape();
        plan.tier(Role.HOST).forEach(host -> hosts.merge(host.rack(), 1, Integer::sum));
        int widest = pods().values().stream().mapToInt(List::size).max().orElse(1);
        // Rows of equal length: 21 racks are 11 and 10, not 16 and 5.
        int rows = (widest + RACKS_IN_ROW - 1) / RACKS_IN_ROW;
        this.columns = (widest + rows - 1) / rows;
        this.width = 2 * MARGIN + Math.max(6, columns) * PITCH;
    }

    static String of(DataCenterPlan plan) {
        return new Drawing(plan).draw();
    }

    /** Segments that all racks share. */
    private List<Subnet> shared() {
        return plan.racks().stream()
                .limit(1)
                .flatMap(rack -> rack.subnets().stream())
                .filter(subnet -> subnet.overlay().isPresent())
                .toList();
    }

    private Map<Integer, List<RackPlan>> pods() {
        Map<Integer, List<RackPlan>> pods = new TreeMap<>();
        for (RackPlan rack : plan.racks()) {
            pods.computeIfAbsent(rack.pod(), pod -> new java.util.ArrayList<>()).add(rack);
        }
        return pods;
    }

    private String draw() {
        int y = MARGIN;
        text(
                MARGIN,
                y,
                "title",
                plan.request().design().yaml() + ": " + plan.racks().size() + " racks, "
                        + hosts.values().stream().mapToInt(count -> count).sum() + " hosts, "
                        + plan.links().size() + " cables");
        y += 20;
        text(MARGIN, y, "", models());
        y += 22;
        for (Subnet segment : shared()) {
            line("segment", MARGIN, y - 4, MARGIN + 24, y - 4);
            text(
                    MARGIN + 32,
                    y,
                    "",
                    "in every rack: " + segment.purpose() + " " + segment.range() + ", VLAN " + segment.vlan()
                            + ", VNI " + segment.overlay().orElseThrow().vni());
            y += 18;
        }
        if (shape.fiveStage()) {
            y = planes(y);
        }
        for (Map.Entry<Integer, List<RackPlan>> pod : pods().entrySet()) {
            y = pod(pod.getKey(), pod.getValue(), y);
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + y + "\" width=\"" + width
                + "\" height=\"" + y + "\">\n"
                + "<style>text{font:11px sans-serif;fill:#222}.title{font:bold 15px sans-serif}.small{font-size:9px}"
                + ".core{fill:#d9c8ee}.spine{fill:#bcd7f2}.leaf{fill:#c5e6c1}.rack{fill:#f6f6f2}"
                + "rect{stroke:#555}line,path{stroke:#678;fill:none}.bus{stroke:#456;stroke-width:3}"
                + (shared().isEmpty() ? "" : ".segment{stroke:#c60;stroke-width:2;stroke-dasharray:5 3}") + "</style>\n"
                + "<rect width=\"" + width + "\" height=\"" + y + "\" fill=\"#fff\" stroke=\"none\"/>\n" + body
                + "</svg>\n";
    }

    private String models() {
        DataCenterRequest.Switches models = plan.request().switches();
        String above = shape.spines() == 0
                ? ""
                : ", spines " + models.spine().name()
                        + models.superSpine()
                                .filter(model -> shape.fiveStage())
                                .map(model -> ", super-spines " + model.name())
                                .orElse("");
        return "each host has " + plan.request().host().ports().size() + " x "
                + plan.request().host().rate() + "; leaves " + models.leaf().name() + above;
    }

    private int planes(int top) {
        int y = top;
        text(
                MARGIN,
                y + 10,
                "",
                "super-spines: spine i of every pod has " + shape.coreLinks() + " x " + shape.coreRate()
                        + " to each of the " + shape.superSpines() + " of plane i");
        y += 18;
        List<Device> cores = plan.tier(Role.SUPER_SPINE);
        for (int plane = 0; plane < shape.spines(); plane++) {
            text(MARGIN, y + 17, "small", "plane " + (plane + 1));
            List<Device> mine = cores.subList(plane * shape.superSpines(), (plane + 1) * shape.superSpines());
            boxes(mine, MARGIN + 50, y, "core");
            y += SPINE_HEIGHT + 6;
        }
        line("bus", MARGIN, y + 4, width - MARGIN, y + 4);
        return y + 18;
    }

    private int pod(int pod, List<RackPlan> racks, int top) {
        int y = top;
        List<Device> spines = plan.tier(Role.SPINE).stream()
                .filter(spine -> spine.pod() == pod)
                .toList();
        if (shape.spines() > 0) {
            text(
                    MARGIN,
                    y + 10,
                    "",
                    (shape.fiveStage() ? "pod " + (pod + 1) + ": " : "") + "each leaf has " + shape.spineLinks() + " x "
                            + shape.uplinkRate() + " to each of " + shape.spines() + " spines");
            y += 18;
            boxes(spines, MARGIN, y, "spine");
            y += SPINE_HEIGHT;
        }
        boolean lines = plan.racks().size() <= RACKS_WITH_LINES && shape.spines() <= RACKS_WITH_LINES;
        int spinesBottom = y;
        y += lines ? 70 : BUS + 14;
        for (int first = 0; first < racks.size(); first += columns) {
            List<RackPlan> row = racks.subList(first, Math.min(racks.size(), first + columns));
            if (!lines && !spines.isEmpty()) {
                bus(row.size(), y - 14, spinesBottom + BUS);
                if (first == 0) {
                    drops(spines.size(), spinesBottom, spinesBottom + BUS);
                }
            }
            for (int column = 0; column < row.size(); column++) {
                rack(row.get(column), MARGIN + 12 + column * PITCH, y, lines ? spines.size() : 0, spinesBottom);
            }
            y += ROW;
        }
        return y + 6;
    }

    private void boxes(List<Device> devices, int x, int y, String style) {
        int pitch = pitch(devices.size(), x);
        for (int i = 0; i < devices.size(); i++) {
            box(x + i * pitch, y, pitch - 4, SPINE_HEIGHT, style);
            // A box too narrow for a name shows the number: the row says what it is.
            String name = devices.get(i).id().value();
            boolean fits = name.length() * 6 < pitch - 6;
            text(x + i * pitch + 3, y + 17, fits ? "" : "small", fits ? name : String.valueOf(i + 1));
        }
    }

    private int pitch(int count, int x) {
        return Math.min(PITCH, (width - MARGIN - x) / Math.max(1, count));
    }

    private void rack(RackPlan rack, int x, int y, int linesTo, int spinesBottom) {
        box(x, y, RACK_WIDTH, RACK_HEIGHT, "rack");
        int leafWidth = (RACK_WIDTH - 8) / shape.leavesPerRack();
        for (int leaf = 0; leaf < shape.leavesPerRack(); leaf++) {
            int left = x + 4 + leaf * leafWidth;
            box(left, y + 4, leafWidth - 2, 16, "leaf");
            text(left + 3, y + 15, "small", shape.leavesPerRack() == 1 ? "leaf" : "leaf " + (char) ('a' + leaf));
            for (int spine = 0; spine < linesTo; spine++) {
                int pitch = pitch(linesTo, MARGIN);
                line("", left + leafWidth / 2, y + 4, MARGIN + spine * pitch + (pitch - 4) / 2, spinesBottom);
            }
        }
        text(x + 5, y + 36, "", rack.name().length() > 12 ? rack.name().substring(0, 11) + "…" : rack.name());
        text(x + 5, y + 52, "small", hosts.getOrDefault(rack.name(), 0) + " hosts");
        if (!shared().isEmpty()) {
            line("segment", x, y + RACK_HEIGHT + 6, x + PITCH, y + RACK_HEIGHT + 6);
        }
    }

    /** From where the spines meet, along the left edge, over a row of racks. */
    private void bus(int racks, int y, int from) {
        int right = MARGIN + 12 + (racks - 1) * PITCH + RACK_WIDTH / 2;
        body.append("<path class=\"bus\" d=\"M")
                .append(MARGIN + 4)
                .append(' ')
                .append(from)
                .append(" V")
                .append(y)
                .append(" H")
                .append(right)
                .append("\"/>\n");
        for (int rack = 0; rack < racks; rack++) {
            int x = MARGIN + 12 + rack * PITCH + RACK_WIDTH / 2;
            line("", x, y, x, y + 14);
        }
    }

    /** Every spine is on the bus, not only the first, and the bus reaches the last of them. */
    private void drops(int count, int top, int bottom) {
        int pitch = pitch(count, MARGIN);
        for (int spine = 0; spine < count; spine++) {
            int x = MARGIN + spine * pitch + (pitch - 4) / 2;
            line("", x, top, x, bottom);
        }
        line("bus", MARGIN + 4, bottom, MARGIN + (count - 1) * pitch + (pitch - 4) / 2, bottom);
    }

    private void line(String style, int x1, int y1, int x2, int y2) {
        body.append("<line")
                .append(style.isEmpty() ? "" : " class=\"" + style + "\"")
                .append(" x1=\"" + x1 + "\" y1=\"" + y1 + "\" x2=\"" + x2 + "\" y2=\"" + y2 + "\"/>\n");
    }

    private void box(int x, int y, int w, int h, String style) {
        body.append("<rect class=\"")
                .append(style)
                .append("\" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\" width=\"")
                .append(w)
                .append("\" height=\"")
                .append(h)
                .append("\" rx=\"3\"/>\n");
    }

    private void text(int x, int y, String style, String words) {
        body.append("<text")
                .append(style.isEmpty() ? "" : " class=\"" + style + "\"")
                .append(" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\">")
                .append(words.replace("&", "&amp;").replace("<", "&lt;"))
                .append("</text>\n");
    }
}
