package io.petaforge.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A cluster on machines that somebody else owns and the inventory lists: {@code storage-N} in rack {@code rN} with two drives
 * of 10 GB, and {@code compute-N} with two volumes, the first of which stays.
 */
final class ListedCluster implements AutoCloseable {
    /** A host that nothing is done to, for clients. */
    static final MachineId CLIENT = new MachineId("compute-1");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Path directory;
    private final LabSite site;
    private final Petaforge petaforge;

    private ListedCluster(String name, Path directory, LabSite site) {
        this.name = name;
        this.directory = directory;
        this.site = site;
        this.petaforge = new Petaforge(directory);
    }

    /**
     * Makes the machines; nothing is built on them, and there is no inventory yet.
     *
     * @param directory for the inventory and the runs' state
     */
    static ListedCluster open(String name, Path directory, int storage, int compute) throws IOException {
        List<MachineRequest> hosts = new ArrayList<>(hosts("storage", storage, "3GiB", "10GB"));
        hosts.addAll(hosts("compute", compute, "4GiB", "12GB"));
        return new ListedCluster(name, directory, LabSite.open(name + "-site", hosts));
    }

    private static List<MachineRequest> hosts(String group, int count, String memory, String drive) {
        return LabSite.hosts(
                group,
                count,
                MachineRequest.Image.PREPARED,
                memory,
                new DiskRequest(2, Media.SSD, ByteSize.parse(drive)));
    }

    /**
     * Writes the inventory of so many of the machines.
     *
     * @param packages what it says of Ceph's packages; may be empty
     */
    void write(int storage, int compute, String packages) throws IOException {
        write(storage, compute, compute, packages);
    }

    /** The same, with more machines of the second kind listed than are used. */
    void write(int storage, int compute, int listedCompute, String packages) throws IOException {
        String text =
                """
                petaforge: 1
                cluster: %s
                substrate:
                  fixed:
                    user: root
                    private-key: %s
                    hosts:
                %s%smachines:
                  storage:
                    count: %d
                    racks: [%s]
                    roles: [mon, mgr, osd, rgw]
                    constraints: {threads: ">= 2", memory: ">= 3GiB"}
                    volumes: {osd: 2 x ssd >= 10GB}
                  compute:
                    count: %d
                    racks: [%s]
                    roles: [spark-master, spark-worker, spark-history]
                    constraints: {threads: ">= 2", memory: ">= 4GiB"}
                    volumes: {workspace: 1 x ssd >= 12GB, cache: 1 x ssd >= 12GB}
                storage: {protection: replica 3, failure-domain: rack}
                ceph: {profile: lab, packages: {%s}}
                spark: {executor: {cores: 1, memory: 512MiB}}
                """
                        .formatted(
                                name,
                                site.privateKey(),
                                listed("storage", storage),
                                listed("compute", listedCompute),
                                storage,
                                racks(storage),
                                compute,
                                racks(compute),
                                packages);
        Files.writeString(inventory(), text);
    }

    private String listed(String group, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> site.access(new MachineId(group + "-" + n)))
                .map(ListedCluster::line)
                .collect(Collectors.joining());
    }

    private static String line(SshAccess access) {
        return "      " + access.machine() + ": {address: " + access.address() + ", host-keys: [\""
                + access.hostKeys().get(0) + "\"]}\n";
    }

    private static String racks(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> "r" + n).collect(Collectors.joining(", "));
    }

    private Path inventory() {
        return directory.resolve(name + ".yaml");
    }

    LabSite site() {
        return site;
    }

    Petaforge.Run run(String command, String... arguments) throws IOException, InterruptedException {
        return petaforge.on(inventory(), command, arguments);
    }

    /** Whether a build without its proof finds nothing to do. */
    boolean isSettled() throws IOException, InterruptedException {
        return petaforge.isSettled(inventory());
    }

    /** What Ceph answers to a command. */
    JsonNode ceph(String command) throws IOException, InterruptedException {
        return JSON.readTree(site.run(new MachineId("storage-1"), "ceph " + command + " --format json 2>/dev/null"));
    }

    /** Clients that write and read at the S3 gateways. */
    S3Load load() throws IOException {
        return S3Load.start(
                directory.resolve(".petaforge").resolve(name),
                site.machines().cluster(),
                CLIENT,
                new MachineId("storage-1"),
                S3Load.Rate.BUSY);
    }

    @Override
    public void close() {
        site.close();
    }
}
