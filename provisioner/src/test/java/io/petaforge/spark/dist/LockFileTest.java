package io.petaforge.spark.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockFileTest {
    private static final SparkVersions VERSIONS = new SparkVersions("4.1.2", "2.13", "3.4.2");
    private static final List<LockFile.Entry> ENTRIES = List.of(
            new LockFile.Entry(Coordinates.parse("g:a:1"), "a".repeat(64), 10),
            new LockFile.Entry(Coordinates.parse("g:a:1:linux-x86_64"), "b".repeat(64), 20),
            new LockFile.Entry(Coordinates.parse("b:z:2"), "c".repeat(64), 30));

    @Test
    void sameContentSameTextWhateverTheOrder() {
        List<LockFile.Entry> reversed = new ArrayList<>(ENTRIES);
        Collections.reverse(reversed);
        LockFile one = lock(ENTRIES, "");
        LockFile two = lock(reversed, "");
        assertEquals(one.render(), two.render());
        assertEquals(one.id(), two.id());
        assertEquals(60, one.totalBytes());
    }

    @Test
    void readsWhatItWrote() {
        LockFile maven = lock(ENTRIES, "");
        assertEquals(maven, LockFile.parse(maven.render()));
        LockFile tarball = lock(ENTRIES, "d".repeat(64));
        assertEquals(tarball, LockFile.parse(tarball.render()));
        assertNotEquals(maven.id(), tarball.id());
    }

    @Test
    void saysWhichLineIsWrong() {
        String text = lock(ENTRIES, "").render().replace("b".repeat(64), "nonsense");
        String message = assertThrows(IllegalArgumentException.class, () -> LockFile.parse(text))
                .getMessage();
        assertEquals("line 5: not a SHA-256: 'nonsense'", message);
        assertThrows(IllegalArgumentException.class, () -> LockFile.parse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.1.2-2.13-3.4.2", "3.5.8-2.12-3.3.4"})
    void shippedLocksAreCanonicalAndAligned(String key) throws IOException {
        try (InputStream in = LockFile.class.getResourceAsStream("locks/" + key + ".lock")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            LockFile lock = LockFile.parse(text);
            assertEquals(text, lock.render());
            AlignedSet set = AlignedSet.of(lock.versions()).orElseThrow();
            assertEquals(set.sdk(), lock.sdk());
            assertEquals(
                    List.of(), new AlignmentCheck(lock.versions(), lock.sdk(), set.java()).jars(lock.coordinates()));
            assertTrue(lock.totalBytes() < 600L << 20, "no second SDK crept in");
        }
    }

    private static LockFile lock(List<LockFile.Entry> entries, String tarball) {
        return new LockFile(VERSIONS, "2.29.52", Optional.of(tarball).filter(t -> !t.isEmpty()), entries);
    }
}
