package io.petaforge.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * The run report as one HTML page that needs nothing else: what was reached and when, phases and steps on one time line, the
 * proof, and the picture of the layout.
 */
public final class RunReportHtml {
    private static final String STYLE =
            """
            body { font: 14px/1.4 "DejaVu Sans", Verdana, sans-serif; color: #222; margin: 24px; max-width: 1900px }
            h1 { font-size: 22px } h2 { font-size: 16px; margin-top: 28px }
            table { border-collapse: collapse } td, th { padding: 2px 12px 2px 0; text-align: left; font-weight: normal }
            th { color: #555 } td.n, th.n { text-align: right }
            .ok { color: #00734f } .bad { color: #b03a00 }
            .line { display: flex; align-items: center; height: 18px; font-size: 12px }
            .line:hover { background: #f4f6f8 }
            .name { width: 240px; flex: none; overflow: hidden } .took { width: 70px; flex: none; text-align: right }
            .track { flex: auto; position: relative; height: 12px; margin-left: 12px; background: #f4f6f8 }
            .bar { position: absolute; height: 12px; min-width: 2px; background: #56b4e9 }
            .bar.phase { background: #0072b2 } .bar.failed { background: #d55e00 } .bar.unchanged { background: #c4ccd4 }
            .tiles { display: flex; gap: 12px; flex-wrap: wrap }
            .tile { background: #f4f6f8; padding: 10px 16px } .tile b { display: block; font-size: 20px }
            .picture { overflow-x: auto } pre { background: #fdf0e8; padding: 12px }
            """;

    private final StringBuilder html = new StringBuilder();
    private final RunReport report;

    private RunReportHtml(RunReport report) {
        this.report = report;
    }

    /**
     * Renders the page.
     *
     * @param picture the layout as SVG, or "" when the run ended before there was a plan
     */
    public static String render(RunReport report, String picture) {
        return new RunReportHtml(report).page(picture);
    }

    private String page(String picture) {
        boolean ok = report.outcome().equals("OK");
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        html.append(Svg.escaped(report.command() + " of " + report.cluster())).append("</title>\n<style>\n");
        html.append(STYLE).append("</style></head><body>\n");
        add(
                "<h1>%s of cluster %s: <span class=\"%s\">%s</span></h1>%n",
                report.command(),
                report.cluster(),
                ok ? "ok" : "bad",
                report.outcome().toLowerCase(Locale.ROOT));
        add(
                "<p>plan %s, started %s, took %.1f s%s</p>%n",
                report.planId(), report.startedAt(), report.seconds(), report.changed() ? "" : ", nothing to change");
        report.stay().lines().forEach(told -> add("<p>%s</p>%n", told));
        report.problems().forEach(problem -> add("<pre>%s</pre>%n", problem));
        milestones();
        timeline();
        report.verification().ifPresent(this::verification);
        if (!picture.isEmpty()) {
            html.append("<h2>Layout</h2>\n<div class=\"picture\">\n")
                    .append(picture)
                    .append("</div>\n");
        }
        return html.append("</body></html>\n").toString();
    }

    private void milestones() {
        html.append("<div class=\"tiles\">\n");
        report.milestones()
                .forEach(mark ->
                        add("<div class=\"tile\"><b>%.1f s</b>to %s</div>%n", mark.sincePowerOn(), mark.name()));
        add("<div class=\"tile\"><b>%d</b>OSDs</div>%n", report.osds());
        add("<div class=\"tile\"><b>%d MiB</b>memory of petaforge</div>%n", report.cliMemoryBytes() >> 20);
        report.labMemoryBytes()
                .ifPresent(
                        bytes -> add("<div class=\"tile\"><b>%d MiB</b>memory of all machines</div>%n", bytes >> 20));
        html.append("</div>\n");
    }

    private void timeline() {
        html.append("<h2>Phases and steps</h2>\n");
        double end = Math.max(0.001, report.seconds());
        report.phases().forEach(phase -> bar(phase.name(), "phase", phase.start(), phase.seconds(), end, ""));
        html.append("<p></p>\n");
        report.steps()
                .forEach(step -> bar(
                        step.name(),
                        step.outcome(),
                        step.start(),
                        step.seconds(),
                        end,
                        String.format(
                                Locale.ROOT,
                                "%s, %d hosts, %d actions, %d round trips",
                                step.outcome(),
                                step.hosts(),
                                step.actions(),
                                step.roundTrips())));
    }

    private void bar(String name, String kind, double start, double seconds, double end, String tip) {
        add(
                "<div class=\"line\" title=\"%s\"><span class=\"name\">%s</span><span class=\"took\">%.2f s</span>"
                        + "<span class=\"track\"><span class=\"bar %s\" style=\"left:%.2f%%;width:%.2f%%\"></span></span></div>%n",
                tip, name, seconds, kind, Math.min(100, start / end * 100), Math.min(100, seconds / end * 100));
    }

    private void verification(JsonNode found) {
        html.append("<h2>Verification</h2>\n<table>\n");
        html.append("<tr><th></th><th class=\"n\">bytes</th><th class=\"n\">write MB/s</th>")
                .append("<th class=\"n\">read MB/s</th></tr>\n");
        row("raw S3 client", found.path("raw"));
        row("Spark over S3A", found.at("/spark/measurement"));
        JsonNode ratio = found.path("ratio");
        if (ratio.isObject()) {
            add(
                    "<tr><td>Spark to raw</td><td></td><td class=\"n\">%.2f</td><td class=\"n\">%.2f</td></tr>%n",
                    ratio.path("write").asDouble(), ratio.path("read").asDouble());
        }
        html.append("</table>\n");
        List<JsonNode> problems = new java.util.ArrayList<>();
        found.path("problems").forEach(problems::add);
        add("<p class=\"%s\">%s</p>%n", problems.isEmpty() ? "ok" : "bad", problems.isEmpty() ? "passed" : "failed");
    }

    private void row(String name, JsonNode measured) {
        if (measured.isObject()) {
            add(
                    "<tr><td>%s</td><td class=\"n\">%d</td><td class=\"n\">%.1f</td><td class=\"n\">%.1f</td></tr>%n",
                    name,
                    measured.at("/write/bytes").asLong(),
                    measured.at("/write/bytesPerSecond").asDouble() / 1e6,
                    measured.at("/read/bytesPerSecond").asDouble() / 1e6);
        }
    }

    /** Appends a format whose texts are escaped. */
    private void add(String format, Object... values) {
        Object[] safe = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            safe[i] = values[i] instanceof String text ? Svg.escaped(text) : values[i];
        }
        html.append(String.format(Locale.ROOT, format, safe));
    }
}
