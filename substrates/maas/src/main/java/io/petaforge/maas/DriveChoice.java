package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Media;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which drive of a machine carries the operating system and which are the data drives asked for. Pure.
 *
 * @param data data drives by label, {@code d1} and so on, the largest first
 * @param layout whether MAAS's storage layout must be set before the machine is taken
 */
record DriveChoice(Node.Drive boot, Map<String, Node.Drive> data, Map<String, DiskRequest> asked, boolean layout) {
    /** The operating system goes where it costs the least: a small SATA drive rather than an NVMe one. */
    private static final Comparator<Node.Drive> FOR_BOOT = Comparator.comparing((Node.Drive drive) ->
                    List.of(Media.SSD, Media.HDD, Media.NVME).indexOf(drive.media()))
            .thenComparing(Node.Drive::size)
            .thenComparing(drive -> !drive.root())
            .thenComparing(Node.Drive::identity);

    DriveChoice {
        requireNonNull(boot, "boot");
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        asked = Collections.unmodifiableMap(new LinkedHashMap<>(asked));
    }

    /** The choice; empty when the machine has not what is asked for. */
    static Optional<DriveChoice> of(Node node, List<DiskRequest> wanted, ByteSize leastBoot) {
        List<DiskRequest> single = new ArrayList<>();
        wanted.forEach(request -> single.addAll(Collections.nCopies(request.count(), request)));
        // The largest first, each on the smallest drive that will do: then nothing small takes what only it could use.
        single.sort(Comparator.comparing(DiskRequest::atLeast).reversed().thenComparing(DiskRequest::media));
        return node.drives().stream()
                .filter(drive -> drive.size().compareTo(leastBoot) >= 0)
                .sorted(FOR_BOOT)
                .flatMap(boot -> with(node, boot, single).stream())
                .findFirst();
    }

    private static Optional<DriveChoice> with(Node node, Node.Drive boot, List<DiskRequest> single) {
        Set<Node.Drive> left = new LinkedHashSet<>(node.drives());
        left.remove(boot);
        Map<String, Node.Drive> data = new LinkedHashMap<>();
        Map<String, DiskRequest> asked = new LinkedHashMap<>();
        for (DiskRequest request : single) {
            Optional<Node.Drive> drive = left.stream()
                    .filter(candidate -> fits(candidate, request))
                    .min(Comparator.comparing(Node.Drive::size).thenComparing(Node.Drive::identity));
            if (drive.isEmpty()) {
                return Optional.empty();
            }
            left.remove(drive.get());
            String label = "d" + (data.size() + 1);
            data.put(label, drive.get());
            asked.put(label, request);
        }
        boolean bootsThere = node.bootDrive().orElse(-1) == boot.id() && boot.root();
        // A drive with any partition table, even an empty one, matches no storage constraint.
        boolean allFree = data.values().stream().allMatch(Node.Drive::free);
        return Optional.of(new DriveChoice(boot, data, asked, !bootsThere || !allFree));
    }

    private static boolean fits(Node.Drive drive, DiskRequest request) {
        return drive.media() == request.media()
                && drive.size().compareTo(request.atLeast()) >= 0
                && !drive.identity().isBlank();
    }

    /**
     * MAAS's storage constraint: the first entry is the drive that carries the root filesystem; sizes are in GB of 10^9
     * bytes, rounded down, since MAAS compares them with the drive's exact size.
     */
    String constraint(ByteSize leastBoot) {
        StringBuilder text = new StringBuilder("root:" + gigabytes(leastBoot) + "(" + tag(boot.media()) + ")");
        asked.forEach((label, request) -> text.append(',')
                .append(label)
                .append(':')
                .append(gigabytes(request.atLeast()))
                .append('(')
                .append(tag(request.media()))
                .append(')'));
        return text.toString();
    }

    /**
     * The data drives that MAAS matched with the labels, where each is of the medium asked for; MAAS knows no difference
     * between NVMe and other flash, so that otherwise the choice made here stands.
     *
     * @param matched ids of drives by label, from {@code constraints_by_type}
     */
    Map<String, Node.Drive> matched(Map<String, List<Integer>> matched, Node node) {
        Map<String, Node.Drive> found = new LinkedHashMap<>();
        for (Map.Entry<String, DiskRequest> entry : asked.entrySet()) {
            List<Integer> ids = matched.getOrDefault(entry.getKey(), List.of());
            node.drives().stream()
                    .filter(drive -> ids.contains(drive.id()) && fits(drive, entry.getValue()))
                    .findFirst()
                    .ifPresent(drive -> found.put(entry.getKey(), drive));
        }
        return found.size() == asked.size() ? found : data;
    }

    private static long gigabytes(ByteSize size) {
        return Math.max(1, size.bytes() / 1_000_000_000L);
    }

    private static String tag(Media media) {
        return media == Media.HDD ? "rotary" : "ssd";
    }
}
