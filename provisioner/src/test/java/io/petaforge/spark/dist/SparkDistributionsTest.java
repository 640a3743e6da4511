package io.petaforge.spark.dist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkDistributionsTest {
    private static final SparkVersions VERSIONS = new SparkVersions("4.1.2", "2.13", "3.4.2");

    @TempDir
    Path directory;

    private FakeJars jars;
    private Path lock;

    @BeforeEach
    void fakes() throws IOException {
        jars = new FakeJars(Files.createDirectory(directory.resolve("repository")));
        lock = directory.resolve("spark.lock");
        JarSource.Resolved resolved = jars.resolve(VERSIONS, JarSource.Scope.WHOLE);
        Files.writeString(
                lock,
                new LockFile(
                                VERSIONS,
                                resolved.declaredSdk(),
                                Optional.empty(),
                                SparkDistributions.entries(resolved.jars()))
                        .render());
        jars.asked = 0;
    }

    @Test
    void sameJarsGiveTheSameBytesAnywhere() throws IOException {
        SparkResource one = provide("a");
        SparkResource two = provide("b");
        assertEquals(one.id(), two.id());
        assertArrayEquals(Files.readAllBytes(one.archive()), Files.readAllBytes(two.archive()));
        assertEquals(one.archiveSha256(), Sha256.of(one.archive()));
        assertEquals(
                "spark-4.1.2-" + one.id().substring(0, 12) + ".tar",
                one.archive().getFileName().toString());
    }

    @Test
    void treeHoldsJarsSumsAndReleaseButNoConfiguration() throws IOException {
        SparkResource resource = provide("a");
        Map<String, String> tree = read(resource.archive());
        assertEquals("content of org.apache.spark:spark-core_2.13:4.1.2", tree.get("jars/spark-core_2.13-4.1.2.jar"));
        assertTrue(tree.containsKey("jars/one.group.twin-1.jar") && tree.containsKey("jars/other.group.twin-1.jar"));
        assertEquals(resource.id(), Sha256.of(tree.get("LOCK")));
        assertEquals(resource.sumsSha256(), Sha256.of(tree.get("SHA256SUMS")));
        assertTrue(tree.get("RELEASE").startsWith("Spark 4.1.2 built for Hadoop 3.4.2"));
        for (String line : tree.get("SHA256SUMS").split("\n")) {
            String[] fields = line.split("  ");
            assertEquals(fields[0], Sha256.of(tree.get(fields[1])), line);
        }
        assertEquals(
                FakeJars.S3A.size() + FakeJars.SPARK.size() + 3, tree.size(), "and nothing that is not in the lock");
    }

    @Test
    void warmCacheAsksNobody() {
        SparkResource cold = provide("a");
        assertEquals(1, jars.asked);
        assertEquals(cold, provide("a"));
        assertEquals(1, jars.asked);
    }

    @Test
    void damagedArchiveIsBuiltAnew() throws IOException {
        SparkResource cold = provide("a");
        byte[] whole = Files.readAllBytes(cold.archive());
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Files.write(cold.archive(), damaged);
        Files.setLastModifiedTime(cold.archive(), FileTime.fromMillis(1));
        provide("a");
        assertEquals(2, jars.asked);
        assertArrayEquals(whole, Files.readAllBytes(cold.archive()));
    }

    @Test
    void touchedButWholeArchiveIsKept() throws IOException {
        SparkResource cold = provide("a");
        Files.setLastModifiedTime(cold.archive(), FileTime.fromMillis(1));
        assertEquals(cold, provide("a"));
        assertEquals(1, jars.asked);
    }

    @Test
    void everyJarThatIsNotTheLockedOneIsNamed() throws IOException {
        Files.writeString(jars.file(Coordinates.parse("org.apache.hadoop:hadoop-aws:3.4.2")), "something else");
        Files.writeString(jars.file(Coordinates.parse("one.group:twin:1")), "something else");
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> provide("a"));
        assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
        assertEquals(
                List.of("PF-SPK-030", "PF-SPK-030"),
                refused.problems().stream().map(Problem::code).toList());
        assertTrue(refused.getMessage().contains("hadoop-aws:3.4.2 has SHA-256 " + Sha256.of("something else")));
        assertTrue(Files.notExists(directory.resolve("a/4.1.2-2.13-3.4.2.lock")), "nothing was kept");
    }

    @Test
    void lockOfAnotherSetIsRefused() {
        DistributionRequest request = new DistributionRequest(
                new SparkVersions("4.1.1", "2.13", "3.4.2"), Optional.empty(), Optional.of(lock));
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> distributions("a").provide(request, Progress.SILENT));
        assertEquals("PF-SPK-032", refused.problems().get(0).code());
    }

    @Test
    void shippedLockBindsTheDefaultSet() {
        DistributionRequest request = DistributionRequest.of(VERSIONS);
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> distributions("a").provide(request, Progress.SILENT));
        assertEquals("PF-SPK-030", refused.problems().get(0).code());
    }

    @Test
    void upstreamTarballGetsWhatItLacks() throws IOException {
        Path tarball = upstream(Map.of("conf/spark-defaults.conf.template", "# nothing"));
        SparkResource resource = tarball(tarball, Sha256.of(tarball));
        Map<String, String> tree = read(resource.archive());
        assertEquals("upstream jar", tree.get("jars/spark-core_2.13-4.1.2.jar"));
        assertEquals("#!/bin/sh", tree.get("bin/spark-submit"));
        assertEquals("content of org.apache.hadoop:hadoop-aws:3.4.2", tree.get("jars/hadoop-aws-3.4.2.jar"));
        assertTrue(tree.keySet().stream().noneMatch(name -> name.startsWith("conf/")));
        assertEquals(Optional.of(Sha256.of(tarball)), resource.lock().tarball());
        assertNotEquals(provide("a").id(), resource.id());
        assertEquals(resource, tarball(tarball, Sha256.of(tarball)), "and comes from the cache the second time");
    }

    @Test
    void tarballWithAnotherChecksumIsRefused() throws IOException {
        Path tarball = upstream(Map.of());
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> tarball(tarball, "0".repeat(64)));
        assertEquals("PF-SPK-041", refused.problems().get(0).code());
        assertEquals(0, jars.asked);
    }

    @Test
    void tarballMayNotLeaveItsDirectory() throws IOException {
        Path tarball = upstream(Map.of("../../escaped", "x"));
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> tarball(tarball, Sha256.of(tarball)));
        assertEquals("PF-SPK-043", refused.problems().get(0).code());
        assertTrue(Files.notExists(directory.resolve("escaped")));
    }

    @Test
    void tarballOfAnotherHadoopIsRefused() throws IOException {
        Path tarball = upstream(Map.of("jars/hadoop-client-api-3.3.4.jar", "old"));
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> tarball(tarball, Sha256.of(tarball)));
        assertEquals("PF-SPK-002", refused.problems().get(0).code());
    }

    @Test
    void cacheDirectoryFollowsTheUser() {
        Path home = Path.of("/home/someone");
        assertEquals(Path.of("/x"), SparkDistributions.cacheDirectory(Map.of("PETAFORGE_CACHE", "/x"), "root", home));
        assertEquals(Path.of("/var/cache/petaforge"), SparkDistributions.cacheDirectory(Map.of(), "root", home));
        assertEquals(
                Path.of("/home/someone/.cache/petaforge"),
                SparkDistributions.cacheDirectory(Map.of(), "someone", home));
    }

    private SparkResource provide(String cache) {
        return distributions(cache)
                .provide(new DistributionRequest(VERSIONS, Optional.empty(), Optional.of(lock)), Progress.SILENT);
    }

    private SparkResource tarball(Path file, String sha256) {
        return distributions("a")
                .provide(
                        new DistributionRequest(
                                VERSIONS,
                                Optional.of(new DistributionRequest.Tarball(file.toString(), sha256)),
                                Optional.empty()),
                        Progress.SILENT);
    }

    private SparkDistributions distributions(String cache) {
        return new SparkDistributions(directory.resolve(cache), () -> jars);
    }

    private Path upstream(Map<String, String> more) throws IOException {
        Map<String, String> files = new TreeMap<>(more);
        files.put("RELEASE", "Spark 4.1.2");
        files.put("bin/spark-submit", "#!/bin/sh");
        for (String jar : List.of(
                "spark-core_2.13-4.1.2",
                "hadoop-client-api-3.4.2",
                "hadoop-client-runtime-3.4.2",
                "commons-lang3-3.19.0")) {
            files.put("jars/" + jar + ".jar", "upstream jar");
        }
        Path file = directory.resolve("spark-4.1.2-bin-hadoop3.tgz");
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            for (Map.Entry<String, String> each : files.entrySet()) {
                byte[] content = each.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry("spark-4.1.2-bin-hadoop3/" + each.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    private static Map<String, String> read(Path archive) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }
}
