package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.PetaforgeException;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which applications stand in the way of other keys, from a real master's answer with applications written into it. */
class ApplicationsStepTest {
    /** When the keys were written on every host, seconds. */
    private static final long WRITTEN = 1_780_000_000L;

    private final ClusterPlan plan = LabPlan.plan();
    private final String answer;

    ApplicationsStepTest() throws IOException {
        answer = Files.readString(LabPlan.RESOURCES.resolve("master.http"));
    }

    @Test
    void withoutApplicationsNothingStandsInTheWay() {
        assertEquals(List.of(), SparkSteps.idle().actions(plan, facts(SparkSteps.idle(), with())));
        assertEquals(List.of(), SparkSteps.onPresentKeys().actions(plan, facts(SparkSteps.onPresentKeys(), with())));
    }

    @Test
    void anyApplicationStandsInTheWayOfSparksSecret() {
        assertEquals(
                "PF-DAY-093: applications run, and would not know Spark's new secret: app-1 (hourly), app-2 (nightly)\n"
                        + "    -> wait until they have ended; with --interrupt they are lost",
                refused(
                        SparkSteps.idle(),
                        with(application(1, "hourly", 0), application(2, "nightly", WRITTEN + 3600))));
    }

    @Test
    void onlyThoseThatBeganWithTheOldKeysKeepThemAccepted() {
        assertEquals(
                "PF-DAY-094: applications that began with the old S3 keys still run: app-1 (hourly), app-2 (just then)\n"
                        + "    -> both keys are accepted meanwhile: when the applications have ended, give the command again;"
                        + " with --interrupt the old keys are refused now",
                refused(
                        SparkSteps.onPresentKeys(),
                        with(
                                application(1, "hourly", WRITTEN - 3600),
                                application(2, "just then", WRITTEN + 59),
                                application(3, "after", WRITTEN + 60))));
    }

    @Test
    void aSilentMasterIsNotTakenForAnIdleOne() {
        PetaforgeException refused = assertThrows(
                PetaforgeException.class, () -> SparkSteps.idle().actions(plan, facts(SparkSteps.idle(), "")));
        assertEquals("PF-SPK-070", refused.problems().get(0).code());
    }

    private String refused(Step step, String master) {
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> step.actions(plan, facts(step, master)));
        return refused.problems().get(0).render().strip();
    }

    private String with(String... applications) {
        return answer.replaceFirst(
                "\"activeapps\" : \\[[^\\]]*\\]", "\"activeapps\" : [" + String.join(", ", applications) + "]");
    }

    private static String application(int number, String name, long seconds) {
        return "{\"id\": \"app-" + number + "\", \"name\": \"" + name + "\", \"starttime\": " + seconds * 1000 + "}";
    }

    private Facts facts(Step step, String master) {
        Map<Facts.Key, Output> facts = new HashMap<>();
        for (Probe<?> probe : step.probes(plan)) {
            facts.put(
                    new Facts.Key(probe.machine(), probe.key()),
                    new Output(0, probe.key().equals("spark/master") ? master : WRITTEN + "\n", ""));
        }
        return new Facts(facts);
    }
}
