package io.petaforge.report;

import java.util.Locale;

/** The run report for people: phases, steps and milestones as aligned tables. Problems are not in it: they go to standard error. */
public final class RunReportText {
    private RunReportText() {}

    /** Renders everything but the verification, which has a table of its own. */
    public static String render(RunReport report) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%s of cluster %s: %s%s, %.1f s (plan %s)",
                report.command(),
                report.cluster(),
                report.outcome().toLowerCase(Locale.ROOT),
                report.outcome().equals("OK") && !report.changed() ? ", nothing to change" : "",
                report.seconds(),
                report.planId());
        if (!report.phases().isEmpty()) {
            text.append('\n');
            line(text, "%-28s %9s %9s", "phase", "start s", "took s");
            report.phases()
                    .forEach(phase -> line(text, "%-28s %9.2f %9.2f", phase.name(), phase.start(), phase.seconds()));
        }
        if (report.changed() && !report.steps().isEmpty()) {
            text.append('\n');
            line(
                    text,
                    "%-28s %9s %9s %-10s %6s %8s %6s %12s",
                    "step",
                    "start s",
                    "took s",
                    "outcome",
                    "hosts",
                    "actions",
                    "rounds",
                    "round trips");
            report.steps()
                    .forEach(step -> line(
                            text,
                            "%-28s %9.2f %9.2f %-10s %6d %8d %6d %12d",
                            step.name(),
                            step.start(),
                            step.seconds(),
                            step.outcome(),
                            step.hosts(),
                            step.actions(),
                            step.rounds(),
                            step.roundTrips()));
        }
        if (!report.milestones().isEmpty()) {
            text.append('\n');
            report.milestones().forEach(m -> line(text, "%-28s %9.2f s after power-on", m.name(), m.sincePowerOn()));
        }
        text.append('\n');
        report.steps().stream()
                .map(RunReport.StepLine::found)
                .filter(found -> !found.isEmpty())
                .forEach(found -> line(text, "%s", found));
        line(
                text,
                "memory: petaforge %d MiB%s",
                report.cliMemoryBytes() >> 20,
                report.labMemoryBytes()
                        .map(bytes -> ", all machines of the lab " + (bytes >> 20) + " MiB")
                        .orElse(""));
        report.stay().lines().forEach(told -> line(text, "%s", told));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
