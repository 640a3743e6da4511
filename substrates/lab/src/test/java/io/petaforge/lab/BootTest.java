package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootTest {
    @Test
    void disksKeepTheirKernelNames() {
        List<String> command = BootCommand.nspawn(
                "storage-1", "pf.one.storage-1", Path.of("/r"), List.of(Path.of("/dev/loop8"), Path.of("/dev/loop12")));
        assertEquals(
                List.of("--bind=/dev/loop8", "--bind=/dev/loop12"),
                command.subList(command.size() - 2, command.size()));
        assertTrue(command.contains("--network-namespace-path=/run/netns/pf.one.storage-1"));
        assertTrue(command.contains("--capability=all"));
        assertTrue(command.contains("--keep-unit"));
    }

    @Test
    void aProcessIsKnownByItsStartTime() {
        String stat = "4711 (a ) (b) S 1 4711 4711 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 987654 100 200";
        assertEquals("987654", Supervisors.startTime(stat));
        assertEquals("", Supervisors.startTime(stat.replace(") S 1", ") Z 1")));
    }

    @Test
    void layersAreNamedByWhatGoesIntoThem() {
        ImageRecipe bookworm = new ImageRecipe("bookworm", "amd64");
        assertEquals(bookworm.baseLayer(), new ImageRecipe("bookworm", "amd64").baseLayer());
        assertNotEquals(bookworm.baseLayer(), new ImageRecipe("noble", "amd64").baseLayer());
        assertNotEquals(bookworm.preparedLayer(), new ImageRecipe("bookworm", "arm64").preparedLayer());
    }

    @Test
    void theRecipeIsCompleteAndNamesNoMirror() {
        ImageRecipe.files().forEach(name -> assertTrue(!ImageRecipe.file(name).isBlank(), name));
        assertTrue(ImageRecipe.preparedPackages().contains("ceph-osd"));
        for (String script : List.of("build-base.sh", "build-prepared.sh")) {
            assertTrue(!ImageRecipe.file(script).contains("http"), script);
        }
    }

    @Test
    void onlySourcesOfThisReleaseAreUsed() {
        Commands apt = new Commands() {
            @Override
            public Result run(List<String> command, String input) {
                return new Result(
                        0,
                        """
                        noble /etc/apt/sources.list.d/ubuntu.sources:1
                        noble-updates /etc/apt/sources.list.d/ubuntu.sources:1
                        noble-security /etc/apt/sources.list.d/ubuntu.sources:2
                        nodistro /etc/apt/sources.list.d/other.sources:1
                        noble /etc/apt/sources.list:12
                        """,
                        "");
            }

            @Override
            public Result follow(List<String> command, Consumer<String> line) {
                throw new IllegalStateException("nothing is to be built");
            }
        };
        ImageCache cache = new ImageCache(
                apt, new LabPaths(Path.of("/l"), Path.of("/c"), Path.of("/r")), new ImageRecipe("noble", "amd64"));
        assertEquals(
                List.of(Path.of("/etc/apt/sources.list.d/ubuntu.sources"), Path.of("/etc/apt/sources.list")),
                cache.aptSources());
    }

    @Test
    void releasesAreReadFromOsRelease() {
        OperatingSystem ubuntu = OperatingSystem.parse(
                "PRETTY_NAME=\"Ubuntu 24.04.1 LTS\"\nID=ubuntu\nVERSION_CODENAME=noble\nURL=\"a=b\"\n");
        assertEquals(new OperatingSystem("ubuntu", "noble", "Ubuntu 24.04.1 LTS"), ubuntu);
        assertTrue(ubuntu.supported());
        assertTrue(!OperatingSystem.parse("ID=fedora\nVERSION_CODENAME=\"\"\n").supported());
        assertTrue(!OperatingSystem.parse("").supported());
    }

    @Test
    void availableMemoryIsReadFromMeminfo() {
        assertEquals(
                2048L * 1024,
                LabPreflight.availableMemory("MemTotal: 9 kB\nMemAvailable:    2048 kB\nBuffers: 1 kB\n"));
    }

    @Test
    void theRepositoryServesItsOwnFilesOnly(@TempDir Path directory) throws java.io.IOException {
        Path repository = Files.createDirectories(directory.resolve("repository"));
        Path deb = Files.writeString(repository.resolve("a_1.0+b~1_all.deb"), "x");
        Files.writeString(directory.resolve("secret"), "x");
        assertEquals(Optional.of(deb), AptRepositories.file(URI.create("/./a_1.0+b~1_all.deb"), repository));
        assertEquals(Optional.of(deb), AptRepositories.file(URI.create("/a_1.0%2bb~1_all.deb"), repository));
        for (String path :
                List.of("/../secret", "/%2e%2e/secret", "/", "/.", "/..", "/missing", "/x/a_1.0+b~1_all.deb")) {
            assertEquals(Optional.empty(), AptRepositories.file(URI.create(path), repository), path);
        }
    }
}
