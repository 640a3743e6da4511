package io.petaforge.lab;

import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands in the way of a lab on this machine; looks, and changes nothing. */
final class LabPreflight {
    /** Both layers with their packages, measured 1.1 GB on Debian 12, and as much again while they are built. */
    private static final ByteSize LAYERS = ByteSize.ofMiB(2200);
    /** What a host writes to its own root and its disks in a default build, measured below 300 MB each. */
    private static final ByteSize PER_HOST = ByteSize.ofMiB(600);

    private static final ByteSize PER_SWITCH = ByteSize.ofMiB(50);
    /** Measured: a switch 35 to 50 MB, a storage host of the default lab below 700 MB, a compute host below 1.5 GB. */
    private static final ByteSize MEMORY_PER_SWITCH = ByteSize.ofMiB(50);

    private static final ByteSize MEMORY_PER_HOST = ByteSize.ofMiB(700);
    private static final Map<String, String> KERNEL_FEATURES = features();

    private final LabPaths paths;
    private final LabStore store;
    private final OperatingSystem system;
    private final ImageCache images;
    private final ImageRecipe recipe;
    private final AddressRanges ranges;

    LabPreflight(
            LabPaths paths,
            LabStore store,
            OperatingSystem system,
            ImageCache images,
            ImageRecipe recipe,
            AddressRanges ranges) {
        this.paths = paths;
        this.store = store;
        this.system = system;
        this.images = images;
        this.recipe = recipe;
        this.ranges = ranges;
    }

    List<Problem> problems(ClusterRequest request) {
        List<Problem> problems = new ArrayList<>(RequestCheck.problems(request));
        if (!isRoot()) {
            problems.add(Problem.of(
                    "PF-LAB-001",
                    "The lab makes network namespaces, mounts and loop devices, and this is not root.",
                    "Run the same command with sudo."));
        }
        if (!system.supported()) {
            problems.add(Problem.of(
                    "PF-LAB-007",
                    "The lab's hosts run this machine's own release, and " + system.title()
                            + " is neither Debian nor Ubuntu.",
                    "Use Debian 12 or Ubuntu 24.04, or another substrate."));
        }
        List<String> missing = HostTools.missingPackages();
        if (!missing.isEmpty() && !(isRoot() && HostTools.present("apt-get"))) {
            problems.add(Problem.of(
                    "PF-LAB-002",
                    "Programs of these packages are missing: " + String.join(", ", missing) + ".",
                    "As root: apt-get install " + String.join(" ", missing)));
        }
        kernel(problems);
        boolean exists = store.read(request.cluster()).isPresent();
        if (!exists) {
            disk(request, problems);
            memory(request, problems);
            addresses(problems);
        }
        return List.copyOf(problems);
    }

    static Problem noAddressRange() {
        return Problem.of(
                "PF-LAB-006",
                "Every network from 10.99.0.0/24 to 10.99.255.0/24 is in use on this machine, and a lab needs one for its "
                        + "out-of-band network.",
                "Destroy a lab that is no longer needed, or remove the routes to 10.99.0.0/16 ('ip route').");
    }

    private void kernel(List<Problem> problems) {
        KERNEL_FEATURES.forEach((path, meaning) -> {
            if (!Files.exists(Path.of(path))) {
                problems.add(Problem.of(
                        "PF-LAB-003",
                        "The kernel offers no " + meaning + " (" + path + " does not exist).",
                        "Load the module or use a kernel that has it."));
            }
        });
        if (!overlayOffered()) {
            problems.add(Problem.of(
                    "PF-LAB-003",
                    "The kernel offers no overlay filesystem.",
                    "Load it with 'modprobe overlay' or use a kernel that has it."));
        }
        String kind = filesystem(paths.labs());
        if (kind.equals("overlay") || kind.equals("nfs") || kind.equals("fuse")) {
            problems.add(Problem.of(
                    "PF-LAB-015",
                    paths.labs() + " lies on a filesystem of type " + kind
                            + ", which cannot carry the hosts' root filesystems.",
                    "Mount a local disk (ext4, xfs or btrfs) at /var/lib/petaforge."));
        }
    }

