package io.petaforge.report;

import io.petaforge.api.MachineId;
import io.petaforge.step.RunResult;
import io.petaforge.step.StepResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is to be done on which host, step by step. */
public final class StepsText {
    private StepsText() {}

    /** Renders a preview: actions where they are known, "pending" where they depend on what comes first. */
    public static String render(RunResult preview) {
        if (preview.converged()) {
            return "Nothing to do: every host is as planned.\n";
        }
        StringBuilder text = new StringBuilder("to do:\n");
        for (StepResult step : preview.steps()) {
            if (step.outcome() == StepResult.Outcome.UNCHANGED) {
                continue;
            }
            text.append("  ").append(step.name());
            if (step.outcome() == StepResult.Outcome.PENDING) {
                text.append("  (pending: depends on hosts or steps that come first)");
            }
            text.append('\n');
            for (Map.Entry<MachineId, List<String>> host : step.actions().entrySet()) {
                host.getValue()
                        .forEach(title ->
                                text.append(String.format(Locale.ROOT, "    %-14s %s%n", host.getKey(), title)));
            }
        }
        return text.toString();
    }
}
