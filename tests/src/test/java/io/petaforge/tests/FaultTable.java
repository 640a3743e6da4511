package io.petaforge.tests;

import io.petaforge.fabric.proof.Finding;
import io.petaforge.fabric.proof.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What each fault did, as people read it. */
final class FaultTable {
    private static final String FORMAT = "%-64s %7s %9s %16s %9s %8s %9s  %s";

    /** Findings shown of one fault: the gravest come first. */
    private static final int SHOWN = 2;

    private final List<String> lines = new ArrayList<>();

    FaultTable(String title) {
        lines.add(title);
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, FORMAT, "fault", "flows", "longest", "packets lost", "TCP", "TCP", "routes", ""));
        lines.add(String.format(
                Locale.ROOT, FORMAT, "", "hit", "gap ms", "of sent", "pause ms", "broken", "settled s", "outcome"));
    }

    void add(FaultCase fault, Reading broken, Verdict seen, Reading mended) {
        lines.add(line(fault.name(), broken, outcome(broken)));
        seen.findings().stream().limit(SHOWN).forEach(finding -> lines.add("    found: " + words(finding)));
        if (seen.findings().size() > SHOWN) {
            lines.add("    and " + (seen.findings().size() - SHOWN) + " more");
        }
        seen.unreachable().keySet().forEach(device -> lines.add("    not reached: " + device));
        lines.add(line("  mended", mended, mended.losing().none() ? "as before" : "still losing"));
    }

    private static String outcome(Reading reading) {
        if (reading.losing().none()) {
            return "survived";
        }
        return "not survived: "
                + (reading.losing().small() == 0
                        ? reading.losing().full() + " flows lose all packets of full size"
                        : (reading.losing().small() + reading.losing().full()) + " flows lose all packets");
    }

    private static String words(Finding finding) {
        return finding.code() + " " + finding.what();
    }

    private static String line(String name, Reading reading, String outcome) {
        return String.format(
                        Locale.ROOT,
                        FORMAT,
                        name,
                        reading.hit() + "/" + reading.flows(),
                        reading.gap().toMillis(),
                        reading.lost() + "/" + reading.sent(),
                        reading.pause().toMillis(),
                        reading.broken() + "/" + reading.calls(),
                        seconds(reading.settled()),
                        outcome)
                .stripTrailing();
    }

    private static String seconds(Duration time) {
        return time.isZero() ? "-" : String.format(Locale.ROOT, "%.2f", time.toMillis() / 1000.0);
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
