package io.petaforge.cli;

import io.petaforge.api.Answer;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import io.petaforge.ceph.CephKeys;
import io.petaforge.ceph.ConvergedCeph;
import io.petaforge.discover.Discovery;
import io.petaforge.fixed.FixedSubstrate;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.spark.ConvergedSpark;
import io.petaforge.spark.dist.SparkResource;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import io.petaforge.state.StateDir;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Prepares simulated hosts for {@code tests/bench/noop}: the inventory, the plan, and for each host a layer of files over
 * the lab's image, with the answers of a converged host to what only real hardware and real daemons could answer.
 * Arguments: a directory, and how many hosts.
 */
public final class NoopSite {
    private static final int HEADS = 3;
    private static final int HOSTS_PER_RACK = 20;

    /** What the recorded host is called by in what it said. */
    private static final List<String> SERIALS =
            List.of("LAB11895040F313", "LAB1DBA98DECFBE", "LAB2C01974EBD6C", "LABA7AD9BD72E47");

    private static final String ADDRESS = "10.99.1.10";

    private final Path directory;
    private final Map<MachineId, String> addresses = new LinkedHashMap<>();
    private final Map<MachineId, String> told = new TreeMap<>();
    private final int storage;
    private final int compute;

    private NoopSite(Path directory, int count) {
        this.directory = directory;
        this.storage = Math.max(3, (count - HEADS) * 6 / 10);
        this.compute = count - HEADS - storage;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new NoopSite(Path.of(args[0]), Integer.parseInt(args[1])).prepare();
    }

    private void prepare() throws IOException, InterruptedException {
        name("head", HEADS);
        name("storage", storage);
        name("compute", compute);
        StringBuilder hosts = new StringBuilder();
        addresses.forEach((id, address) -> hosts.append(id + " " + address + "\n"));
        Files.writeString(directory.resolve("hosts"), hosts);
        Path inventory = directory.resolve("inventory.yaml");
        Files.writeString(inventory, inventory());
        String recorded = resource("discover/lab-host/output.txt");
        addresses.forEach((id, address) -> told.put(id, told(recorded, id, address)));

        ClusterSpec spec = InventoryReader.load(inventory).spec();
        Path state = directory.resolve("state");
        try (FixedSubstrate substrate = new FixedSubstrate(access(), Optional.empty(), this::inspect, state)) {
            PlannedCluster planned = PlannedCluster.of(spec, substrate, Optional.empty());
            StateDir kept = StateDir.of(state, spec.name());
            kept.create();
            new AcceptedPlan(kept).accept(planned);
            CephKeys keys = new CephKeys(InventorySecrets.of(spec, Map.of(), kept.secrets()));
            common(planned.plan());
            answers(planned.plan(), keys.fsid());
            System.out.println(planned.plan().storage().osds().size());
        }
    }

    private void name(String group, int count) {
        for (int i = 1; i <= count; i++) {
            int number = addresses.size();
            addresses.put(new MachineId(group + "-" + i), "198.18." + number / 250 + "." + (number % 250 + 1));
        }
    }

    private String inventory() {
        StringBuilder text = new StringBuilder(
                """
                petaforge: 1
                cluster: noop
                substrate:
                  fixed:
                    user: root
                    private-key: key
                    known-hosts: known_hosts
                    hosts:
                """);
        addresses.forEach((id, address) -> text.append("      " + id + ": {address: " + address + "}\n"));
        text.append("machines:\n");
        group(text, "head", HEADS, "mon, mgr, rgw, spark-master, spark-history", "");
        group(text, "storage", storage, "osd", "    volumes: {osd: 2 x ssd >= 12GB}\n");
        group(
                text,
                "compute",
                compute,
                "spark-worker",
                "    volumes: {workspace: 1 x ssd >= 12GB, cache: 1 x ssd >= 12GB}\n");
        return text.append("spark:\n  executor: {cores: 1, memory: 1GiB}\n").toString();
    }

    private static void group(StringBuilder text, String name, int count, String roles, String volumes) {
        int racks = Math.max(3, count / HOSTS_PER_RACK);
        List<String> names =
                IntStream.rangeClosed(1, racks).mapToObj(i -> "r" + i).toList();
        text.append("  " + name + ":\n    count: " + count + "\n    racks: [" + String.join(", ", names) + "]\n"
                + "    image: bare\n    roles: [" + roles + "]\n"
                + "    constraints: {threads: \">= 2\", memory: \">= 4GiB\"}\n" + volumes);
    }

    private static String told(String recorded, MachineId id, String address) {
        String text = recorded.replace(ADDRESS, address);
        for (int i = 0; i < SERIALS.size(); i++) {
            text = text.replace(
                    SERIALS.get(i), "SIM" + i + id.value().replace("-", "").toUpperCase());
        }
        return text;
    }

    private List<SshAccess> access() {
        return addresses.entrySet().stream()
                .map(host ->
                        new SshAccess(host.getKey(), host.getValue(), 22, "root", directory.resolve("key"), List.of()))
                .toList();
    }

    private Map<MachineId, Answer<Inspection>> inspect(Collection<SshAccess> machines) {
        Map<MachineId, Answer<Inspection>> answers = new TreeMap<>();
        machines.forEach(access -> answers.put(
                access.machine(),
                Answer.of(Discovery.read(access.machine(), access.address(), told.getOrDefault(access.machine(), ""))
                        .orElseThrow())));
        return answers;
    }

    /** What all hosts have beside the image: the stand-ins, and the list by which Spark's distribution is known. */
    private void common(ClusterPlan plan) throws IOException, InterruptedException {
        Path common = directory.resolve("layers/.common");
        for (String program : List.of("timeout", "systemctl")) {
            Path file = common.resolve("usr/local/bin/" + program);
            Files.createDirectories(file.getParent());
            Files.writeString(file, resource("noop/" + program));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.createDirectories(common.resolve("run/systemd/system"));
        SparkResource spark = Resources.resolve(plan, line -> {}).spark();
        Path home = Files.createDirectories(common.resolve(spark.home().substring(1)));
        Process tar = new ProcessBuilder(
                        "tar", "-x", "-f", spark.archive().toString(), "-C", home.toString(), "SHA256SUMS")
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("no SHA256SUMS in " + spark.archive());
        }
    }

    private void answers(ClusterPlan plan, String fsid) throws IOException {
        ConvergedCeph ceph = new ConvergedCeph(plan, fsid);
        ConvergedSpark spark = new ConvergedSpark(plan);
        for (MachineId host : plan.hosts()) {
            put(host, "etc/hostname", host + "\n");
            put(host, "sim/discover", told.getOrDefault(host, ""));
            put(host, "sim/proof", "");
            put(host, "sim/drives", ceph.drives(host));
        }
        for (MachineId mon : plan.ceph().mons()) {
            put(mon, "sim/cluster", ceph.cluster());
            put(mon, "sim/objects", ceph.objects());
            put(mon, ConvergedCeph.store(mon).substring(1), "rocksdb\n");
            put(mon, "var/lib/petaforge/s3-proof.json", ceph.proof());
        }
        for (MachineId rgw : plan.ceph().rgws()) {
            put(rgw, "sim/s3", "{\"status\": [200, 200]}");
        }
        for (WorkerPlan worker : plan.spark().workers()) {
            put(worker.machine(), "sim/volumes", spark.volumes(worker));
            put(worker.machine(), "sim/drives", spark.drives(worker));
        }
        put(plan.spark().master(), "sim/master", spark.master());
    }

    private void put(MachineId host, String path, String content) throws IOException {
        Path file = directory.resolve("layers").resolve(host.value()).resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = NoopSite.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
