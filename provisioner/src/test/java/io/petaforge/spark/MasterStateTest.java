package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the answer of a real master of the default lab. */
class MasterStateTest {
    private final ClusterPlan plan = LabPlan.plan();
    private final String answer;

    MasterStateTest() throws IOException {
        answer = Files.readString(LabPlan.RESOURCES.resolve("master.http"));
    }

    @Test
    void readsARealAnswer() {
        MasterState state = parse(answer);
        assertEquals("ALIVE", state.status());
        assertEquals(3, state.workers().size());
        assertEquals(List.of(), codes(state));
    }

    @Test
    void namesWorkersThatAreDeadOrSmallerThanPlanned() {
        assertEquals(
                List.of("PF-SPK-071"),
                codes(parse(answer.replaceFirst("\"state\" : \"ALIVE\"", "\"state\" : \"DEAD\""))));
        MasterState smaller = parse(answer.replaceFirst("\"cores\" : 2", "\"cores\" : 1"));
        assertEquals(List.of("PF-SPK-071"), codes(smaller));
        assertTrue(smaller.problems(plan).get(0).what().endsWith("ALIVE, 1 cores, 3072 MiB"), smaller.toString());
    }

    @Test
    void namesAMasterThatDoesNotAnswerOrRecovers() {
        assertEquals(List.of("PF-SPK-070"), codes(MasterState.parse(new Output(7, "", ""))));
        assertEquals(List.of("PF-SPK-070"), codes(parse(answer.substring(0, answer.length() / 2))));
        assertEquals(
                List.of("PF-SPK-070"),
                codes(parse(answer.replace("\"status\" : \"ALIVE\"", "\"status\" : \"RECOVERING\""))));
    }

    private static MasterState parse(String text) {
        return MasterState.parse(new Output(0, text, ""));
    }

    private List<String> codes(MasterState state) {
        return state.problems(plan).stream().map(Problem::code).toList();
    }
}
