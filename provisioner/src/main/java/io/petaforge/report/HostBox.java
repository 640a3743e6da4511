package io.petaforge.report;

import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a host is drawn: with room for words in a small cluster, on one line in a large one.
 *
 * @param large whether the cells have room for a number
 * @param columns drives beside each other
 * @param width of a box, in pixels
 */
record HostBox(boolean large, int columns, double width) {
    static final int PADDING = 8;
    static final int RACK_HEADER = 26;
    static final int BETWEEN = 3;

    /** Up to so many hosts there is room for words. */
    private static final int MOST_LARGE = 40;

    private static final int LABEL = 62;

    static HostBox of(List<Machine> hosts, Map<MachineId, List<String>> services, int mostDrives) {
        boolean large = hosts.size() <= MOST_LARGE;
        int columns = Math.max(1, large ? Math.min(8, mostDrives) : Math.min(28, mostDrives));
        double words = services.values().stream()
                .mapToDouble(list -> String.join(" ", list).length() * 6.3)
                .max()
                .orElse(0);
        double cells = columns * cellWidth(large);
        return new HostBox(large, columns, large ? Math.max(210, Math.max(words, cells) + 12) : LABEL + cells + 6);
    }

    /** Pixels for a host with so many drives. */
    double height(int drives) {
        int rows = Math.max(1, (drives + columns - 1) / columns);
        return large ? 36 + rows * 22.0 : 3 + rows * 8.0;
    }

    void draw(Svg svg, Machine host, List<DriveUse> drives, List<String> services, double x, double y, String kind) {
        String all = String.join(" ", services);
        String tip = host.id() + ", " + host.threads() + " threads, " + host.memory()
                + (all.isEmpty() ? "" : ": " + all) + "; " + drives.size() + " drives";
        svg.rectangle(x, y, width, height(drives.size()), kind, tip);
        if (large) {
            svg.text("text", host.id().value(), "x", x + 6, "y", y + 14);
            svg.text("text", all.isEmpty() ? "OSDs only" : all, "class", "note", "x", x + 6, "y", y + 28);
            for (int i = 0; i < drives.size(); i++) {
                cell(svg, drives.get(i), x + 6 + (i % columns) * cellWidth(true), y + 34 + (i / columns) * 22.0);
            }
            return;
        }
        // Letters of 7 px are 4.4 px wide; a long name keeps its end, which has the number.
        String name = host.id().value();
        String shown = name.length() <= 12 ? name : ".." + name.substring(name.length() - 10);
        svg.text("text", shown, "class", "small", "x", x + 4, "y", y + 8.5);
        Map<DriveUse.Use, StringBuilder> paths = new EnumMap<>(DriveUse.Use.class);
        for (int i = 0; i < drives.size(); i++) {
            double left = x + LABEL + (i % columns) * cellWidth(false);
            double top = y + 2 + (i / columns) * 8.0;
            paths.computeIfAbsent(drives.get(i).use(), use -> new StringBuilder())
                    .append('M')
                    .append(Svg.value(left))
                    .append(' ')
                    .append(Svg.value(top))
                    .append("h6v7h-6z");
        }
        paths.forEach((use, path) -> svg.element("path", "class", LayoutPicture.kind(use), "d", path));
    }

    private static void cell(Svg svg, DriveUse drive, double x, double y) {
        String tip = drive.disk().serial() + ", " + drive.disk().size().decimal() + " "
                + drive.disk().media().deviceClass() + ": " + drive.text();
        svg.rectangle(x, y, 34, 18, LayoutPicture.kind(drive.use()), tip);
        if (drive.use() == DriveUse.Use.OSD) {
            String number = drive.text().replaceAll("^osd\\.(\\d+).*", "$1");
            svg.text("text", number, "class", "number", "x", x + 17, "y", y + 13);
        }
    }

    private static double cellWidth(boolean large) {
        return large ? 38 : 7;
    }
}
