package io.petaforge.report;

import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.crush.CrushTree;
import io.petaforge.storage.crush.CrushWeight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The layout as a tree: the root, racks, hosts and drives. A small cluster is shown drive by drive; in a large one hosts of a
 * rack that are alike are one line, and so are racks that are.
 */
final class LayoutText {
    /** Up to so many hosts every drive has its line. */
    private static final int MOST_IN_FULL = 24;

    private final ClusterPlan plan;
    private final Map<MachineId, List<DriveUse>> drives;
    private final Map<MachineId, List<String>> services;
    private final Map<String, CrushWeight> weights;

    private LayoutText(ClusterPlan plan) {
        this.plan = plan;
        this.drives = DriveUse.of(plan);
        this.services = Services.of(plan);
        this.weights = weights(plan);
    }

    static String render(ClusterPlan plan) {
        return new LayoutText(plan).tree();
    }

    private String tree() {
        Map<String, List<Machine>> racks = plan.machines().stream()
                .collect(Collectors.groupingBy(
                        machine -> machine.location().rack(), java.util.TreeMap::new, Collectors.toList()));
        boolean full = plan.machines().size() <= MOST_IN_FULL;
        // Racks with the same lines below them are one entry; the lines are the key.
        Map<List<String>, List<String>> alike = new LinkedHashMap<>();
        for (String rack : sorted(racks.keySet())) {
            List<Machine> hosts = racks.getOrDefault(rack, List.of());
            List<String> lines = new ArrayList<>();
            lines.add(summary(rack, hosts));
            lines.addAll(full ? inFull(hosts) : folded(hosts));
            alike.computeIfAbsent(full ? with(lines, rack) : lines, key -> new ArrayList<>())
                    .add(rack);
        }
        StringBuilder text = new StringBuilder();
        text.append("root ")
                .append(CrushTree.ROOT)
                .append("  ")
                .append(weight(CrushTree.ROOT))
                .append('\n');
        int left = alike.size();
        for (Map.Entry<List<String>, List<String>> entry : alike.entrySet()) {
            boolean last = --left == 0;
            List<String> lines = entry.getKey();
            text.append(last ? "└─ " : "├─ ").append(names(entry.getValue()));
            text.append(lines.get(0)).append('\n');
            for (String line : lines.subList(1, lines.size() - (full ? 1 : 0))) {
                text.append(last ? "   " : "│  ").append(line).append('\n');
            }
        }
        return text.toString();
    }

    private static List<String> with(List<String> lines, String rack) {
        List<String> own = new ArrayList<>(lines);
        own.add(rack);
        return own;
    }

    private String summary(String rack, List<Machine> hosts) {
        return String.format(Locale.ROOT, "  %s, %d host%s", weight(rack), hosts.size(), hosts.size() == 1 ? "" : "s");
    }

    private List<String> inFull(List<Machine> hosts) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            Machine host = hosts.get(i);
            boolean last = i == hosts.size() - 1;
            lines.add(String.format(
                            Locale.ROOT,
                            "%s %-14s %-15s %3d threads %8s  %s",
                            last ? "└─" : "├─",
                            host.id(),
                            plan.address(host.id()),
                            host.threads(),
                            host.memory(),
                            String.join(" ", services.getOrDefault(host.id(), List.of())))
                    .stripTrailing());
            for (DriveUse drive : drives.getOrDefault(host.id(), List.of())) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s    %-24s %9s %-4s  %s",
                        last ? "  " : "│ ",
                        drive.disk().serial(),
                        drive.disk().size().decimal(),
                        drive.disk().media().deviceClass(),
                        drive.text()));
            }
        }
        return lines;
    }

    private List<String> folded(List<Machine> hosts) {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        for (Machine host : hosts) {
            kinds.computeIfAbsent(kind(host), key -> new ArrayList<>())
                    .add(host.id().value());
        }
        List<String> lines = new ArrayList<>();
        int left = kinds.size();
        for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
            int count = kind.getValue().size();
            lines.add((--left == 0 ? "└─ " : "├─ ") + (count == 1 ? "" : count + " x ") + kind.getKey());
        }
        return lines;
    }

    /** Everything by which hosts differ for a reader, their names left out. */
    private String kind(Machine host) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (DriveUse drive : drives.getOrDefault(host.id(), List.of())) {
            if (drive.use() != DriveUse.Use.BOOT) {
                String label = drive.disk().size().decimal() + " "
                        + drive.disk().media().deviceClass() + " "
                        + drive.use().label();
                counts.merge(label, 1, Integer::sum);
            }
        }
        List<String> own = services.getOrDefault(host.id(), List.of());
        // Racks with workers alone stay alike; whoever runs something that others reach has its name.
        boolean named = own.stream().anyMatch(service -> !service.startsWith("spark-worker"));
        return (named ? host.id().value() : host.group()) + ": " + host.threads() + " threads, " + host.memory()
                + counts.entrySet().stream()
                        .map(count -> ", " + count.getValue() + " x " + count.getKey())
                        .collect(Collectors.joining())
                + (own.isEmpty() ? "" : "; runs " + String.join(" ", own));
    }

    private String weight(String bucket) {
        CrushWeight weight = weights.get(bucket);
        return weight == null
                ? "no OSDs"
                : String.format(Locale.ROOT, weight.tebibytes() < 10 ? "%.5f TiB" : "%.2f TiB", weight.tebibytes());
    }

    private static Map<String, CrushWeight> weights(ClusterPlan plan) {
        Map<String, CrushWeight> weights = new java.util.HashMap<>();
        for (OsdPlan osd : plan.storage().osds()) {
            CrushWeight weight = CrushWeight.of(osd.size());
            weights.merge(osd.rack(), weight, CrushWeight::plus);
            weights.merge(CrushTree.ROOT, weight, CrushWeight::plus);
        }
        return weights;
    }

    /** r2 before r10. */
    static List<String> sorted(java.util.Collection<String> racks) {
        return racks.stream()
                .sorted(java.util.Comparator.comparing((String name) -> name.replaceAll("\\d+$", ""))
                        .thenComparing(name -> name.length())
                        .thenComparing(name -> name))
                .toList();
    }

    private static String names(List<String> racks) {
        if (racks.size() == 1) {
            return "rack " + racks.get(0);
        }
        String which = racks.size() <= 4
                ? String.join(", ", racks)
                : String.join(", ", racks.subList(0, 3)) + " ... " + racks.get(racks.size() - 1);
        return racks.size() + " racks (" + which + "), each";
    }
}
