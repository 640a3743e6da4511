package io.petaforge.fabric.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Output;
import io.petaforge.report.ProofText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What devices of a real fabric (FRR 8.4.4 on Linux) answered, each folder with one fault, and the whole text that people
 * get of it. A device without a file did not answer. {@code -Dgolden.update=true} rewrites the texts.
 */
class RecordedFabricsTest {
    private static final Path FOLDERS = Path.of("src/test/resources/fabric/proof");

    static List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            return folders.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void theVerdictIsAsWritten(Path folder) throws IOException {
        FabricProof proof = FabricProof.of(Plans.recorded());
        Map<MachineId, Observation> seen = new TreeMap<>();
        Map<MachineId, Observation> whole = new TreeMap<>();
        Map<MachineId, String> silent = new TreeMap<>();
        for (Expectation expectation : proof.expected()) {
            MachineId id = expectation.device().id();
            if (Files.exists(folder.resolve(id + ".json"))) {
                seen.put(id, read(folder.resolve(id + ".json")));
            } else {
                silent.put(id, id + " does not answer on port 22");
            }
            if (Files.exists(folder.resolve(id + ".whole.json"))) {
                whole.put(id, read(folder.resolve(id + ".whole.json")));
            }
        }
        String text = ProofText.render(proof.compare(seen, whole, silent));
        Path golden = folder.resolve("verdict.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }

    @Test
    void neighboursAreReadFromLldp() {
        Observation observation = ObservationReader.read(new Output(
                        0,
                        """
                        {"lldp":{"lldp":[{"interface":[
                          {"name":"swp1","via":"LLDP","rid":"1","age":"1 day, 02:00:05","chassis":[{"id":[{"type":"mac",
                           "value":"9a:1e:8f:00:00:01"}],"name":[{"value":"storage-1"}]}],
                           "port":[{"id":[{"type":"ifname","value":"fab0"}],"descr":[{"value":"fab0"}]}]},
                          {"name":"swp2","via":"LLDP","rid":"2","chassis":[{"name":[{"value":"compute-1"}]}],
                           "port":[{"id":[{"type":"mac","value":"9a:1e:8f:00:00:02"}],"descr":[{"value":"fab0"}]}]}]}]}}
                        """,
                        ""))
                .orElseThrow();
        assertEquals(
                List.of(
                        new Observation.Lldp("swp1", "storage-1", "fab0", 93_605),
                        new Observation.Lldp("swp2", "compute-1", "fab0", 0)),
                observation.lldp().orElseThrow());
    }

    @Test
    void neighboursOfALeafAreReadFromWhatLldpdSaid() throws IOException {
        String said = Files.readString(Path.of("src/test/resources/fabric/lldp/leaf-r1.json"));
        Observation observation = ObservationReader.read(new Output(0, "{\"lldp\":" + said + "}", ""))
                .orElseThrow();
        assertEquals(
                List.of("compute-1 fab0", "spine-1 swp1", "spine-2 swp1", "storage-1 fab0"),
                observation.lldp().orElseThrow().stream()
                        .map(one -> one.device() + " " + one.devicePort())
                        .sorted()
                        .toList());
        assertTrue(observation.lldp().orElseThrow().stream().allMatch(one -> one.age() > 0));
    }

    @Test
    void aProgramThatDidNotEndIsNoAnswer() {
        assertTrue(ObservationReader.read(new Output(124, "{}", "")).isEmpty());
        assertTrue(ObservationReader.read(new Output(0, "{\"ports\":", "")).isEmpty());
        assertTrue(ObservationReader.read(new Output(0, "", "")).isEmpty());
    }

    private static Observation read(Path file) {
        try {
            return ObservationReader.read(new Output(0, Files.readString(file), ""))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
