package io.petaforge.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Problem;
import io.petaforge.plan.Answered;
import io.petaforge.plan.QuestionPlanner;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.Inventory;
import io.petaforge.spec.InventoryReader;
import io.petaforge.spec.InventoryWriter;
import io.petaforge.spec.Role;
import io.petaforge.storage.sizing.Proposal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code petaforge plan} says to the example questions and to those in {@code sizing/}. After a change that is meant,
 * {@code -Dgolden.write=true} writes the texts anew, to be read in the diff.
 */
class SizingTextTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "sizing");

    static List<Path> questions() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("..", "inventories"));
                Stream<Path> own = Files.list(GOLDEN)) {
            return Stream.concat(
                            examples.filter(
                                    file -> file.getFileName().toString().startsWith("pb-")),
                            own)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void says(Path file) throws IOException {
        Inventory inventory = InventoryReader.load(file);
        Answered answered = QuestionPlanner.answer(inventory.question().orElseThrow());
        String text = SizingText.render(answered)
                + answered.problems().stream()
                        .map(inventory::locate)
                        .map(Problem::render)
                        .map(line -> line.replace(file.getParent() + "/", "") + "\n")
                        .collect(Collectors.joining());
        Path expected = GOLDEN.resolve(file.getFileName().toString().replace(".yaml", ".txt"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, text);
        }
        assertEquals(Files.readString(expected), text);
        if (answered.problems().isEmpty()) {
            assertEquals(
                    List.of(), text.lines().filter(line -> line.length() > 120).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void endsWithAnInventoryThatAsksForExactlyThat(Path file) throws IOException {
        Answered answered =
                QuestionPlanner.answer(InventoryReader.load(file).question().orElseThrow());
        if (answered.layout().isEmpty()) {
            return;
        }
        String inventory = answered.layout().orElseThrow().inventory();
        assertTrue(SizingText.render(answered).endsWith(inventory));
        Path name = Path.of("proposed.yaml");
        ClusterSpec spec = InventoryReader.parse(name, inventory).spec();
        assertEquals(
                spec, InventoryReader.parse(name, InventoryWriter.write(spec)).spec());
        Proposal proposal =
                answered.answer().recommended().orElseThrow().option().proposal();
        assertEquals(proposal.hosts(), spec.members(Role.OSD).size());
        assertEquals(proposal.racks(), spec.racks().size());
        assertEquals(proposal.gateways(), spec.ceph().rgws());
        assertEquals(
                proposal.drives(),
                answered.layout().orElseThrow().plan().storage().osds().stream()
                        .map(osd -> osd.serial())
                        .distinct()
                        .count());
    }
}
