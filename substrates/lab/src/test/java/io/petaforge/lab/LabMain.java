package io.petaforge.lab;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PortRef;
import java.util.ArrayList;
import java.util.List;

/** A lab without a cluster on it, for work on what runs inside: {@code up|down|status|on|off|mirror CLUSTER [...]}. */
final class LabMain {
    private LabMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        String cluster = words.get(1);
        MachineRequest.Image image =
                words.contains("--bare") ? MachineRequest.Image.BARE : MachineRequest.Image.PREPARED;
        try (LabSubstrate lab = words.contains("--plain")
                ? LabSubstrate.booting(() -> BootCommand.Means.PLAIN)
                : LabSubstrate.ofThisMachine()) {
            switch (words.get(0)) {
                case "up" -> {
                    long start = System.nanoTime();
                    lab.acquire(
                            defaultTopology(cluster, image),
                            message -> System.out.printf("%6.2f s %s%n", seconds(start), message));
                    System.out.printf("%6.2f s acquired%n", seconds(start));
                    if (words.contains("--wait")) {
                        SshBanner.await(lab.access(cluster).values(), java.time.Duration.ofSeconds(60))
                                .forEach((id, at) -> System.out.printf("%6.2f s %s answers%n", (at - start) / 1e9, id));
                    }
                    LabPaths paths = LabPaths.standard(System.getenv());
                    lab.access(cluster)
                            .forEach((id, access) -> System.out.println("ssh -i " + access.privateKey()
                                    + " -o UserKnownHostsFile=" + paths.knownHosts(cluster) + " root@"
                                    + access.address() + "   # " + id));
                }
                case "status" -> lab.power(cluster).forEach((id, state) -> System.out.println(id + " " + state));
                case "on" -> lab.powerOn(cluster, new MachineId(words.get(2)));
                case "off" -> lab.powerOff(cluster, new MachineId(words.get(2)));
                case "mirror" -> {
                    System.out.println(lab.serveAptSource(cluster).orElse("no mirror"));
                    Thread.sleep(Long.parseLong(words.get(2)) * 1000);
                }
                case "down" -> {
                    var released = lab.release(cluster, message -> {});
                    released.removed().forEach(line -> System.out.println("removed   " + line));
                    released.checked().forEach(line -> System.out.println("looked at " + line));
                    released.remaining().forEach(line -> System.out.println("REMAINS   " + line));
                }
                default -> throw new IllegalArgumentException("up, down, status, on, off or mirror");
            }
        } catch (PetaforgeException e) {
            System.err.println(e.getMessage());
            System.exit(e.exitCode().status());
        }
    }

    /** Three racks with a storage and a compute host each, a leaf per rack, two spines. */
    static ClusterRequest defaultTopology(String cluster, MachineRequest.Image image) {
        List<MachineRequest> machines = new ArrayList<>();
        List<Cable> cables = new ArrayList<>();
        DiskRequest osds = new DiskRequest(2, Media.SSD, ByteSize.parse("20GB"));
        DiskRequest volumes = new DiskRequest(2, Media.SSD, ByteSize.parse("12GB"));
        for (int rack = 1; rack <= 3; rack++) {
            machines.add(host("storage", rack, ByteSize.ofGiB(3), osds, image));
            machines.add(host("compute", rack, ByteSize.ofGiB(4), volumes, image));
            machines.add(networkSwitch("leaf-r" + rack, "r" + rack, List.of("h0", "h1", "up1", "up2"), image));
            cables.add(cable("storage-" + rack, "fab0", "leaf-r" + rack, "h0"));
            cables.add(cable("compute-" + rack, "fab0", "leaf-r" + rack, "h1"));
            for (int spine = 1; spine <= 2; spine++) {
                cables.add(cable("leaf-r" + rack, "up" + spine, "spine-" + spine, "leaf" + rack));
            }
        }
        for (int spine = 1; spine <= 2; spine++) {
            machines.add(networkSwitch("spine-" + spine, "", List.of("leaf1", "leaf2", "leaf3"), image));
        }
        return new ClusterRequest(cluster, machines, cables);
    }

    private static MachineRequest host(
            String group, int rack, ByteSize memory, DiskRequest disks, MachineRequest.Image image) {
        return new MachineRequest(
                new MachineId(group + "-" + rack),
                group,
                MachineRequest.Kind.HOST,
                "r" + rack,
                2,
                memory,
                List.of(disks),
                List.of("fab0"),
                image);
    }

    private static MachineRequest networkSwitch(
            String name, String rack, List<String> ports, MachineRequest.Image image) {
        return new MachineRequest(
                new MachineId(name),
                "switches",
                MachineRequest.Kind.SWITCH,
                rack,
                1,
                ByteSize.ofMiB(512),
                List.of(),
                ports,
                image);
    }

    private static Cable cable(String a, String portA, String b, String portB) {
        return new Cable(
                new PortRef(new MachineId(a), portA), new PortRef(new MachineId(b), portB), BitRate.ofGbit(25));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
