package io.petaforge.tests;

import io.petaforge.api.MachineId;
import io.petaforge.api.PowerState;
import io.petaforge.lab.LabSubstrate;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What happens to hosts, and what operators have petaforge do to a cluster that serves: drawn from a random source. */
final class Breakage implements AutoCloseable {
    /** Something that can go wrong, or be done. */
    interface Deed {
        void run() throws Exception;
    }

    /**
     * A fault.
     *
     * @param mend what no build can do: exchange a drive, thaw a host
     */
    record Fault(String name, Deed happen, Deed mend) {}

    /**
     * A command that changes the cluster.
     *
     * @param length within which it is killed
     */
    record Work(String command, Duration length, String... arguments) {
        @Override
        public String toString() {
            return command + " " + String.join(" ", arguments);
        }
    }

    /** On a quiet machine with two cores. */
    private static final Duration REBUILD = Duration.ofSeconds(40);

    private static final Duration CHANGE = Duration.ofSeconds(12);

    /** Longer than the monitors and OSDs take to notice, shorter than it takes to call an OSD out. */
    private static final long ABSENCE_SECONDS = 12;

    private static final Deed NOTHING = () -> {};

    private final SmallLab lab;
    private final Random random;
    private final LabSubstrate machines = LabSubstrate.ofThisMachine();
    private int changes;

    Breakage(SmallLab lab, Random random) {
        this.lab = lab;
        this.random = random;
    }

    /** The next command. */
    Work work() throws Exception {
        switch (random.nextInt(4)) {
            case 0:
                return new Work("rebuild", REBUILD, "--host", host().value());
            case 1:
                return new Work("rebuild", REBUILD, "--host", host().value(), "--wipe");
            case 2:
                return new Work("rebuild", CHANGE, "--service", pick(List.of("mon", "mgr", "rgw", "osd")));
            default:
                changes++;
                lab.write("osd_scrub_load_threshold: " + (1 + changes), changes % 2 == 0 ? "1GiB" : "900MiB");
                return new Work("build", CHANGE, "--no-verify");
        }
    }

    /** The next fault. */
    Fault fault() {
        MachineId host = host();
        String at = " on " + host;
        return switch (random.nextInt(9)) {
            case 0 -> new Fault("power cut" + at, () -> machines.powerOff(lab.cluster(), host), NOTHING);
            case 1 ->
                new Fault(
                        "reset" + at,
                        () -> {
                            machines.powerOff(lab.cluster(), host);
                            machines.powerOn(lab.cluster(), host);
                        },
                        NOTHING);
            case 2 -> inTime("frozen" + at, () -> freeze(host), () -> machines.thaw(lab.cluster(), host));
            case 3 -> inTime("SSH cut off" + at, () -> outOfBand(host, "down"), () -> outOfBand(host, "up"));
            case 4 -> new Fault("monitor stopped" + at, () -> lab.on(host, "systemctl stop ceph-mon@" + host), NOTHING);
            case 5 -> new Fault("OSD killed" + at, () -> lab.on(host, "pkill -9 ceph-osd || :"), NOTHING);
            case 6 -> new Fault("gateway killed" + at, () -> lab.on(host, "pkill -9 radosgw || :"), NOTHING);
            case 7 -> new Fault("drive exchanged for an empty one" + at, () -> exchange(host), NOTHING);
            default ->
                new Fault(
                        "configuration removed" + at,
                        () -> lab.on(host, "rm -rf /etc/ceph /var/lib/petaforge/applied"),
                        NOTHING);
        };
    }

    /** A fault that ends by itself after a while, so that a build meets both it and its end. */
    private Fault inTime(String name, Deed happen, Deed end) {
        return new Fault(
                name,
                () -> {
                    happen.run();
                    Thread later = new Thread(
                            () -> {
                                try {
                                    TimeUnit.SECONDS.sleep(ABSENCE_SECONDS);
                                    end.run();
                                } catch (Exception e) {
                                    System.out.println("  " + name + " was not ended in time: " + e);
                                }
                            },
                            name);
                    later.setDaemon(true);
                    later.start();
                },
                end);
    }

    private void freeze(MachineId host) {
        if (machines.power(lab.cluster()).get(host) == PowerState.ON) {
            machines.freeze(lab.cluster(), host);
        }
    }

    private void outOfBand(MachineId host, String state) throws Exception {
        int status = new ProcessBuilder("ip", "-n", "pf." + lab.cluster() + "." + host, "link", "set", "oob0", state)
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("ip link set oob0 " + state + " on " + host + " exited " + status);
        }
    }

    /** The drive is there again, of the same serial as the lab has it, and all of it reads as zeros. */
    private void exchange(MachineId host) throws Exception {
        machines.powerOff(lab.cluster(), host);
        Path disks = Path.of("/var/lib/petaforge/labs", lab.cluster(), "hosts", host.value(), "disks");
        try (Stream<Path> files = Files.list(disks)) {
            for (Path disk : files.toList()) {
                try (RandomAccessFile backing = new RandomAccessFile(disk.toFile(), "rw")) {
                    long size = backing.length();
                    backing.setLength(0);
                    backing.setLength(size);
                }
            }
        }
    }

    private MachineId host() {
        return pick(SmallLab.STORAGE);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @Override
    public void close() {
        machines.close();
    }
}
