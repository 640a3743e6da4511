package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that ends by itself: it is given a time, then more, then less, and at its end its machines are off while nothing of
 * petaforge runs.
 */
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class EphemeralIT {
    private static final String INVENTORY =
            Petaforge.root().resolve("tests/src/test/resources/ephemeral.yaml").toString();
    private static final Path LAB = Path.of("/var/lib/petaforge/labs/brief");

    @TempDir
    Path directory;

    private Petaforge petaforge() {
        return new Petaforge(directory);
    }

    @AfterEach
    void destroyWhateverIsLeft() throws Exception {
        petaforge().run("destroy", "--yes", INVENTORY);
    }

    @Test
    void itsMachinesSwitchThemselvesOffWhenItsTimeIsOver() throws Exception {
        JsonNode built = petaforge()
                .run("build", "--no-verify", "--ephemeral", "--ttl", "1h", "--output", "json", INVENTORY)
                .mustExit(0)
                .json();
        Instant first = Instant.parse(built.at("/stay/lifetime/end").asText());
        assertTrue(timers().stream().allMatch(timer -> timer.contains(calendar(first))), timers().toString());

        // Without a word it keeps its end, and nothing is done.
        Petaforge.Run again = petaforge()
                .run("build", "--no-verify", "--output", "json", INVENTORY)
                .mustExit(0);
        assertEquals(first, Instant.parse(again.json().at("/stay/lifetime/end").asText()));
        assertEquals(false, again.json().path("changed").asBoolean());

        // The least that a lab may have; a run that changes nothing else.
        Petaforge.Run sooner = petaforge()
                .run("build", "--no-verify", "--ttl", "2m", "--output", "json", INVENTORY)
                .mustExit(0);
        Instant end = Instant.parse(sooner.json().at("/stay/lifetime/end").asText());
        assertTrue(end.isBefore(first), end + " " + first);
        JsonNode status = petaforge()
                .run("status", "--output", "json", INVENTORY)
                .mustExit(0)
                .json();
        assertEquals(end, Instant.parse(status.at("/lifetime/end").asText()));
        List<String> machines = new ArrayList<>();
        status.path("machines").fieldNames().forEachRemaining(machines::add);
        assertTrue(machines.size() >= 4, machines.toString());

        // Nothing of petaforge runs from here to the end.
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), end).toMillis()));
        String power = power();
        // Daemons that do not end by themselves are killed after 90 s, as at every shutdown.
        while (power.contains("\"ON\"") && Instant.now().isBefore(end.plusSeconds(180))) {
            Thread.sleep(2000);
            power = power();
        }
        Petaforge.Run over = petaforge().run("status", INVENTORY).mustExit(5);
        assertTrue(over.stderr().startsWith("PF-END-005"), over.stderr());
        assertEquals(machines.size(), power.split("\"OFF\"", -1).length - 1, power);
        Petaforge.Run refused =
                petaforge().run("build", "--no-verify", INVENTORY).mustExit(3);
        assertTrue(refused.stderr().startsWith("PF-END-005"), refused.stderr());

        // Another while: the machines are switched on, keep what they have, and get the new end before the grace is
        // over.
        JsonNode revived = petaforge()
                .run("build", "--no-verify", "--ttl", "1h", "--output", "json", INVENTORY)
                .mustExit(0)
                .json();
        Instant late = Instant.parse(revived.at("/stay/lifetime/end").asText());
        assertTrue(timers().stream().allMatch(timer -> timer.contains(calendar(late))), timers().toString());

        Petaforge.Run destroyed = petaforge().run("destroy", "--yes", INVENTORY).mustExit(0);
        assertTrue(destroyed.stdout().contains("checked  "), destroyed.stdout());
        assertTrue(!Files.exists(LAB), "its drives are gone");
        assertTrue(!Files.exists(directory.resolve(".petaforge/brief")), "and what was kept of it");
    }

    private String power() throws Exception {
        return petaforge()
                .run("power", "status", "--output", "json", INVENTORY)
                .mustExit(0)
                .stdout();
    }

    private List<String> timers() throws Exception {
        List<String> found = new ArrayList<>();
        for (String host : List.of("storage-1", "storage-3", "spine-1")) {
            found.add(petaforge()
                    .run(
                            "ssh",
                            INVENTORY,
                            host,
                            "--",
                            "systemctl is-active petaforge-end.timer && systemctl cat petaforge-end.timer")
                    .mustExit(0)
                    .stdout());
        }
        return found;
    }

    private static String calendar(Instant end) {
        return "OnCalendar=" + end.toString().replace('T', ' ').replace("Z", " UTC") + "\n";
    }
}
