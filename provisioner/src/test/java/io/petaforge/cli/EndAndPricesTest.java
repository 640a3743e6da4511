package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command line says of ends and prices, before it makes or asks anything. */
class EndAndPricesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/cli/end/refused.txt");
    private static final String INVENTORIES = "../inventories/";

    @TempDir
    private Path directory;

    private record Said(int exit, String out, String err) {}

    @Test
    void badInputIsRefusedBeforeAnythingIsMade() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String ttl : List.of("0", "4", "1m", "4x", "1000d")) {
            told(text, "build", "lab.yaml", "--ttl", ttl);
        }
        told(text, "build", "aws.yaml", "--ttl", "9m");
        told(text, "build", "fixed.yaml", "--ephemeral");
        told(text, "plan", "maas.yaml", "--ttl", "4");
        told(text, "build", "lab.yaml", "--prices", INVENTORIES + "prices/example.yaml");
        told(text, "plan", "lab.yaml", "--prices", INVENTORIES + "prices/example.yaml");
        told(text, "build", "aws.yaml", "--prices", "nowhere.yaml");
        Path elsewhere = Files.writeString(
                directory.resolve("prices.yaml"),
                "petaforge-prices: 1\ncurrency: EUR\nregions: {us-east-1: {}, us-west-2: {}}\n");
        told(text, "build", "aws.yaml", "--prices", elsewhere.toString());
        told(text, "plan", "openstack.yaml", "--prices", elsewhere.toString());
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(GOLDEN, text);
        }
        assertEquals(Files.readString(GOLDEN), text.toString());
        assertFalse(Files.exists(directory.resolve("state")), "no cluster's directory was made");
    }

    @Test
    void aPlanTellsTheEndThatTheClusterWouldHaveAndThatItHas() throws IOException {
        Instant before = Instant.now();
        Said said = run("plan", INVENTORIES + "lab.yaml", "--offline", "--ttl", "4h", "--output", "json");
        assertEquals(0, said.exit(), said.err());
        JsonNode lifetime = new ObjectMapper().readTree(said.out()).path("lifetime");
        Instant end = Instant.parse(lifetime.path("end").asText());
        assertEquals(0, Duration.between(before.plus(Duration.ofHours(4)), end).toMinutes());
        assertEquals(
                Duration.ofHours(4),
                Duration.between(Instant.parse(lifetime.path("begun").asText()), end));
        assertFalse(Files.exists(directory.resolve("state/lab/end.json")), "plan changes nothing");

        Path kept = directory.resolve("state/lab/end.json");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, "{\"begun\": \"2020-01-01T08:00:00Z\", \"end\": \"2020-01-01T16:00:00Z\"}");
        said = run("plan", INVENTORIES + "lab.yaml", "--offline");
        assertEquals(0, said.exit(), said.err());
        assertEquals(
                "ends   over since 2020-01-01 16:00 UTC: the machines switch themselves off; their drives stay here"
                        + " until 'destroy'",
                said.out()
                        .lines()
                        .filter(line -> line.startsWith("ends "))
                        .findFirst()
                        .orElse(""));
        said = run("build", INVENTORIES + "lab.yaml");
        assertEquals(3, said.exit(), said.err());
        assertEquals("PF-END-005", said.err().substring(0, 10), said.err());

        Files.writeString(kept, "{\"begun\": \"2020-01-01T08:00:00Z\"");
        said = run("build", INVENTORIES + "lab.yaml");
        assertEquals(3, said.exit(), said.err());
        assertEquals("PF-END-006", said.err().substring(0, 10), said.err());
    }

    private void told(StringBuilder text, String command, String inventory, String... more) {
        Said said = run(command, INVENTORIES + inventory, more);
        text.append("== ")
                .append(command)
                .append(' ')
                .append(inventory)
                .append(' ')
                .append(String.join(" ", more).replace(directory + "/", ""))
                .append("\nexit ")
                .append(said.exit())
                .append('\n')
                .append(said.err().replace(directory + "/", ""))
                .append('\n');
    }

    private Said run(String command, String inventory, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, inventory));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of(
                "--no-progress", "--state-dir", directory.resolve("state").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = commandLine.execute(arguments.toArray(new String[0]));
        return new Said(exit, out.toString(), err.toString());
    }
}
