package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExistingMachines;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineDiscovery;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.maas.MaasKey;
import io.petaforge.maas.MaasSubstrate;
import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMaas;
import io.petaforge.maas.fake.FakeRegion;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import io.petaforge.spec.SubstrateSpec;
import io.petaforge.state.SealedState;
import io.petaforge.state.StateCopy;
import io.petaforge.state.StateDir;
import io.petaforge.state.StateRestore;
import io.petaforge.state.StateSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is asked where a cluster's hosts are, in which order, and what is made of the answers. */
class AdoptionHostsTest {
    private static final Path LOST = Path.of("/nowhere/operator_ed25519");

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ClusterSpec spec;

    @BeforeEach
    void read() throws IOException {
        spec = spec("http://127.0.0.1:1/MAAS");
    }

    private ClusterSpec spec(String url) throws IOException {
        Path secret = Files.writeString(directory.resolve("maas.key"), FakeAuth.KEY + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        return InventoryReader.load(Files.writeString(
                        directory.resolve("pb1.yaml"),
                        """
                        petaforge: 1
                        cluster: pb1
                        substrate:
                          maas:
                            url: URL
                            api-key: file:maas.key
                            user: ops
                        machines:
                          storage:
                            count: 3
                            racks: [rack-a, rack-b, rack-c]
                            roles: [mon, mgr, osd, rgw, spark-master, spark-history]
                            image: bare
                            volumes: {osd: 1 x nvme >= 3.8TB}
                          compute:
                            count: 3
                            racks: [rack-a, rack-b, rack-c]
                            roles: [spark-worker]
                            image: bare
                            volumes: {workspace: 1 x nvme >= 1TB, cache: 1 x ssd >= 400GB}
                        """
                                .replace("URL", url)))
                .spec();
    }

    /** What cannot be had otherwise: sources that know what the test says, and note that they were asked. */
    private static final class Known implements Substrate, ExistingMachines, MachineDiscovery {
        private final Map<MachineId, SshAccess> recorded = new LinkedHashMap<>();
        private final Map<MachineId, SshAccess> listed = new LinkedHashMap<>();
        private final List<Discovered> running = new ArrayList<>();
        private final List<String> asked = new ArrayList<>();

        @Override
        public String name() {
            return "aws";
        }

        @Override
        public Map<MachineId, SshAccess> access(String cluster) {
            asked.add("record");
            return recorded;
        }

        @Override
        public Map<MachineId, SshAccess> machines() {
            asked.add("list");
            return listed;
        }

        @Override
        public List<Discovered> discover(String cluster) {
            asked.add("service for " + cluster);
            return running;
        }

        @Override
        public List<Machine> offer(ClusterRequest request) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public List<Problem> preflight(ClusterRequest request) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public Map<MachineId, SshAccess> acquire(ClusterRequest request, Progress progress) {
            throw new AssertionError("nothing is taken");
        }

        @Override
        public Released release(String cluster, Progress progress) {
            throw new AssertionError("nothing is given back");
        }

        @Override
        public void close() {}
    }

    private static SshAccess way(String name, String address, Optional<SshAccess.Jump> jump) {
        return new SshAccess(new MachineId(name), address, 22, "ops", LOST, List.of(), jump);
    }

    private static SshAccess way(String name, String address) {
        return way(name, address, Optional.empty());
    }

    private static void put(Map<MachineId, SshAccess> ways, SshAccess way) {
        ways.put(way.machine(), way);
    }

    private List<String> hosts(Known known, List<String> given, String... damaged) {
        return AdoptionHosts.of(spec, known, given, Optional.empty(), List.of(damaged)).access().stream()
                .map(way -> way.machine() + " " + way.address())
                .toList();
    }

    @Test
    void theRecordComesFirstThenTheListThenTheServiceThenThePerson() {
        Known known = new Known();
        put(known.recorded, way("storage-1", "192.0.2.1"));
        put(known.recorded, way("compute-1", "192.0.2.9"));
        put(known.listed, way("storage-1", "192.0.2.2"));
        known.running.add(new MachineDiscovery.Discovered("storage", way("storage-1", "192.0.2.3")));
        assertEquals(List.of("storage-1 192.0.2.1"), hosts(known, List.of()));
        assertEquals(List.of("record"), known.asked);

        known.asked.clear();
        assertEquals(List.of("storage-1 192.0.2.2"), hosts(known, List.of(), "aws/record.json is damaged"));
        assertEquals(List.of("list"), known.asked);

        known.asked.clear();
        known.listed.clear();
        known.recorded.clear();
        assertEquals(List.of("storage-1 192.0.2.3"), hosts(known, List.of()));
        assertEquals(List.of("record", "list", "service for pb1"), known.asked);

        known.asked.clear();
        assertEquals(
                List.of("given-1 192.0.2.4", "given-2 192.0.2.5"), hosts(known, List.of("192.0.2.4", "192.0.2.5")));
        assertEquals(List.of("record", "list"), known.asked, "who names a host needs no service that answers");
    }

    @Test
    void ofWhatTheServiceKnowsThoseThatMayHaveACopyAreAskedInEachBuild() {
        Known known = new Known();
        for (String host : List.of("storage-1 10.0.0.1", "storage-2 10.0.0.2", "storage-1 10.1.0.1")) {
            known.running.add(new MachineDiscovery.Discovered("storage", way(host.split(" ")[0], host.split(" ")[1])));
        }
        known.running.add(new MachineDiscovery.Discovered("compute", way("compute-1", "10.0.0.9")));
        assertEquals(
                List.of("storage-1 10.0.0.1", "storage-1-2 10.1.0.1", "storage-2 10.0.0.2"), hosts(known, List.of()));
        // Somebody has renamed them: better to ask all than none.
        known.running.clear();
        known.running.add(new MachineDiscovery.Discovered("", way("i-0aa", "10.0.0.1")));
        known.running.add(new MachineDiscovery.Discovered("blue", way("i-0bb", "10.0.0.2")));
        assertEquals(List.of("i-0aa 10.0.0.1", "i-0bb 10.0.0.2"), hosts(known, List.of()));
    }

    @Test
    void theKeyOfTheCommandLineIsUsedWhereTheirOwnIsLostAlsoOnTheWay() throws IOException {
        Path own = Files.createFile(directory.resolve("own"));
        Path key = Files.createFile(directory.resolve("given"));
        SshAccess.Jump made = new SshAccess.Jump("198.51.100.5", 22, "ops", LOST, List.of());
        SshAccess.Jump named = new SshAccess.Jump("bastion", 22, "ops", own, List.of());
        Known known = new Known();
        known.running.add(new MachineDiscovery.Discovered("storage", way("i-0aa", "10.0.0.1", Optional.of(made))));
        known.running.add(new MachineDiscovery.Discovered("storage", way("i-0bb", "10.0.0.2", Optional.of(named))));
        known.running.add(new MachineDiscovery.Discovered(
                "storage", way("i-0cc", "10.0.0.3").withPrivateKey(own)));
        List<SshAccess> ways = List.copyOf(AdoptionHosts.of(spec, known, List.of(), Optional.of(key), List.of())
                .access());
        assertEquals(
                List.of(key, key, own), ways.stream().map(SshAccess::privateKey).toList());
        assertEquals(key, ways.get(0).jump().orElseThrow().privateKey());
        assertEquals(own, ways.get(1).jump().orElseThrow().privateKey(), "the inventory names that one");
    }

    @Test
    void nobodyKnownIsSaidWithWhoWasAsked() {
        Known known = new Known();
        PetaforgeException nobody = assertThrows(PetaforgeException.class, () -> hosts(known, List.of()));
        assertEquals(ExitCode.PREFLIGHT, nobody.exitCode());
        assertEquals(
                "PF-DAY-064: no machine that runs is marked as one of cluster 'pb1' at what substrate 'aws' of the"
                        + " inventory leads to\n"
                        + "    -> check the inventory's cluster name, region or project, and whose credentials it names,"
                        + " and that the machines are on, or give a monitor's host: --host ADDRESS",
                nobody.getMessage());
    }

    /** Through the service to the copy's record and back to the same machines, by the real driver. */
    @Test
    void whatIsAdoptedIsTheSameClusterForTheDriver() throws IOException {
        try (FakeMaas maas = new FakeMaas(new FakeRegion())) {
            maas.region().add("mph6mh", "x00001", "node11", "rack-c");
            maas.region().add("mph6mh", "x00002", "node12", "rack-b");
            maas.region().add("mph6mh", "x00003", "node13", "rack-a");
            spec = spec(maas.url().toString());
            StateDir lost = StateDir.of(directory.resolve("lost"), "pb1");
            Map<MachineId, SshAccess> access =
                    driver(maas, "lost").acquire(new ClusterPlanner(spec).request(), Progress.SILENT);
            assertEquals(6, access.size());
            lost.keep("plan.json", "{}");
            Path key =
                    Files.copy(access.get(new MachineId("storage-1")).privateKey(), directory.resolve("operator_key"));
            StateSeal seal = Custody.seal("pb1", key);
            StateCopy.of(lost, Map.of()).note(Optional.of(seal));
            SealedState copy = StateCopy.of(lost, Map.of()).sealed(seal);

            MaasSubstrate adopter = driver(maas, "found");
            AdoptionHosts hosts = AdoptionHosts.of(spec, adopter, List.of(), Optional.of(key), List.of());
            assertEquals(
                    access.values().stream()
                            .filter(way -> way.machine().group().equals("storage"))
                            .map(way -> way.withHostKeys(List.of()).withPrivateKey(key))
                            .sorted(java.util.Comparator.comparing(SshAccess::machine))
                            .toList(),
                    List.copyOf(hosts.access()));
            new StateRestore(StateDir.of(directory.resolve("found"), "pb1")).restore(copy, seal.open(copy), "now");

            Path restored = directory.resolve("found/pb1/maas/operator_ed25519");
            assertEquals(Files.readString(key), Files.readString(restored));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(restored)));
            access.replaceAll((id, way) -> way.withPrivateKey(restored));
            assertEquals(access, adopter.access("pb1"));
            maas.forgetLines();
            assertEquals(access, adopter.acquire(new ClusterPlanner(spec).request(), Progress.SILENT));
            assertTrue(maas.lines().stream().allMatch(line -> line.startsWith("GET ")), maas.lines()::toString);
            assertFalse(maas.lines().isEmpty());
            assertEquals(List.of(), adopter.orphans("pb1"));
        }
    }

    private MaasSubstrate driver(FakeMaas maas, String state) {
        return new MaasSubstrate(
                Substrates.settings((SubstrateSpec.Maas) spec.substrate()),
                MaasKey.parse(new Secret(FakeAuth.KEY)),
                directory.resolve(state),
                maas.time(),
                request -> {});
    }
}
