package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The machines of an answer, set against its own goal and against larger ones. */
class GoalCheckTest {
    private final Answered.Layout layout = QuestionPlanner.answer(
                    InventoryReader.load(Path.of("..", "inventories", "pb-nvme-dense.yaml"))
                            .question()
                            .orElseThrow())
            .layout()
            .orElseThrow();

    private ClusterSpec spec(String usable, String read) {
        return InventoryReader.parse(
                        Path.of("peta.yaml"),
                        layout.inventory()
                                .replace("usable: 1 PB", "usable: " + usable)
                                .replace("20 GB/s", read))
                .spec();
    }

    @Test
    void whatIsRecommendedMeetsItsGoalAsMachines() {
        ClusterSpec spec = spec("1PB", "20GB/s");
        assertEquals(Optional.empty(), GoalCheck.problem(spec, layout.plan()));
        assertEquals(
                "goal met: 1.19 PB usable for 1 PB, read 21.5 GB/s for 20.0 GB/s, write 12.0 GB/s for 8.00 GB/s",
                GoalCheck.met(spec, layout.plan()).orElseThrow());
    }

    @Test
    void aLargerGoalIsToldWhatIsMissing() {
        ClusterSpec spec = spec("3PB", "30GB/s");
        assertEquals(
                """
                PF-STO-062: storage.goal: the machines do not meet the goal: usable 1.19 PB of 3 PB, read 21.5 GB/s of 30.0 GB/s (gateways)
                    -> To meet it add 2 to each of the 7 racks, 14 hosts like 'storage' with 168 drives in all and a gateway on each; or lower the goal.""",
                GoalCheck.problem(spec, layout.plan()).orElseThrow().render());
        assertEquals(Optional.empty(), GoalCheck.met(spec, layout.plan()));
    }
}
