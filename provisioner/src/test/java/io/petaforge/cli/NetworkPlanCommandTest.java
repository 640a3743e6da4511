package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code petaforge network plan --write}: real files, plan after plan. */
class NetworkPlanCommandTest {
    private static final String FOUR_RACKS =
            """
            petaforge: 1
            cluster: dc
            substrate: {lab: {}}
            machines:
              storage:
                count: 12
                racks: [r1, r2, r3, r4]
                roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                constraints: {threads: 32, memory: 128GiB}
                volumes: {osd: 10 x nvme >= 3.84TB, workspace: 1 x nvme >= 1.92TB, cache: 1 x nvme >= 1.92TB}
            """;

    private static final String RACK_FIVE =
            """
              more:
                count: 3
                racks: [r5]
                roles: [osd]
                constraints: {threads: 32, memory: 128GiB}
                volumes: {osd: 10 x nvme >= 3.84TB}
            """;

    private static final String NETWORK =
            """
            network:
              leaves-per-rack: 2
              link-rate: 25G
              hardware: {leaf: 48x25g-8x100g, spine: 32x100g, hosts-per-rack: 20, grow-to: 8}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private record Said(int exit, String out, String err) {}

    @Test
    void aFifthRackTouchesOnlyItselfItsCablesAndTheSpinesLinesTowardsIt() throws IOException {
        Path inventory = write(FOUR_RACKS + NETWORK);
        Path target = directory.resolve("plan");
        assertEquals(0, run(inventory, "--write", target).exit());
        Map<String, String> before = files(target);

        write(FOUR_RACKS + RACK_FIVE + NETWORK);
        Said said = run(inventory, "--write", target);
        assertEquals(0, said.exit(), said.err());
        Map<String, String> after = files(target);

        TreeSet<String> changed = new TreeSet<>();
        before.forEach((path, text) -> {
            if (!text.equals(after.get(path))) {
                changed.add(path);
            }
        });
        TreeSet<String> expected = new TreeSet<>(
                List.of("cables.csv", "fabric.svg", "out-of-band.dnsmasq.conf", "petaforge.sha256", "plan.json"));
        for (Path spine : list(target.resolve("switches"))) {
            if (spine.getFileName().toString().startsWith("spine-")) {
                expected.add("switches/" + spine.getFileName() + "/frr.conf");
                expected.add("switches/" + spine.getFileName() + "/config_db.json");
            }
        }
        assertEquals(expected, changed);
        TreeSet<String> added = new TreeSet<>(after.keySet());
        added.removeAll(before.keySet());
        assertTrue(
                added.stream().allMatch(path -> path.matches("switches/leaf-r5[ab]/.*|hosts/more-[123]/.*")),
                added.toString());
        for (String path : changed) {
            if (path.endsWith("frr.conf") || path.endsWith(".csv") || path.endsWith("dnsmasq.conf")) {
                onlyLinesAdded(path, text(before, path), text(after, path));
            } else if (path.endsWith("config_db.json")) {
                onlyKeysAdded(path, JSON.readTree(text(before, path)), JSON.readTree(text(after, path)));
            }
        }
        assertTrue(said.out().contains("Nothing that stays is altered"), said.out());
        assertTrue(said.out().contains("racks   1 added: r5\n"), said.out());
    }

    @Test
    void theSameInventoryChangesNothing() throws IOException {
        Path inventory = write(FOUR_RACKS + NETWORK);
        Path target = directory.resolve("plan");
        run(inventory, "--write", target);
        Map<String, String> before = files(target);

        Said said = run(inventory, "--write", target);

        assertEquals(before, files(target));
        assertTrue(said.out().contains("Nothing changes: the same devices, addresses, ports and cables."), said.out());
        assertTrue(
                said.out().contains("0 added, 0 changed, 0 removed, " + (before.size() - 2) + " unchanged"),
                said.out());
    }

    @Test
    void whatLeavesTakesItsFilesAlongAndOnlyThose() throws IOException {
        Path inventory = write(FOUR_RACKS + RACK_FIVE + NETWORK);
        Path target = directory.resolve("plan");
        run(inventory, "--write", target);
        Files.writeString(target.resolve("hosts/more-1/notes.txt"), "replaced its fan");

        write(FOUR_RACKS + NETWORK);
        Said said = run(inventory, "--write", target);

        assertEquals(0, said.exit(), said.err());
        Map<String, String> after = files(target);
        assertEquals(
                List.of("hosts/more-1/notes.txt"),
                after.keySet().stream().filter(path -> path.contains("more-")).toList());
        assertFalse(Files.exists(target.resolve("hosts/more-2")));
        assertFalse(after.keySet().stream().anyMatch(path -> path.contains("leaf-r5")));
        assertTrue(said.out().contains("removed: more-1, more-2, more-3")
                || said.out().contains("removed: leaf-r5a"));
    }

    @Test
    void aMovedHostIsRefusedByNameAndNothingIsWritten() throws IOException {
        Path inventory = write(FOUR_RACKS + NETWORK);
        Path target = directory.resolve("plan");
        run(inventory, "--write", target);
        Map<String, String> before = files(target);

        write(FOUR_RACKS.replace("[r1, r2, r3, r4]", "[r1, r2, r4, r3]") + NETWORK);
        Said said = run(inventory, "--write", target);

        assertEquals(2, said.exit());
        assertTrue(
                said.err().contains("storage-3 is planned in rack r3, and the inventory moves it to r4"), said.err());
        assertTrue(said.err().contains("6 problems."), said.err());
        assertEquals(before, files(target));
        assertEquals(0, run(inventory, "--write", target, "--fresh").exit());
    }

    @Test
    void editedFilesAreNeitherReplacedNorRemoved() throws IOException {
        Path inventory = write(FOUR_RACKS + NETWORK);
        Path target = directory.resolve("plan");
        run(inventory, "--write", target);
        Path edited = target.resolve("hosts/storage-1/frr.conf");
        Files.writeString(edited, "! mine\n");
        Map<String, String> before = files(target);

        Said said = run(inventory, "--write", target);

        assertEquals(2, said.exit());
        assertTrue(
                said.err()
                        .startsWith("PF-CLI-032: in " + target
                                + " a file is not as petaforge wrote it: hosts/storage-1/frr.conf"),
                said.err());
        assertEquals(before, files(target));
        Files.delete(edited);
        assertEquals(0, run(inventory, "--write", target).exit());
        assertTrue(Files.exists(edited));
    }

    @Test
    void aListThatLeadsOutOfTheDirectoryRemovesNothingThere() throws IOException {
        Path inventory = write(FOUR_RACKS + NETWORK);
        Path target = directory.resolve("plan");
        run(inventory, "--write", target);
        Path outside = directory.resolve("inventory.yaml");
        String sum = java.util.HexFormat.of().formatHex(sha256(Files.readAllBytes(outside)));
        Path list = target.resolve(PlanDirectory.MANIFEST);
        Files.writeString(list, Files.readString(list) + sum + "  ../inventory.yaml\n");

        assertEquals(0, run(inventory, "--write", target).exit());
        assertTrue(Files.exists(outside));
    }

    @Test
    void thePreviousPlanIsReadFromWhatWasPrintedToo() throws IOException {
        Path inventory = write(FOUR_RACKS + NETWORK);
        Path printed = directory.resolve("printed.json");
        Said json = run(inventory, "-o", "json");
        Files.writeString(printed, json.out());
        JsonNode document = JSON.readTree(json.out());
        assertTrue(document.path("failures").path("two").size() > 3, json.out());

        write(FOUR_RACKS.replace("count: 12", "count: 13") + NETWORK);
        Said said = run(inventory, "--previous", printed);

        assertTrue(said.out().contains("devices 1 added: storage-13\n"), said.out());
        Files.writeString(printed, "{}");
        Said refused = run(inventory, "--previous", printed);
        assertEquals(2, refused.exit());
        assertTrue(
                refused.err().startsWith("PF-CLI-033: the plan in force cannot be read from " + printed),
                refused.err());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void onlyLinesAdded(String path, String before, String after) {
        Iterator<String> lines = after.lines().iterator();
        for (String line : before.lines().toList()) {
            boolean found = false;
            while (!found && lines.hasNext()) {
                found = lines.next().equals(line);
            }
            assertTrue(found, path + " lost or moved: " + line);
        }
    }

    private static void onlyKeysAdded(String at, JsonNode before, JsonNode after) {
        if (before.isObject()) {
            before.fields()
                    .forEachRemaining(field ->
                            onlyKeysAdded(at + "/" + field.getKey(), field.getValue(), after.path(field.getKey())));
        } else {
            assertEquals(before, after, at);
        }
    }

    private static String text(Map<String, String> files, String path) {
        return java.util.Objects.requireNonNull(files.get(path), path);
    }

    private Path write(String inventory) throws IOException {
        return Files.writeString(directory.resolve("inventory.yaml"), inventory);
    }

    private static Said run(Path inventory, Object... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = commands.execute(Stream.concat(
                        Stream.of("network", "plan", inventory.toString()),
                        Stream.of(options).map(Object::toString))
                .toArray(String[]::new));
        return new Said(exit, out.toString(), err.toString());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }
}
