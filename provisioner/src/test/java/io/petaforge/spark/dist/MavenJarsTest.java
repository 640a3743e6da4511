package io.petaforge.spark.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eu.maveniverse.maven.mima.context.ContextOverrides;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.repository.RemoteRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a repository in a directory: no network is needed. */
class MavenJarsTest {
    private static final SparkVersions VERSIONS = new SparkVersions("4.1.2", "2.13", "3.4.2");

    @TempDir
    Path directory;

    private Path repository;

    @BeforeEach
    void repository() throws IOException {
        repository = Files.createDirectory(directory.resolve("repository"));
        pom(
                "org.apache.spark",
                "spark-parent_2.13",
                "4.1.2",
                "pom",
                managed("org.apache.commons", "commons-lang3", "3.19.0") + managed("org.example", "needed", "2"));
        pom(
                "org.apache.hadoop",
                "hadoop-project",
                "3.4.2",
                "pom",
                managed("software.amazon.awssdk", "bundle", "2.29.52"));
        for (String module : List.of("spark-core", "spark-sql", "spark-launcher", "spark-network-shuffle")) {
            jar("org.apache.spark", module + "_2.13", "4.1.2", dependency("org.example", "needed", "1"));
        }
        jar("org.example", "needed", "1", "");
        jar("org.example", "needed", "2", "");
        jar("org.apache.commons", "commons-lang3", "3.19.0", "");
        jar("org.apache.hadoop", "hadoop-client-api", "3.4.2", "");
        jar("org.apache.hadoop", "hadoop-client-runtime", "3.4.2", "");
        jar("org.apache.hadoop", "hadoop-aws", "3.4.2", dependency("software.amazon.awssdk", "bundle", "2.29.52"));
        for (String module : List.of("s3", "sts", "apache-client", "netty-nio-client")) {
            jar("software.amazon.awssdk", module, "2.29.52", "");
        }
    }

    @Test
    void findsTheThinSdkAndTheVersionsOfSparksParent() throws IOException {
        jar("software.amazon.awssdk", "s3-transfer-manager", "2.29.52", "");
        jar("org.apache.spark", "spark-hadoop-cloud_2.13", "4.1.2", dependency("org.example", "other-cloud", "1"));
        JarSource.Resolved resolved = jars(repository).resolve(VERSIONS, JarSource.Scope.WHOLE);
        List<String> found = resolved.jars().stream()
                .map(jar -> jar.coordinates().toString())
                .sorted()
                .toList();
        assertEquals("2.29.52", resolved.declaredSdk());
        assertEquals(
                List.of(
                        "org.apache.commons:commons-lang3:3.19.0",
                        "org.apache.hadoop:hadoop-aws:3.4.2",
                        "org.apache.hadoop:hadoop-client-api:3.4.2",
                        "org.apache.hadoop:hadoop-client-runtime:3.4.2",
                        "org.apache.spark:spark-core_2.13:4.1.2",
                        "org.apache.spark:spark-hadoop-cloud_2.13:4.1.2",
                        "org.apache.spark:spark-launcher_2.13:4.1.2",
                        "org.apache.spark:spark-network-shuffle_2.13:4.1.2",
                        "org.apache.spark:spark-sql_2.13:4.1.2",
                        "org.example:needed:2",
                        "software.amazon.awssdk:apache-client:2.29.52",
                        "software.amazon.awssdk:netty-nio-client:2.29.52",
                        "software.amazon.awssdk:s3-transfer-manager:2.29.52",
                        "software.amazon.awssdk:s3:2.29.52",
                        "software.amazon.awssdk:sts:2.29.52"),
                found);
    }

    @Test
    void namesEverythingThatIsMissingAndWhatToUseInstead() {
        PetaforgeException missing =
                assertThrows(PetaforgeException.class, () -> jars(repository).resolve(VERSIONS, JarSource.Scope.WHOLE));
        assertEquals(ExitCode.BAD_INPUT, missing.exitCode());
        assertEquals(
                List.of("PF-SPK-020", "PF-SPK-020"),
                missing.problems().stream().map(Problem::code).toList());
        assertTrue(
                missing.getMessage().contains("spark-hadoop-cloud_2.13:jar:4.1.2 does not exist"),
                missing.getMessage());
        assertTrue(
                missing.getMessage().contains("s3-transfer-manager:jar:2.29.52 does not exist"), missing.getMessage());
        assertTrue(missing.getMessage().contains("nearest is Spark 4.1.2, Scala 2.13, Hadoop 3.4.2"));
    }

    @Test
    void namesAReleaseOfSparkThatNobodyMade() {
        PetaforgeException missing = assertThrows(PetaforgeException.class, () -> jars(repository)
                .resolve(new SparkVersions("4.1.99", "2.13", "3.4.2"), JarSource.Scope.WHOLE));
        assertTrue(missing.getMessage().contains("spark-parent_2.13:pom:4.1.99 does not exist"), missing.getMessage());
    }

    @Test
    void tellsAnUnreachableRepositoryFromAMissingJar() {
        // Port 1 of this machine: nobody listens.
        MavenJars unreachable = jars("http://127.0.0.1:1/");
        PetaforgeException failure = assertThrows(
                PetaforgeException.class,
                () -> unreachable.fetch(
                        VERSIONS,
                        List.of(Coordinates.parse("org.example:needed:1"), Coordinates.parse("org.example:other:1"))));
        assertEquals(ExitCode.PREFLIGHT, failure.exitCode());
        assertEquals(1, failure.problems().size(), "said once, whatever the number of jars");
        assertTrue(failure.problems().get(0).what().endsWith("and so for 1 more artifacts"), failure.getMessage());
        assertEquals("PF-SPK-021", failure.problems().get(0).code());
    }

    private MavenJars jars(Path remote) {
        return jars(remote.toUri().toString());
    }

    private MavenJars jars(String url) {
        return new MavenJars(ContextOverrides.create()
                .withUserSettings(false)
                .withLocalRepositoryOverride(directory.resolve("local"))
                .addRepositoriesOp(ContextOverrides.AddRepositoriesOp.REPLACE)
                .repositories(List.of(new RemoteRepository.Builder("test", "default", url).build()))
                .build());
    }

    private static String managed(String group, String artifact, String version) {
        return dependency(group, artifact, version);
    }

    private static String dependency(String group, String artifact, String version) {
        return "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId><version>"
                + version + "</version></dependency>";
    }

    private void jar(String group, String artifact, String version, String dependencies) throws IOException {
        pom(group, artifact, version, "jar", dependencies);
        Files.writeString(folder(group, artifact, version).resolve(artifact + "-" + version + ".jar"), artifact);
    }

    private void pom(String group, String artifact, String version, String packaging, String dependencies)
            throws IOException {
        String list = "<dependencies>" + dependencies + "</dependencies>";
        String body = packaging.equals("pom") ? "<dependencyManagement>" + list + "</dependencyManagement>" : list;
        Files.writeString(
                Files.createDirectories(folder(group, artifact, version)).resolve(artifact + "-" + version + ".pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>" + group + "</groupId><artifactId>" + artifact
                        + "</artifactId><version>" + version + "</version><packaging>" + packaging + "</packaging>"
                        + body
                        + "</project>");
    }

    private Path folder(String group, String artifact, String version) {
        return repository.resolve(group.replace('.', '/')).resolve(artifact).resolve(version);
    }
}
