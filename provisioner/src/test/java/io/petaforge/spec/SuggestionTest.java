package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("count", "leaves-per-rack", "mons", "mgrs", "osd");

    @Test
    void findsTheWordThatWasMeant() {
        assertEquals(Optional.of("count"), Suggestion.closest("cuont", KNOWN));
        assertEquals(Optional.of("count"), Suggestion.closest("Count", KNOWN));
        assertEquals(Optional.of("leaves-per-rack"), Suggestion.closest("leaves_per_rack", KNOWN));
        assertEquals(Optional.of("leaves-per-rack"), Suggestion.closest("leafs-per-rack", KNOWN));
        assertEquals(Optional.of("mons"), Suggestion.closest("mon", KNOWN));
        assertEquals(Optional.of("osd"), Suggestion.closest("osds", KNOWN));
    }

    @Test
    void doesNotGuessWildly() {
        assertEquals(Optional.empty(), Suggestion.closest("machines", KNOWN));
        assertEquals(Optional.empty(), Suggestion.closest("cpu", KNOWN));
        assertEquals(Optional.empty(), Suggestion.closest("x", List.of()));
    }
}
