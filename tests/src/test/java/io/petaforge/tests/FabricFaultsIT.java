package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.fabric.proof.Finding;
import io.petaforge.fabric.proof.Verdict;
import io.petaforge.network.dc.Role;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Breaks a running fabric in every way that a data centre does, under traffic: each fault is survived or found, and gone
 * when it is mended. Times and losses are measured into {@code tests/target/fault-table.txt} and asserted nowhere: they
 * are those of this machine. Needs root.
 *
 * <p>{@code -Dpetaforge.faults.design=l3-tor} breaks another design, {@code -Dpetaforge.faults.only='power|dead'} only
 * those faults in whose names the pattern is found.
 */
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class FabricFaultsIT {
    private static final String DESIGN = System.getProperty("petaforge.faults.design", "l3-host");

    /** Half of them in every run, of each kind one: with the rest it is minutes more. All with an empty pattern. */
    private static final Pattern ONLY = Pattern.compile(
            System.getProperty("petaforge.faults.only", "host to a leaf|spine without|IPv4|packet size|swapped"));

    /** The proof's own patience when a fabric comes up. */
    private static final long MENDED_SECONDS = 60;

    private static FabricLab lab;
    private static FaultTable table;

    @BeforeAll
    static void build() throws Exception {
        lab = FabricLab.build(inventory(), message -> System.out.println("  " + message));
        assertEquals("", findings(healed()), "before anything is broken");
        table = new FaultTable(DESIGN + ": " + lab.fabric().tier(Role.SPINE).size() + " spines, "
                + lab.fabric().tier(Role.LEAF).size() + " leaves in "
                + lab.fabric().racks().size() + " racks, "
                + lab.fabric().tier(Role.HOST).size() + " hosts; each UDP flow " + Traffic.RATE
                + " packets/s, every second one of " + lab.fabric().request().hostMtu() + " bytes");
    }

    @AfterAll
    static void destroy() throws IOException {
        if (table != null) {
            System.out.println(table.text());
            Path target = Files.createDirectories(Petaforge.root().resolve("tests/target"));
            Files.writeString(target.resolve("fault-table.txt"), table.text());
            Files.writeString(target.resolve("fault-table-" + DESIGN + ".txt"), table.text());
        }
        if (lab != null) {
            lab.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsSurvivedOrFoundAndGoneWhenMended() {
        return FaultCase.of(lab).stream()
                .filter(fault -> ONLY.matcher(fault.name()).find())
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> breakAndMend(fault)));
    }

    private static void breakAndMend(FaultCase fault) throws InterruptedException {
        Traffic traffic = new Traffic(lab);
        Reading broken = traffic.during(fault.fault(), fault.settle(), fault.deaf());
        Verdict seen = lab.proof();
        Reading mended = traffic.during(fault.mend(), fault.mending(), fault.deaf());
        Verdict after = healed();
        table.add(fault, broken, seen, mended);

        if (fault.survived()) {
            assertTrue(broken.losing().none(), () -> "traffic does not go on: " + broken);
            assertEquals(0, broken.broken(), () -> "TCP connections did not survive: " + broken);
        }
        assertTrue(names(seen, fault.named()), () -> "not found: " + fault.named() + " in " + findings(seen));
        assertTrue(mended.losing().none(), () -> "traffic is not back: " + mended);
        assertEquals("", findings(after), "after mending");
    }

    /** The proof when it holds, or as it is after as long as a build would wait. */
    private static Verdict healed() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MENDED_SECONDS);
        Verdict verdict = lab.proof();
        while (!verdict.holds() && System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(1);
            verdict = lab.proof();
        }
        return verdict;
    }

    private static boolean names(Verdict verdict, Set<String> words) {
        return verdict.findings().stream().anyMatch(finding -> words.stream()
                        .anyMatch(word -> finding.device().equals(word)
                                || finding.port().equals(word)
                                || finding.what().contains(word)))
                || verdict.unreachable().keySet().stream().anyMatch(words::contains);
    }

    private static String findings(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : verdict.findings()) {
            text.append(finding.code()).append(' ').append(finding.what()).append('\n');
        }
        verdict.unreachable()
                .forEach((device, why) ->
                        text.append(device).append(": ").append(why).append('\n'));
        return text.toString();
    }

    private static ClusterSpec inventory() throws IOException {
        // Two leaves that share a segment need MC-LAG or EVPN multihoming, which plain Linux leaves are not planned
        // with.
        try (InputStream in = FabricFaultsIT.class.getResourceAsStream("fabric-faults.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("design: l3-host", "design: " + DESIGN)
                    .replace("leaves-per-rack: 2", "leaves-per-rack: " + (DESIGN.equals("l3-host") ? 2 : 1));
            return InventoryReader.parse(Path.of("fabric-faults.yaml"), text).spec();
        }
    }
}
