package io.petaforge.tests;

import io.petaforge.api.MachineId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The smallest lab with every service and three copies in three racks: what tests of a cluster's later life are made on. */
final class SmallLab {
    /** The host that holds no data, for clients. */
    static final MachineId CLIENT = new MachineId("compute-1");

    static final List<MachineId> STORAGE =
            List.of(new MachineId("storage-1"), new MachineId("storage-2"), new MachineId("storage-3"));

    private final String cluster;
    private final Path directory;
    private final Petaforge petaforge;
    private final Path inventory;

    private SmallLab(String cluster, Path directory) {
        this.cluster = cluster;
        this.directory = directory;
        this.petaforge = new Petaforge(directory);
        this.inventory = directory.resolve(cluster + ".yaml");
    }

    /**
     * An inventory; nothing is built.
     *
     * @param directory where it and the runs' state are kept
     */
    static SmallLab of(String cluster, Path directory) throws IOException {
        SmallLab lab = new SmallLab(cluster, directory);
        lab.write("", "1GiB");
        return lab;
    }

    /** Writes the inventory anew with these settings. */
    void write(String cephSettings, String executorMemory) throws IOException {
        write(3, cephSettings, executorMemory, "");
    }

    /** The same, as it was born, with another release of Spark. */
    void writeSpark(String release) throws IOException {
        write(3, "", "1GiB", "version: " + release);
    }

    /** The same, as it was born, with so many hosts of storage. */
    void writeStorage(int count) throws IOException {
        write(count, "", "1GiB", "");
    }

    private void write(int storage, String cephSettings, String executorMemory, String spark) throws IOException {
        Files.writeString(
                inventory,
                """
                petaforge: 1
                cluster: %s
                substrate:
                  lab: {}
                machines:
                  storage:
                    count: %d
                    racks: [r1, r2, r3]
                    roles: [mon, mgr, osd, rgw]
                    constraints: {threads: ">= 2", memory: ">= 3GiB"}
                    volumes:
                      osd: 1 x ssd >= 20GB
                  compute:
                    count: 1
                    racks: [r1]
                    roles: [spark-master, spark-worker, spark-history]
                    constraints: {threads: ">= 2", memory: ">= 4GiB"}
                    volumes:
                      workspace: 1 x ssd >= 12GB
                      cache: 1 x ssd >= 12GB
                storage: {protection: replica 3, failure-domain: rack}
                ceph: {settings: {%s}}
                spark:
                  executor: {cores: 1, memory: %s}
                  %s
                """
                        .formatted(cluster, storage, cephSettings, executorMemory, spark));
    }

    String cluster() {
        return cluster;
    }

    Path state() {
        return directory.resolve(".petaforge").resolve(cluster);
    }

    Petaforge.Run run(String command, String... arguments) throws IOException, InterruptedException {
        return petaforge.on(inventory, command, arguments);
    }

    Petaforge.Started start(String command, String... arguments) throws IOException {
        return petaforge.startOn(inventory, command, arguments);
    }

    Petaforge.Run finish(Petaforge.Started started) throws IOException, InterruptedException {
        return petaforge.finish(started, 900);
    }

    /** Runs a shell line on a host and returns what it printed. */
    String on(MachineId host, String line) throws IOException, InterruptedException {
        return petaforge
                .run("ssh", inventory.toString(), host.value(), "--", line)
                .mustExit(0)
                .stdout();
    }

    /** Whether a build without its proof finds nothing to do. */
    boolean isSettled() throws IOException, InterruptedException {
        return petaforge.isSettled(inventory);
    }

    /** The one of the newest generation. */
    static String secret(Path stateDir, String name) throws IOException {
        Path first = stateDir.resolve("secrets").resolve(name);
        try (Stream<Path> files = Files.list(first.getParent())) {
            return Files.readString(files.filter(file -> file.getFileName()
                            .toString()
                            .matches(Pattern.quote(first.getFileName().toString()) + "(\\.[0-9]+)?"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow());
        }
    }

    S3Load load(S3Load.Rate rate) throws IOException {
        return S3Load.start(state(), cluster, CLIENT, STORAGE.get(2), rate);
    }
}
