package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Problem;
import io.petaforge.spec.Inventory;
import io.petaforge.spec.InventoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an inventory may not ask of a cluster that exists, and how that is said; {@code -Dpetaforge.golden=write} writes the
 * texts anew.
 */
class ChangeCheckTest {
    private static final Path GOLDEN = Path.of("src/test/resources/plan/changes.txt");

    @TempDir
    Path directory;

    /** The inventories of a lab and of one with erasure coding, each with edits: regular expression and replacement. */
    private static Map<String, List<String>> refused() {
        Map<String, List<String>> cases = new LinkedHashMap<>();
        cases.put(
                "every monitor goes",
                List.of(
                        "lab",
                        "    roles: \\[mon, mgr, osd, rgw\\]",
                        "    roles: [mgr, osd, rgw]",
                        "    roles: \\[spark-master",
                        "    roles: [mon, spark-master"));
        cases.put(
                "fewer racks than copies",
                List.of(
                        "lab",
                        "racks: \\[r1, r2, r3\\]\\n    roles: \\[mon",
                        "racks: [r1, r2]\n    roles: [mon",
                        "failure-domain: rack",
                        "failure-domain: host"));
        cases.put("a host moves", List.of("lab", "racks: \\[r1, r2, r3\\]", "racks: [r2, r1, r3]"));
        cases.put("other protection", List.of("lab", "protection: replica 3", "protection: ec 2+1"));
        cases.put("fewer copies", List.of("lab", "protection: replica 3", "protection: replica 2"));
        cases.put("other erasure code", List.of("lab-ec", "protection: ec 2\\+1", "protection: replica 3"));
        cases.put(
                "older Ceph and older Spark",
                List.of("lab", "\\nspark:", "\nceph: {packages: {version: 16.2.11+ds-2}}\nspark:\n  version: 4.0.0"));
        return cases;
    }

    @Test
    void whatMayNotBeIsRefusedWithWhatIsPossible() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<String>> one : refused().entrySet()) {
            text.append("== ").append(one.getKey()).append('\n');
            problems(one.getValue()).forEach(problem -> text.append(problem).append('\n'));
        }
        text.append("== another name\n")
                .append(ChangeCheck.renamed("lab.yaml", "lab", "prod").render())
                .append('\n');
        String found = text.toString().replace(directory.toString(), "DIR");
        if (System.getProperty("petaforge.golden", "").equals("write")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, found);
        }
        assertEquals(Files.readString(GOLDEN), found);
    }

    @Test
    void whatAClusterCanFollowIsNotRefused() throws IOException {
        for (List<String> change : List.of(
                List.of("lab", "object-size: 32MB", "object-size: 16MB"),
                List.of(
                        "lab",
                        "count: 3\\n    racks: \\[r1, r2, r3\\]\\n    roles: \\[mon",
                        "count: 4\n    racks: [r1, r2, r3, r4]\n    roles: [mon"),
                List.of("lab", "\\nverify:", "\nceph: {packages: {version: 16.2.15+ds-0}}\n\nverify:"))) {
            assertEquals(List.of(), problems(change));
        }
    }

    @Test
    void versionsAreOrderedAsDebianOrdersThem() {
        List<String> ordered = List.of(
                "1.0~rc1",
                "1.0",
                "1.0+ds-1",
                "1.0.1",
                "1.9",
                "1.10",
                "16.2.11+ds-2",
                "16.2.15+ds-0+deb12u1",
                "18.2.0~a",
                "18.2.0",
                "1:0.9");
        List<String> mixed = new ArrayList<>(ordered);
        Collections.reverse(mixed);
        mixed.sort(new VersionOrder());
        assertEquals(ordered, mixed);
        assertEquals(0, new VersionOrder().compare("16.2.11+ds-2", "16.2.11+ds-2"));
    }

    private List<String> problems(List<String> change) throws IOException {
        String text = Files.readString(Path.of("../inventories/" + change.get(0) + ".yaml"));
        if (text.contains("\nceph:")) {
            text = text.replaceFirst("\\nceph:[^\\n]*\\n", "\n");
        }
        Path file = directory.resolve(change.get(0) + ".yaml");
        Files.writeString(
                file, text.replaceFirst("\\nverify:", "\nceph: {packages: {version: 16.2.15+ds-0}}\n\nverify:"));
        PlanInForce inForce = PlanInForce.of(LabMachines.plan(InventoryReader.read(file), Optional.empty()));
        for (int i = 1; i < change.size(); i += 2) {
            String edited = text.replaceFirst(change.get(i), change.get(i + 1));
            assertTrue(!edited.equals(text), change.get(i) + " changes nothing");
            text = edited;
        }
        Files.writeString(file, text);
        Inventory inventory = InventoryReader.load(file);
        List<String> rendered = new ArrayList<>();
        for (Problem problem : ChangeCheck.problems(inForce, inventory.spec())) {
            rendered.add(inventory.locate(problem).render());
        }
        return rendered;
    }
}
