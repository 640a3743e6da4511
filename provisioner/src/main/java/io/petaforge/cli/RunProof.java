package io.petaforge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.PlanJson;
import io.petaforge.remote.Fleet;
import io.petaforge.state.StateDir;
import io.petaforge.step.RunResult;
import io.petaforge.step.StepResult;
import io.petaforge.verify.VerifyReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The proof at a run's end, which is kept with the plan that it proves. */
final class RunProof {
    private final StateDir state;
    private final AcceptedPlan accepted;
    private final RunRecorder recorder;
    private final Console console;
    private Optional<VerifyReport> last = Optional.empty();

    RunProof(StateDir state, AcceptedPlan accepted, RunRecorder recorder, Console console) {
        this.state = state;
        this.accepted = accepted;
        this.recorder = recorder;
        this.console = console;
    }

    /** What the last one found. */
    Optional<VerifyReport> report() {
        return last;
    }

    /**
     * Proves what stands, and changes nothing.
     *
     * @throws PetaforgeException VERIFY_FAILED with every check and threshold that was missed
     */
    void carryOut(PlannedCluster planned, Wiring wiring, Fleet fleet) {
        settle(planned, verify(wiring, fleet));
    }

    /**
     * Proves it with the S3A settings that the probe finds to be right.
     *
     * @param resettle brings hosts to settings that were decided just now
     * @throws PetaforgeException as above
     */
    void carryOut(PlannedCluster planned, Wiring wiring, Fleet fleet, Supplier<Wiring> resettle) {
        VerifyReport found = verify(wiring, fleet);
        if (found.s3a().filter(s3a -> !s3a.differences().isEmpty()).isPresent()) {
            // The probe's word is what gets written: once more with it, then the proof of that.
            S3aDecision.keep(state, found.s3a().get().settings());
            found = verify(resettle.get(), fleet);
        }
        settle(planned, found);
    }

    private void settle(PlannedCluster planned, VerifyReport found) {
        JsonNode document = PlanJson.tree(found);
        state.keep("verification.json", document);
        if (!found.passed()) {
            accepted.unverified();
            throw new PetaforgeException(ExitCode.VERIFY_FAILED, found.problems());
        }
        accepted.verified(planned, document);
    }

    private VerifyReport verify(Wiring wiring, Fleet fleet) {
        VerifyReport found = recorder.phase(
                RunRecorder.VERIFY, () -> wiring.verification(fleet, console).run());
        last = Optional.of(found);
        return found;
    }

    /**
     * What is not as planned is not proven.
     *
     * @throws PetaforgeException PREFLIGHT naming the steps that have something to do
     */
    static void mustBeConverged(RunResult preview) {
        preview.failure().ifPresent(failure -> {
            throw failure;
        });
        if (!preview.converged()) {
            List<String> waiting = preview.steps().stream()
                    .filter(step -> !step.actions().isEmpty())
                    .map(StepResult::name)
                    .toList();
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-CLI-021",
                            "the cluster is not what the inventory says; to be done: " + String.join(", ", waiting),
                            "run build, which mends it and verifies it"));
        }
    }
}
