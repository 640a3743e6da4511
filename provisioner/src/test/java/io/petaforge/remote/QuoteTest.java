package io.petaforge.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is quoted comes out of a real shell as it went in. */
class QuoteTest {
    @Property(tries = 60)
    void theShellReadsExactlyTheseWords(@ForAll("words") List<String> words) throws Exception {
        assertEquals(words, throughShell("printf '%s\\0' " + Quote.words(words)));
    }

    @Property(tries = 30)
    void assignmentsToo(@ForAll("word") String word) throws Exception {
        assertEquals(List.of(word), throughShell("x=" + Quote.word(word) + "; printf '%s\\0' \"$x\""));
    }

    @Provide
    Arbitrary<List<String>> words() {
        return word().list().ofMinSize(1).ofMaxSize(40);
    }

    @Provide
    Arbitrary<String> word() {
        Arbitrary<String> meaning = Arbitraries.strings()
                .withChars(" \t\n\r'\"\\$`!*?[]{}()<>|&;#~=%^-+,:@/.\u0001\u007f")
                .withCharRange('a', 'c')
                .ofMaxLength(30);
        Arbitrary<String> any = Arbitraries.strings()
                .all()
                .excludeChars('\0')
                .ofMaxLength(20)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        Arbitrary<String> known =
                Arbitraries.of("", "-n", "--", "~", "~root", "a=b", "'", "''", "\\", "$(id)", "é✓𝄞", "\u0081\u0088");
        return Arbitraries.oneOf(meaning, any, known);
    }

    @Test
    void plainWordsStayReadable() {
        assertEquals(
                "ceph -n client.admin /a/b_c-d:e@f 'a b' 'it'\\''s' ''",
                Quote.words(List.of("ceph", "-n", "client.admin", "/a/b_c-d:e@f", "a b", "it's", "")));
    }

    @Test
    void nulIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Quote.word("a\0b"));
    }

    private static List<String> throughShell(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-s");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        process.getOutputStream().write(("{ " + script + "\n}\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        List<String> words = new ArrayList<>(List.of(out.split("\0", -1)));
        words.remove(words.size() - 1);
        return words;
    }
}
