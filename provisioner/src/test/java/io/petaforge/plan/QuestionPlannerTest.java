package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.spec.Inventory;
import io.petaforge.spec.InventoryReader;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuestionPlannerTest {
    private static final Path EXAMPLE = Path.of("..", "inventories", "pb-nvme-dense.yaml");

    private static Inventory inventory(String drive, String host) {
        return InventoryReader.parse(
                Path.of("q.yaml"),
                String.join(
                        "\n",
                        "petaforge: 1",
                        "cluster: q",
                        "storage: {goal: {usable: 1PB}}",
                        "catalogue:",
                        "  drives:",
                        "    d: {size: " + drive + ", media: nvme, read: 6GB/s, write: 4GB/s, watts: 20}",
                        "  hosts:",
                        "    h: {" + host + ", drives: 24 x d, network: 2 x 100G, rack-units: 2, watts: 600}",
                        "  limits: {racks: 8, hosts-per-rack: 8}"));
    }

    @Test
    void hostsThatCannotCarryTheirOsdsAreRefusedAllAtOnce() {
        Inventory inventory = inventory("4GB", "threads: 16, memory: 48GiB");
        PetaforgeException refused = assertThrows(
                PetaforgeException.class,
                () -> QuestionPlanner.answer(inventory.question().orElseThrow()));
        assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
        assertEquals(
                """
                q.yaml:8: PF-STO-005: catalogue.hosts.h: host h: drive d-1-1 of 4 GB is too small for an OSD
                    -> Use drives of 5 GiB or more.
                q.yaml:8: PF-STO-008: catalogue.hosts.h: host h has 48 GiB of memory, and 24 OSDs need 72.13 GiB beside its other daemons
                    -> Ask for more memory or for fewer OSD drives a machine.
                q.yaml:8: PF-STO-044: catalogue.hosts.h: host h has 16 threads for 24 OSDs
                    -> Ask for machines with 24 threads or more, or for fewer drives each.""",
                refused.problems().stream()
                        .map(inventory::locate)
                        .map(Problem::render)
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void theAnswerIsAlsoJson() {
        Inventory inventory = InventoryReader.load(EXAMPLE);
        JsonNode json =
                PlanJson.tree(QuestionPlanner.answer(inventory.question().orElseThrow()));
        assertEquals(8, json.at("/answer/options").size());
        assertEquals(
                "half-30t, ec 4+2", json.at("/answer/recommended/option/name").asText());
        assertEquals(96, json.at("/layout/plan/storage/osds").size());
    }

    @Test
    void theSameQuestionGetsTheSameBytes() {
        Inventory inventory = InventoryReader.load(EXAMPLE);
        assertEquals(
                PlanJson.text(QuestionPlanner.answer(inventory.question().orElseThrow())),
                PlanJson.text(QuestionPlanner.answer(inventory.question().orElseThrow())));
    }
}
