package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMaas;
import io.petaforge.maas.fake.FakeMachine;
import io.petaforge.maas.fake.FakeRegion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command itself is killed while MAAS works for it; the same command run again finds every machine that it had. */
class MaasKillIT {
    @TempDir
    Path directory;

    private FakeMaas maas;
    private Petaforge petaforge;
    private String inventory;

    @BeforeEach
    void start() throws Exception {
        maas = new FakeMaas(new FakeRegion());
        maas.region().deployment(Duration.ofSeconds(5));
        maas.region().erase(Duration.ofSeconds(1));
        maas.realTime();
        petaforge = new Petaforge(directory);
        inventory = inventory().toString();
    }

    @AfterEach
    void stop() {
        maas.close();
    }

    @Test
    void whateverTheMomentNothingIsOrphaned() throws Exception {
        // Each answer takes so long that the kill comes while requests are under way.
        maas.latency(Duration.ofMillis(400));
        kill(() -> !held().isEmpty());
        Set<String> first = held();
        assertFalse(first.isEmpty(), "killed while it allocated");
        maas.latency(Duration.ofMillis(50));
        kill(() -> maas.lines().stream().anyMatch(line -> line.contains("op=deploy")));
        Set<String> second = held();
        assertEquals(3, second.size(), second::toString);
        assertTrue(second.containsAll(first), () -> first + " and then " + second);
        kill(() -> deployed() == 3);
        assertEquals(second, held());
        assertEquals(
                3,
                maas.lines().stream()
                        .filter(line -> line.contains("op=deploy") && line.endsWith("200"))
                        .count(),
                "each was deployed once");
        assertTrue(petaforge
                .run("machines", "--orphans", inventory)
                .mustExit(0)
                .stdout()
                .startsWith("No orphans"));

        String given = petaforge.run("destroy", "--yes", inventory).mustExit(0).stdout();
        assertTrue(given.contains("3 removed, 0 left"), given);
        assertEquals(Set.of(), held());
        assertTrue(maas.region().machines().stream()
                .noneMatch(machine -> Set.of(6, 9, 10, 14).contains(machine.status())));
    }

    @Test
    void withoutItsRecordTheMachinesAreOrphansThatCanBeGivenBack() throws Exception {
        kill(() ->
                maas.lines().stream().filter(line -> line.contains("op=deploy")).count() == 3);
        try (var files = Files.walk(directory.resolve(".petaforge"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        String listed =
                petaforge.run("machines", "--orphans", inventory).mustExit(0).stdout();
        assertEquals(3, held().stream().filter(listed::contains).count(), listed);
        String[] release = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("machines", inventory),
                        held().stream().flatMap(id -> java.util.stream.Stream.of("--release", id)))
                .toArray(String[]::new);
        petaforge.run(release).mustExit(0);
        assertEquals(Set.of(), held());
    }

    private void kill(BooleanSupplier moment) throws Exception {
        petaforge.killWhen(moment, "build", inventory);
    }

    private Set<String> held() {
        synchronized (maas.region()) {
            return maas.region().machines().stream()
                    .map(FakeMachine::id)
                    .filter(id -> !maas.region().agentOf(id).isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private long deployed() {
        synchronized (maas.region()) {
            return maas.region().machines().stream()
                    .filter(machine -> machine.status() == 6)
                    .count();
        }
    }

    private Path inventory() throws Exception {
        Path key = directory.resolve("maas.key");
        Files.writeString(key, FakeAuth.KEY + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path file = directory.resolve("kill.yaml");
        Files.writeString(
                file,
                """
                petaforge: 1
                cluster: kill
                substrate:
                  maas:
                    url: %s
                    api-key: file:maas.key
                    groups:
                      storage: {pool: storage, tags: [ceph-osd]}
                machines:
                  storage:
                    count: 3
                    racks: [rack-a, rack-b, rack-c]
                    roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                    constraints: {threads: ">= 16", memory: ">= 128GiB"}
                    volumes: {osd: 1 x nvme >= 3.8TB, workspace: 1 x nvme >= 1TB, cache: 1 x ssd >= 400GB}
                """
                        .formatted(maas.url()));
        // Drives enough in every rack.
        maas.region().add("mph6mh", "x00001", "node11", "rack-c");
        return file;
    }
}
