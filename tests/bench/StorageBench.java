import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.plan.PlanJson;
import io.petaforge.report.LayoutPicture;
import io.petaforge.report.PlanText;
import io.petaforge.spec.InventoryReader;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StoragePlan;
import io.petaforge.storage.StoragePlanner;
import io.petaforge.storage.StorageRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans so many hosts of 24 drives once, in a JVM of its own: arguments are the number of hosts, what is timed, and the
 * inventory of so many hosts. Prints seconds, those of CPU, the peak of resident memory in MiB, and the size of what was made.
 */
public final class StorageBench {
    public static void main(String[] args) throws Exception {
        int hosts = Integer.parseInt(args[0]);
        long size;
        long begin;
        long cpu;
        if (args[1].equals("cluster")) {
            // Machines as a substrate would offer them: not part of what is timed, but of the memory.
            ClusterPlanner planner = new ClusterPlanner(InventoryReader.read(Path.of(args[2])));
            List<Machine> machines =
                    planner.request().machines().stream().map(StorageBench::machine).toList();
            begin = System.nanoTime();
            cpu = cpu();
            ClusterPlan plan = new ClusterPlanner(InventoryReader.read(Path.of(args[2]))).plan(machines);
            String id = PlanJson.id(plan);
            size = PlanText.render(plan, id).length() + LayoutPicture.render(plan, id).length();
        } else {
            StorageRequest request = request(hosts, Optional.empty());
            if (args[1].equals("again")) {
                request = request(hosts, Optional.of(StoragePlanner.plan(request)));
            }
            begin = System.nanoTime();
            cpu = cpu();
            StoragePlan plan = StoragePlanner.plan(request);
            size = args[1].equals("json") ? PlanJson.text(plan).length() : plan.osds().size();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double busy = (cpu() - cpu) / 1e9;
        long peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        System.out.printf("%.3f %.3f %d %d%n", seconds, busy, peak / 1024, size);
    }

    /** CPU time of all threads of this process, in nanoseconds. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** 25 hosts in a rack, EC 8+3. */
    private static StorageRequest request(int count, Optional<StoragePlan> previous) {
        List<StorageRequest.Host> hosts = new ArrayList<>();
        int racks = Math.max(12, count / 25);
        for (int host = 0; host < count; host++) {
            List<StorageRequest.Drive> drives = new ArrayList<>();
            for (int drive = 0; drive < 24; drive++) {
                drives.add(new StorageRequest.Drive("S" + host + "D" + drive, ByteSize.parse("15.36TB"), Media.NVME));
            }
            hosts.add(new StorageRequest.Host(
                    new MachineId("storage-" + (host + 1)),
                    "r" + (host % racks + 1),
                    ByteSize.ofGiB(512),
                    ByteSize.ofGiB(32),
                    drives));
        }
        return new StorageRequest(
                "bench",
                hosts,
                new Protection.Erasure(8, 3),
                StorageRequest.FailureDomain.RACK,
                StorageRequest.Sizing.PRODUCTION,
                previous);
    }

    private static Machine machine(MachineRequest asked) {
        List<Disk> disks = new ArrayList<>();
        for (DiskRequest request : asked.disks()) {
            for (int i = 0; i < request.count(); i++) {
                disks.add(new Disk(
                        asked.id() + "-" + disks.size(), "bench", request.atLeast(), request.media(), false));
            }
        }
        disks.add(new Disk(asked.id() + "-boot", "bench", ByteSize.parse("480GB"), Media.SSD, true));
        return new Machine(
                asked.id(),
                asked.group(),
                new Location(asked.rack()),
                asked.threads(),
                asked.memory(),
                disks,
                asked.ports().stream()
                        .map(port -> new Nic(port, BitRate.ofGbit(100)))
                        .toList());
    }
}
