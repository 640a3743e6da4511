package io.petaforge.spark.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each case is a folder: the jars that were found, and the text that the user must see. */
class AlignmentCheckTest {
    private static final Path CASES = Path.of("src/test/resources/io/petaforge/spark/dist/alignment");
    private static final AlignmentCheck CHECK =
            new AlignmentCheck(AlignedSet.DEFAULT.versions(), AlignedSet.DEFAULT.sdk(), AlignedSet.DEFAULT.java());

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            List<Path> all = folders.sorted().toList();
            assertTrue(all.size() >= 11, "the cases are there");
            return all.stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                        List<Coordinates> jars = Files.readAllLines(folder.resolve("jars.txt")).stream()
                                .map(Coordinates::parse)
                                .toList();
                        String found = CHECK.jars(jars).stream()
                                .map(problem -> problem.render() + "\n")
                                .collect(Collectors.joining());
                        Path expected = folder.resolve("problems.txt");
                        if (Boolean.getBoolean("golden.write")) {
                            Files.writeString(expected, found);
                        }
                        assertEquals(Files.readString(expected), found);
                    }));
        }
    }

    @Test
    void javaMustBeInRange() {
        assertTrue(CHECK.java("17.0.15").isEmpty());
        assertTrue(CHECK.java("21").isEmpty());
        assertEquals("PF-SPK-007", CHECK.java("17.0.10").map(Problem::code).orElse(""));
        assertEquals("PF-SPK-007", CHECK.java("24.0.1").map(Problem::code).orElse(""));
        assertEquals("PF-SPK-007", CHECK.java("1.8.0_392").map(Problem::code).orElse(""));
        JavaRange legacy = new JavaRange("8", 17);
        assertTrue(legacy.contains("1.8.0_392") && legacy.contains("11.0.2") && !legacy.contains("21.0.1"));
    }

    @Test
    void nearestSetStaysWithTheFeatureRelease() {
        assertEquals(
                "4.1.2",
                AlignedSet.nearest(new SparkVersions("4.1.9", "2.13", "3.4.2"))
                        .versions()
                        .spark());
        assertEquals(
                "3.5.8",
                AlignedSet.nearest(new SparkVersions("3.5.2", "2.13", "3.3.4"))
                        .versions()
                        .spark());
        assertEquals(
                "4.1.2",
                AlignedSet.nearest(new SparkVersions("4.2.0", "2.13", "3.5.0"))
                        .versions()
                        .spark());
        assertEquals(
                "4.1.2",
                AlignedSet.nearest(new SparkVersions("9.9.9", "3", "9"))
                        .versions()
                        .spark());
    }

    @Test
    void namesOfJarsTellArtifactAndVersion() {
        assertEquals(
                "upstream:spark-core_2.13:4.1.2",
                Coordinates.ofJar("spark-core_2.13-4.1.2.jar").orElseThrow().toString());
        assertEquals(
                "upstream:log4j-1.2-api:2.24.3",
                Coordinates.ofJar("log4j-1.2-api-2.24.3.jar").orElseThrow().toString());
        assertEquals(
                "upstream:guava:33.4.8-jre",
                Coordinates.ofJar("guava-33.4.8-jre.jar").orElseThrow().toString());
        assertEquals(
                "upstream:hadoop-client-api:3.4.2",
                Coordinates.ofJar("hadoop-client-api-3.4.2.jar").orElseThrow().toString());
        assertTrue(Coordinates.ofJar("readme.txt").isEmpty());
    }
}
