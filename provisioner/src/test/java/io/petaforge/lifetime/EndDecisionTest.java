package io.petaforge.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EndDecisionTest {
    private static final Path REFUSED = Path.of("src/test/resources/lifetime/refused.txt");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.25Z");
    private static final Lifetime KEPT =
            new Lifetime(Instant.parse("2026-03-01T10:00:00Z"), Instant.parse("2026-03-01T14:00:00Z"));

    private static EndDecision fresh(String substrate) {
        return new EndDecision("pb1", substrate, Optional.empty(), false);
    }

    private static EndDecision standing(String substrate, Optional<Lifetime> kept) {
        return new EndDecision("pb1", substrate, kept, true);
    }

    @Test
    void aTimeMakesAClusterEphemeralAndADefaultIsThere() {
        assertEquals(Optional.empty(), fresh("aws").of(false, Optional.empty(), NOW));
        assertEquals(
                Optional.of(new Lifetime(Instant.parse("2026-03-01T12:00:00Z"), Instant.parse("2026-03-01T16:00:00Z"))),
                fresh("aws").of(false, Optional.of("4h"), NOW));
        assertEquals(
                Duration.ofHours(8),
                fresh("openstack").of(true, Optional.empty(), NOW).orElseThrow().whole());
        assertEquals(
                Duration.ofMinutes(2),
                fresh("lab").of(true, Optional.of(" 2m "), NOW).orElseThrow().whole());
    }

    @Test
    void whatWasDecidedStandsUntilATimeIsGivenAgain() {
        EndDecision decision = standing("lab", Optional.of(KEPT));
        assertEquals(Optional.of(KEPT), decision.of(false, Optional.empty(), NOW));
        assertEquals(Optional.of(KEPT), decision.of(true, Optional.empty(), NOW));
        assertEquals(
                Optional.of(new Lifetime(KEPT.begun(), Instant.parse("2026-03-03T12:00:00Z"))),
                decision.of(false, Optional.of("2d"), NOW));
        assertEquals(
                Optional.of(new Lifetime(KEPT.begun(), Instant.parse("2026-03-01T12:30:00Z"))),
                decision.of(true, Optional.of("30m"), NOW),
                "sooner too");
    }

    @Test
    void whenItIsOverOnlyAnotherTimeGoesOn() {
        EndDecision decision = standing("lab", Optional.of(KEPT));
        Instant late = KEPT.end();
        for (boolean ephemeral : new boolean[] {false, true}) {
            PetaforgeException over =
                    assertThrows(PetaforgeException.class, () -> decision.of(ephemeral, Optional.empty(), late));
            assertEquals(ExitCode.PREFLIGHT, over.exitCode());
            assertEquals("PF-END-005", over.problems().get(0).code());
        }
        assertEquals(
                Instant.parse("2026-03-01T15:00:00Z"),
                decision.of(false, Optional.of("1h"), late).orElseThrow().end());
    }

    @Test
    void whatIsRefusedIsSaidAtOnceAndWithAWayOut() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String ttl : new String[] {"0", "4", "0h", "9m", "-4h", "4 hours", "1.5h", "91d", "999999d"}) {
            told(text, "aws, --ttl " + ttl, fresh("aws"), Optional.of(ttl), NOW);
        }
        told(text, "lab, --ttl 1m", fresh("lab"), Optional.of("1m"), NOW);
        told(text, "fixed, --ttl 4", fresh("fixed"), Optional.of("4"), NOW);
        told(text, "bmc, --ephemeral", fresh("bmc"), Optional.empty(), NOW);
        told(text, "maas, --ttl 4h", fresh("maas"), Optional.of("4h"), NOW);
        told(text, "built to stay, --ttl 4h", standing("aws", Optional.empty()), Optional.of("4h"), NOW);
        for (String substrate : new String[] {"aws", "openstack", "lab"}) {
            told(text, substrate + ", over", standing(substrate, Optional.of(KEPT)), Optional.empty(), KEPT.end());
        }
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(REFUSED, text);
        }
        assertEquals(Files.readString(REFUSED), text.toString());
    }

    private static void told(
            StringBuilder text, String title, EndDecision decision, Optional<String> ttl, Instant now) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> decision.of(true, ttl, now), title);
        text.append("== ")
                .append(title)
                .append("\nexit ")
                .append(refused.exitCode().status())
                .append('\n');
        text.append(refused.problems().stream().map(Problem::render).collect(Collectors.joining("\n")))
                .append("\n\n");
    }

    @Test
    void timeIsToldInWholeMinutes() {
        assertEquals("0 min", Ttl.words(Duration.ofSeconds(59)));
        assertEquals("59 min", Ttl.words(Duration.ofMinutes(59)));
        assertEquals("4 h", Ttl.words(Duration.ofHours(4)));
        assertEquals("3 h 58 min", Ttl.words(Duration.ofMinutes(238)));
        assertEquals("47 h 59 min", Ttl.words(Duration.ofMinutes(48 * 60 - 1)));
        assertEquals("2 d 1 h", Ttl.words(Duration.ofHours(49)));
    }
}
