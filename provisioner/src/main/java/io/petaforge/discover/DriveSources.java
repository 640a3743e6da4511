package io.petaforge.discover;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that was said about the drives of a machine.
 *
 * @param nodes devices that have a node below {@code /dev}: a container sees the rest, but cannot open them
 * @param system what the operating system lives on
 * @param container whether it is one, which shares its machine's devices and has its own root from elsewhere
 * @param lab lines of the lab's table of drives, by serial; a loop device does not know what it stands for
 */
record DriveSources(
        BlockTree tree,
        Set<String> nodes,
        StableNames names,
        Set<String> system,
        Map<String, NvmeList.Controller> nvme,
        Map<String, SmartReport> smart,
        boolean container,
        Map<String, LabDrive> lab) {
    /** One line of the lab's table: {@code serial device bytes media data|boot}. */
    record LabDrive(String device, long size, String media, boolean boot) {}

    DriveSources {
        requireNonNull(tree, "tree");
        nodes = Collections.unmodifiableSet(new TreeSet<>(nodes));
        requireNonNull(names, "names");
        system = Collections.unmodifiableSet(new TreeSet<>(system));
        nvme = Map.copyOf(nvme);
        smart = Map.copyOf(smart);
        lab = Collections.unmodifiableMap(new TreeMap<>(lab));
    }

    static DriveSources of(Sections sections) {
        BlockTree tree = BlockTree.read(sections.text("lsblk"));
        Map<String, SmartReport> smart = new HashMap<>();
        sections.each("smart").forEach((device, json) -> smart.put(device, SmartReport.read(json)));
        Map<String, LabDrive> lab = new HashMap<>();
        for (String line : sections.text("lab-disks").lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+"));
            if (words.size() == 5 && words.get(2).matches("\\d{1,18}")) {
                String device = words.get(1);
                lab.put(
                        words.get(0),
                        new LabDrive(
                                device.substring(device.lastIndexOf('/') + 1),
                                Long.parseLong(words.get(2)),
                                words.get(3),
                                words.get(4).equals("boot")));
            }
        }
        return new DriveSources(
                tree,
                Set.copyOf(sections.text("nodes").lines().toList()),
                StableNames.read(sections.text("by-id")),
                SystemDrives.of(tree, sections.text("mountinfo")),
                NvmeList.read(sections.text("nvme")),
                smart,
                sections.has("container"),
                lab);
    }

    /** The serial of a drive, from whoever knows it; empty when nobody does. */
    String serial(BlockDevice drive) {
        NvmeList.Controller controller = nvme.get(drive.kernel());
        SmartReport report = smart.get(drive.kernel());
        return !drive.serial().isEmpty()
                ? drive.serial()
                : controller != null && !controller.serial().isEmpty()
                        ? controller.serial()
                        : report == null ? "" : report.serial();
    }

    /** The model of a drive; empty when nobody knows it. */
    String model(BlockDevice drive) {
        NvmeList.Controller controller = nvme.get(drive.kernel());
        return drive.model().isEmpty() && controller != null ? controller.model() : drive.model();
    }
}
