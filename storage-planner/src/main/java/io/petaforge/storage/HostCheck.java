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
import java.util.stream.Stream;

/** Finds what makes single hosts and their drives unfit for their OSDs. */
final class HostCheck {
    /**
     * BlueStore's metadata, its log and the space Ceph keeps free take about a gigabyte before the first object; below this
     * nearfull comes with little stored.
     */
    static final ByteSize LEAST_OSD = ByteSize.ofGiB(5);

    /**
     * RocksDB as BlueStore sets it up has four write buffers of 256 MiB, all of which the write-ahead log may hold, and a
     * first level of 256 MiB (bluestore_rocksdb_options): a DB below this spills to the data drive while it is still empty.
     */
    static final ByteSize LEAST_DB = ByteSize.ofGiB(2);

    private final StorageRequest request;
    private final OsdsPerDrive perDrive;
    private final List<Problem> problems = new ArrayList<>();

    private HostCheck(StorageRequest request) {
        this.request = request;
        this.perDrive = new OsdsPerDrive(request);
    }

    static List<Problem> problems(StorageRequest request) {
        HostCheck check = new HostCheck(request);
        check.drives();
        check.dbs();
        check.memory();
        check.threads();
        return List.copyOf(check.problems);
    }

    private void drives() {
        Map<String, MachineId> owners = new HashMap<>();
        Set<Media> media = new TreeSet<>();
        for (StorageRequest.Host host : request.hosts()) {
            for (StorageRequest.Drive drive : host.drives()) {
                media.add(drive.media());
                size(host, drive);
            }
            for (StorageRequest.Drive drive : Stream.concat(host.drives().stream(), host.dbDrives().stream())
                    .toList()) {
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
                    "Ask for OSD volumes of one kind; the faster ones can be their 'db'.");
        }
        if (media.contains(Media.HDD) && request.orders().osdsPerDrive().orElse(1) > 1) {
            add(
                    "PF-STO-041",
                    "storage.osds-per-drive",
                    request.orders().osdsPerDrive().getAsInt()
                            + " OSDs on a rotating drive would fight for its one set of heads",
                    "Write 1, or auto.");
        }
    }

    private void size(StorageRequest.Host host, StorageRequest.Drive drive) {
        int of = perDrive.on(host, drive);
        if (drive.size().bytes() / of < LEAST_OSD.bytes()) {
            add(
                    "PF-STO-005",
                    "machines",
                    host.id() + ": drive " + drive.serial() + " of "
                            + drive.size().decimal() + " is too small for " + (of == 1 ? "an OSD" : of + " OSDs"),
                    "Use drives of " + LEAST_OSD.times(of).binary() + " or more.");
        }
    }

    private void dbs() {
        Map<String, OsdPlan> inForce = OsdPlanner.inForce(request);
        for (StorageRequest.Host host : request.hosts()) {
            DbPlacement dbs = OsdPlanner.dbs(request.cluster(), host, perDrive, inForce);
            if (!dbs.without().isEmpty()) {
                add(
                        "PF-STO-043",
                        "machines",
                        host.id() + ": its DB drives are divided among the OSDs that exist, and "
                                + dbs.without().size() + " new ones find no part",
                        "Add a DB drive for the new OSDs, or remove OSDs whose parts they can take.");
            }
            dbs.places().values().stream()
                    .filter(slice -> slice.size().compareTo(LEAST_DB) < 0)
                    .min(java.util.Comparator.comparing(DriveSlice::serial))
                    .ifPresent(slice -> add(
                            "PF-STO-042",
                            "machines",
                            host.id() + ": " + slice.size().binary() + " on drive " + slice.serial() + ", one of "
                                    + slice.of() + ", is too little for a DB",
                            "Use DB drives of " + LEAST_DB.times(slice.of()).binary()
                                    + " or more, or give the host more of them."));
        }
    }

    private void memory() {
        ByteSize least = request.sizing().leastMemoryPerOsd();
        for (StorageRequest.Host host : request.hosts()) {
            int osds = perDrive.of(host);
            if (osds > 0 && OsdPlanner.share(host, perDrive).compareTo(least) < 0) {
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

    /** Fewer threads than OSDs: heartbeats would time out while the others work. Less than comfortable is a finding. */
    private void threads() {
        for (StorageRequest.Host host : request.hosts()) {
            int osds = perDrive.of(host);
            host.compute()
                    .filter(compute -> compute.threads() < osds)
                    .ifPresent(compute -> add(
                            "PF-STO-044",
                            "machines",
                            host.id() + " has " + compute.threads() + " threads for " + osds + " OSDs",
                            request.orders().osdsPerDrive().orElse(1) > 1
                                    ? "Write 'osds-per-drive: 1', or ask for more threads."
                                    : "Ask for machines with " + osds + " threads or more, or for fewer drives each."));
        }
    }

    private void add(String code, String path, String what, String fix) {
        problems.add(Problem.at(code, path, what, fix));
    }
}
