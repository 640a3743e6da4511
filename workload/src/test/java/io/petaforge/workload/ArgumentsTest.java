package io.petaforge.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void readsPairsAndSettings() {
        Arguments arguments =
                Arguments.parse("--bucket", "b", "--set", "fs.s3a.x=1=2", "--objects", "12", "--set", "a=");
        assertEquals("b", arguments.text("bucket"));
        assertEquals(12, arguments.count("objects"));
        assertEquals(Map.of("fs.s3a.x", "1=2", "a", ""), arguments.settings());
    }

    @Test
    void saysWhatIsWrong() {
        refused("expected --name value, found bucket", "bucket", "b");
        refused("expected --name value, found --bucket", "--bucket");
        refused("--a is given twice", "--a", "1", "--a", "2");
        refused("expected --set key=value, found x", "--set", "x");
        Arguments arguments = Arguments.parse("--n", "many", "--z", "0", "--big", "3000000000");
        assertTrue(message(() -> arguments.number("n")).contains("--n is not a number: many"));
        assertTrue(message(() -> arguments.number("z")).contains("--z must be more than 0"));
        assertTrue(message(() -> arguments.count("big")).contains("--big is too large"));
        assertTrue(message(() -> arguments.text("gone")).contains("--gone is missing"));
        assertEquals(3_000_000_000L, arguments.number("big"));
    }

    private static void refused(String message, String... args) {
        assertEquals(message, message(() -> Arguments.parse(args)));
    }

    private static String message(org.junit.jupiter.api.function.Executable executable) {
        return assertThrows(IllegalArgumentException.class, executable).getMessage();
    }
}
