package io.petaforge.step;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.remote.Operation;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.Rendering;
import io.petaforge.remote.Reply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A step's failures in words. */
final class Failures {
    /** Of what a command said, so many lines at the end are shown to people; the whole is in the failure. */
    private static final int SHOWN = 20;

    private Failures() {}

    /** An operation that ended badly. */
    static StepFailure of(String step, Action action, Reply.Result result) {
        String command = Rendering.operation(action.operation());
        String stderr = Rendering.masked(action.operation(), result.output().stderr());
        String stdout = Rendering.masked(action.operation(), result.output().stdout());
        int status = result.output().status();
        String said = stderr.isBlank() ? stdout : stderr;
        if (action.operation() instanceof Operation.Guarded guarded) {
            return new StepFailure(
                    step,
                    Optional.of(action.machine()),
                    Optional.of(action.title()),
                    Optional.of(command),
                    OptionalInt.of(status),
                    stderr,
                    ExitCode.STEP_FAILED,
                    undone(step, action, guarded, said));
        }
        String what = "step " + step + " failed on " + action.machine() + ": " + action.title() + ": "
                + (status == 124
                        ? "not done after " + result.elapsed().toMillis() / 1000 + " s"
                        : "exit status " + status)
                + "\n      command: " + command
                + (said.isBlank() ? "\n      it said nothing" : "\n" + tail(said));
        return new StepFailure(
                step,
                Optional.of(action.machine()),
                Optional.of(action.title()),
                Optional.of(command),
                OptionalInt.of(status),
                stderr,
                ExitCode.STEP_FAILED,
                Problem.of(
                        "PF-STEP-001",
                        what,
                        "Remove the cause and run the same command again; what was built stays and it continues here."));
    }

    /** A change that a host took back, because it failed or because nobody reached the host any more. */
    private static Problem undone(String step, Action action, Operation.Guarded guarded, String said) {
        return Problem.of(
                "PF-STEP-004",
                "step " + step + " on " + action.machine() + ": " + action.title()
                        + ": not kept; the change had to be confirmed over a new connection within "
                        + guarded.window().toSeconds() + " s\n" + tail(said),
                "The host has its old configuration again. Compare what was rejected with the plan and the cables, then run"
                        + " the same command again.");
    }

    /** A host that cannot be reached or was lost too often. */
    static StepFailure of(String step, List<String> titles, RemoteFailure failure) {
        Problem cause = failure.problem();
        String doing = titles.isEmpty() ? "gathering facts" : String.join(", ", titles);
        return new StepFailure(
                step,
                Optional.of(failure.machine()),
                titles.isEmpty() ? Optional.empty() : Optional.of(doing),
                Optional.empty(),
                OptionalInt.empty(),
                "",
                ExitCode.UNREACHABLE,
                Problem.of(
                        cause.code(),
                        "step " + step + " failed on " + failure.machine() + " (" + doing + "): " + cause.what(),
                        cause.fix()));
    }

    /** A step that saw in the facts that it must not go on, such as a drive that holds foreign data. */
    static List<StepFailure> refused(String step, PetaforgeException refusal) {
        return refusal.problems().stream()
                .map(problem -> new StepFailure(
                        step,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        "",
                        refusal.exitCode(),
                        problem))
                .toList();
    }

    /** A list of actions that did not change what it should have. */
    static StepFailure notConverged(String step, List<Action> actions) {
        return whole(
                step,
                actions,
                "PF-STEP-002",
                "step " + step + " did not converge: after it was done, this is still to be done:" + list(actions),
                "The hosts do not show what these actions should have brought about; look there, then run again.");
    }

    /** A step that goes on and on. */
    static StepFailure endless(String step, int rounds, List<Action> actions) {
        return whole(
                step,
                actions,
                "PF-STEP-003",
                "step " + step + " did not converge within " + rounds + " rounds; this is still to be done:"
                        + list(actions),
                "Something undoes what the step does; look at these hosts, then run again.");
    }

    private static StepFailure whole(String step, List<Action> actions, String code, String what, String fix) {
        List<Action> distinct = actions.stream().distinct().toList();
        boolean single = distinct.stream().map(Action::machine).distinct().count() == 1;
        return new StepFailure(
                step,
                single ? Optional.of(distinct.get(0).machine()) : Optional.empty(),
                Optional.of(distinct.stream().map(Action::title).collect(Collectors.joining(", "))),
                Optional.empty(),
                OptionalInt.empty(),
                "",
                ExitCode.STEP_FAILED,
                Problem.of(code, what, fix));
    }

    private static String list(List<Action> actions) {
        return actions.stream()
                .map(action -> "\n      " + action.machine() + ": " + action.title())
                .collect(Collectors.joining());
    }

    private static String tail(String said) {
        List<String> lines = said.strip().lines().toList();
        int skipped = Math.max(0, lines.size() - SHOWN);
        return (skipped == 0 ? "" : "      ... (" + skipped + " lines before)\n")
                + lines.stream().skip(skipped).map(line -> "      " + line).collect(Collectors.joining("\n"));
    }
}