    private static boolean overlayOffered() {
        try {
            return Files.readString(Path.of("/proc/filesystems")).contains("overlay")
                    || modules().stream().anyMatch(modules -> modules.contains("/overlay.ko"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /proc/filesystems", e);
        }
    }

    /** The index of the loadable modules: what is not there yet is loaded by its first use. */
    private static List<String> modules() throws IOException {
        Path index = Path.of(
                "/lib/modules",
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                "modules.dep");
        return Files.isReadable(index) ? List.of(Files.readString(index)) : List.of();
    }

    private void disk(ClusterRequest request, List<Problem> problems) {
        long needed = total(request, PER_HOST, PER_SWITCH).bytes();
        boolean warm = images.hasWithPackages(recipe.preparedLayer()) && images.has(recipe.baseLayer());
        boolean together = store(paths.labs()).equals(store(paths.layers()));
        long layers = warm ? 0 : LAYERS.bytes();
        space(paths.labs(), needed + (together ? layers : 0), problems);
        if (!together) {
            space(paths.layers(), layers, problems);
        }
    }

    private static void space(Path where, long needed, List<Problem> problems) {
        try {
            long free = Files.getFileStore(existingParent(where)).getUsableSpace();
            if (free < needed) {
                problems.add(Problem.of(
                        "PF-LAB-004",
                        "The lab needs " + new ByteSize(needed).decimal() + " at " + where + ", and "
                                + new ByteSize(free).decimal() + " are free.",
                        "Free some space, or ask for fewer machines."));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see the free space at " + where, e);
        }
    }

    private static void memory(ClusterRequest request, List<Problem> problems) {
        long needed = total(request, MEMORY_PER_HOST, MEMORY_PER_SWITCH).bytes();
        try {
            long free = availableMemory(Files.readString(Path.of("/proc/meminfo")));
            if (free < needed) {
                problems.add(Problem.of(
                        "PF-LAB-005",
                        "A lab of " + request.machines().size() + " machines needs about "
                                + new ByteSize(needed).binary() + " of memory, and " + new ByteSize(free).binary()
                                + " are available.",
                        "Stop other programs, or ask for fewer machines."));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /proc/meminfo", e);
        }
    }

    /** The line "MemAvailable:  123 kB" of proc(5)'s meminfo, in bytes. */
    static long availableMemory(String meminfo) {
        return meminfo.lines()
                        .filter(line -> line.startsWith("MemAvailable:"))
                        .map(line -> line.replaceAll("\\D", ""))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(Long.MAX_VALUE / 1024)
                * 1024;
    }

    private void addresses(List<Problem> problems) {
        if (!HostTools.present("ip")) {
            return;
        }
        Set<Integer> recorded = store.all().stream().map(LabRecord::network).collect(Collectors.toSet());
        if (ranges.free(recorded).isEmpty()) {
            problems.add(noAddressRange());
        }
    }

    private static ByteSize total(ClusterRequest request, ByteSize perHost, ByteSize perSwitch) {
        ByteSize sum = new ByteSize(0);
        for (MachineRequest machine : request.machines()) {
            sum = sum.plus(machine.kind() == MachineRequest.Kind.HOST ? perHost : perSwitch);
        }
        return sum;
    }

    private static boolean isRoot() {
        try {
            return Files.readString(Path.of("/proc/self/status"))
                    .lines()
                    .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /proc/self/status", e);
        }
    }

    private static String filesystem(Path path) {
        return store(path).split(" ", 2)[0];
    }

    /** Type and name of the filesystem that a path is or would be on. */
    private static String store(Path path) {
        try {
            java.nio.file.FileStore found = Files.getFileStore(existingParent(path));
            return found.type() + " " + found.name();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see the filesystem of " + path, e);
        }
    }

    private static Path existingParent(Path path) {
        Path at = path.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static Map<String, String> features() {
        Map<String, String> features = new LinkedHashMap<>();
        features.put("/proc/self/ns/net", "network namespaces");
        features.put("/dev/loop-control", "loop devices");
        features.put("/proc/sys/net/ipv6", "IPv6");
        features.put("/sys/fs/cgroup", "control groups");
        return features;
    }
}
