package io.petaforge.report;

import io.petaforge.fabric.proof.Finding;
import io.petaforge.fabric.proof.Summary;
import io.petaforge.fabric.proof.Verdict;
import java.util.Locale;
import java.util.stream.Collectors;

/** What came of comparing a fabric with its plan, for people: what differs, then what was covered and how. */
public final class ProofText {
    private ProofText() {}

    /** The text. */
    public static String render(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Finding finding : verdict.findings()) {
            number++;
            line(text, "%d. %s  %s", number, finding.code(), finding.what());
            line(text, "     planned   %s", finding.planned());
            line(text, "     found     %s", finding.found());
            if (!finding.consequences().isEmpty()) {
                line(
                        text,
                        "     with it   %s",
                        finding.consequences().entrySet().stream()
                                .map(one -> one.getValue() + " "
                                        + (one.getValue() == 1
                                                ? one.getKey()
                                                        .substring(
                                                                0, one.getKey().length() - 1)
                                                : one.getKey()))
                                .collect(Collectors.joining(", ")));
            }
            line(text, "     -> %s", finding.fix());
            line(text, "");
        }
        if (verdict.holds()) {
            line(text, "The fabric is as planned.");
        } else if (number == 0) {
            line(text, "Nothing differs on the devices that were asked.");
        } else {
            line(text, "%d %s from the plan.", number, number == 1 ? "thing differs" : "things differ");
        }
        line(text, "");
        verdict.unreachable().forEach((device, reason) -> line(text, "  not reached: %s: %s", device, reason));
        summary(text, verdict.summary());
        if (!verdict.withoutAccess().isEmpty()) {
            line(text, "  not asked          %s", String.join(", ", verdict.withoutAccess()));
        }
        return text.toString();
    }

    private static void summary(StringBuilder text, Summary summary) {
        part(text, "devices asked", summary.devices(), "");
        if (summary.cables().all() > 0) {
            fabric(text, summary);
        }
        Summary.Probes probes = summary.probes();
        line(
                text,
                "  %-18s %d of %d pairs of hosts probed%s, %d packets of full size, %d lost",
                "reachability",
                probes.pairs(),
                probes.allPairs(),
                probes.pairs() == probes.allPairs()
                        ? ""
                        : " (each host one in its own rack and one in each other rack, in turn)",
                probes.packets(),
                probes.lost());
        if (summary.cables().all() > 0) {
            part(
                    text,
                    "flows spread",
                    summary.spreads(),
                    "routers use all equal paths, by looking 64 flows for each up in the kernel");
        }
    }

    /** What a network that is somebody else's has nothing planned of. */
    private static void fabric(StringBuilder text, Summary summary) {
        part(text, "BGP sessions up", summary.sessions(), "each counted at both ends");
        part(text, "routes as planned", summary.routes(), "in FRR's table and in the kernel's, with all next hops");
        part(
                text,
                "links",
                summary.links(),
                "carry " + summary.mtu() + " bytes unfragmented, asked from both ends through that very port");
        Summary.Cables cables = summary.cables();
        line(
                text,
                "  %-18s %s",
                "cables",
                cables.byLldp() == 0 && cables.both() == 0 && cables.one() == 0
                        ? "not asked: LLDP runs nowhere"
                        : String.format(
                                Locale.ROOT,
                                "%d of %d seen from both ends, %d from one; %s",
                                cables.both(),
                                cables.all(),
                                cables.one(),
                                cables.byLldp() == 0
                                        ? "by the link-local addresses that answer: LLDP runs nowhere"
                                        : "by LLDP on " + cables.byLldp() + " devices"));
    }

    private static void part(StringBuilder text, String name, Summary.Part part, String how) {
        line(text, "  %-18s %d of %d%s", name, part.good(), part.all(), how.isEmpty() ? "" : ": " + how);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
