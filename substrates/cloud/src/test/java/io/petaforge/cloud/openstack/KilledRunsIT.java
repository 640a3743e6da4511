package io.petaforge.cloud.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random points of making and of giving back: the next run goes on, and nothing is left behind. */
class KilledRunsIT {
    /** Five are what a stage of some minutes has room for; more by {@code -Dpetaforge.kills=50}. */
    private static final int KILLS = Integer.getInteger("petaforge.kills", 5);

    private static final long SEED = Long.getLong("petaforge.seed", 7L);

    @TempDir
    Path directory;

    @BeforeAll
    static void there() {
        Zoo.assumeThere();
    }

    @Test
    void nothingIsOrphaned() throws IOException, InterruptedException {
        List<String> before = Zoo.listing();
        Random random = new Random(SEED);
        ClusterRequest request = Zoo.request("killed", 1, "zone-a", "zone-b");
        int survived = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            // Making is the longer part; every other victim gives back what the one before it left.
            survived +=
                    run(kill % 2 == 0 ? "acquire" : "release", 2000 + random.nextInt(kill % 2 == 0 ? 16_000 : 8_000));
        }
        System.out.println(KILLS - survived + " of " + KILLS + " runs were killed before they ended");
        assertTrue(survived < KILLS, "none was killed in time");

        OpenStackSettings settings = Zoo.settings("debian-12", "10.63.0.0/24");
        try (OpenStackSubstrate substrate = Zoo.substrate(settings, "petaforge", directory)) {
            assertEquals(2, substrate.acquire(request, System.out::println).size());
            assertEquals(List.of(), substrate.orphans("killed"));
            assertEquals(2, count("server petaforge-killed-"));
            assertEquals(4, count("volume petaforge-killed-"));
            assertEquals(
                    2,
                    Zoo.listing().stream()
                            .filter(thing -> thing.startsWith("port petaforge-killed-"))
                            .count());
            assertEquals(
                    List.of(), substrate.release("killed", System.out::println).remaining());
        }
        assertEquals(before, Zoo.listing());
    }

    private static long count(String prefix) {
        return Zoo.listing().stream().filter(thing -> thing.startsWith(prefix)).count();
    }

    /** 1 when it ended before it was killed. */
    private int run(String what, int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName(),
                        what,
                        directory.toString())
                .inheritIO()
                .start();
        boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        System.out.println(what + (ended ? " ended within " : " killed after ") + millis + " ms");
        return ended ? 1 : 0;
    }
}
