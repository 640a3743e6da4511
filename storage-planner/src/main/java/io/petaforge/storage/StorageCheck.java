package io.petaforge.storage;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds everything that stands in the way of a plan, all at once. */
final class StorageCheck {
    /**
     * BlueStore's metadata, its log and the space Ceph keeps free take about a gigabyte before the first object; below this
     * nearfull comes with little stored.
     */
    static final ByteSize LEAST_DRIVE = ByteSize.ofGiB(5);

    private final StorageRequest request;
    private final List<Problem> problems = new ArrayList<>();

    private StorageCheck(StorageRequest request) {
        this.request = request;
    }

    static List<Problem> problems(StorageRequest request) {
        StorageCheck check = new StorageCheck(request);
        check.protection();
        check.domains();
        check.drives();
        check.memory();
        return List.copyOf(check.problems);
    }

    private void protection() {
        if (request.protection() instanceof Protection.Replicated replicated
                && (replicated.size() < 2 || replicated.minSize() < 1 || replicated.minSize() > replicated.size())) {
            add(
                    "PF-STO-001",
                    "storage.protection",
                    "replica " + replicated.size() + " with at least " + replicated.minSize()
                            + " written cannot be kept",
                    "Write replica 3.");
        }
        if (request.protection() instanceof Protection.Erasure erasure && (erasure.k() < 2 || erasure.m() < 1)) {
            add(
                    "PF-STO-002",
                    "storage.protection",
                    "ec " + erasure.k() + "+" + erasure.m()
                            + " is not erasure coding: k is at least 2 and m at least 1",
                    "Write for example ec 4+2.");
        }
    }

    private void domains() {
        if (request.driveCount() == 0) {
            add(
                    "PF-STO-003",
                    "machines",
                    "no machine has a drive for an OSD",
                    "Give the storage machines osd volumes.");
            return;
        }
        Set<String> domains = request.hosts().stream()
                .filter(host -> !host.drives().isEmpty())
                .map(request::domainOf)
                .collect(Collectors.toCollection(TreeSet::new));
        String kind = request.failureDomain().bucketType();
        int width = request.protection().width();
        if (domains.size() < width) {
            add(
                    "PF-STO-004",
                    "storage",
                    StoragePlanner.describe(request.protection()) + " needs " + width + " " + kind
                            + "s with OSDs, and there are " + domains.size() + ": " + String.join(", ", domains),
                    request.failureDomain() == StorageRequest.FailureDomain.RACK
                            ? "Add racks, ask for less, or set storage.failureDomain to host."
                            : "Add storage machines or ask for less.");
        }
    }

    private void drives() {
        Map<String, MachineId> owners = new HashMap<>();
        Set<Media> media = new TreeSet<>();
        for (StorageRequest.Host host : request.hosts()) {
            for (StorageRequest.Drive drive : host.drives()) {
                media.add(drive.media());
                if (drive.size().compareTo(LEAST_DRIVE) < 0) {
                    add(
                            "PF-STO-005",
                            "machines",
                            host.id() + ": drive " + drive.serial() + " of "
                                    + drive.size().decimal() + " is too small for an OSD",
                            "Use drives of " + LEAST_DRIVE.binary() + " or more.");
                }
                MachineId other = owners.putIfAbsent(drive.serial(), host.id());
                if (other != null) {
                    add(
                            "PF-STO-006",
                            "machines",
                            "drive " + drive.serial() + " is reported by " + other + " and by " + host.id(),
                            "A serial identifies a drive: leave out the machine or volume that reports a wrong one.");
                }
            }
        }
        if (media.size() > 1) {
            add(
                    "PF-STO-007",
                    "machines",
                    "the OSD drives are of different kinds: "
                            + media.stream().map(Media::deviceClass).collect(Collectors.joining(", ")),
                    "Ask for OSD volumes of one kind.");
        }
    }

    private void memory() {
        ByteSize least = request.sizing().leastMemoryPerOsd();
        for (StorageRequest.Host host : request.hosts()) {
            int osds = host.drives().size();
            if (osds > 0 && OsdPlanner.share(host).compareTo(least) < 0) {
                long mebibytes = host.reserved().mebibytes() + 1 + (least.mebibytes() * osds * 5 + 3) / 4;
                // Rounded up, so that the text never says that a machine has what it needs.
                ByteSize needed = ByteSize.ofMiB((mebibytes + 127) / 128 * 128);
                add(
                        "PF-STO-008",
                        "machines",
                        host.id() + " has " + host.memory().binary() + " of memory, and "
                                + osds + (osds == 1 ? " OSD needs " : " OSDs need ") + needed.binary()
                                + " beside its other daemons",
                        "Ask for more memory or for fewer OSD drives a machine.");
            }
        }
    }

    private void add(String code, String path, String what, String fix) {
        problems.add(Problem.at(code, path, what, fix));
    }
}
