package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What tests of rotations have in common: how they are killed, and what is asked of S3 meanwhile. */
final class Rotated {
    /** Gateways restart, and each answers again within seconds. */
    private static final double STALL = 30;

    private Rotated() {}

    /** A rotation that is killed when it has written this word to the journal once more. */
    static void killed(SmallLab lab, String word, String... what) throws Exception {
        Path journal = lab.state().resolve("journal.jsonl");
        long before = count(journal, word);
        Petaforge.Started started = lab.start("rotate", what);
        while (started.process().isAlive() && count(journal, word) == before) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        started.process().destroyForcibly().waitFor();
        assertEquals(137, started.process().exitValue(), "killed at: " + word);
    }

    private static long count(Path journal, String word) throws IOException {
        try (Stream<String> lines = Files.lines(journal)) {
            return lines.filter(line -> line.contains(word)).count();
        }
    }

    static void assertSafe(S3Load.Result result) {
        assertTrue(result.acknowledged() > 0, "something was written: " + result);
        assertEquals(0, result.lost().size(), () -> "lost: " + result.lost());
        assertEquals(0, result.givenUp().size(), () -> "given up: " + result.givenUp());
        assertTrue(result.longestStall() < STALL, result.toString());
    }

    static void keep(String text) throws Exception {
        Path kept = Petaforge.root().resolve("tests/target/rotate.txt");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
