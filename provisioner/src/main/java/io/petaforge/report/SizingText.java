package io.petaforge.report;

import io.petaforge.plan.Answered;
import io.petaforge.spec.CatalogueSpec;
import io.petaforge.spec.InventoryWriter;
import io.petaforge.spec.QuestionSpec;
import io.petaforge.storage.predict.Limited;
import io.petaforge.storage.predict.Rebuild;
import io.petaforge.storage.sizing.Aftermath;
import io.petaforge.storage.sizing.Answer;
import io.petaforge.storage.sizing.Figures;
import io.petaforge.storage.sizing.Option;
import io.petaforge.storage.sizing.Proposal;
import io.petaforge.storage.sizing.Sizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The answer to a question for people, in 120 columns: the goal, the options side by side, the recommended layout. */
public final class SizingText {
    private final StringBuilder text = new StringBuilder();
    private final Answered answered;

    private SizingText(Answered answered) {
        this.answered = answered;
    }

    /** Renders the answer; it ends with the inventory that builds the recommended option. */
    public static String render(Answered answered) {
        SizingText text = new SizingText(answered);
        text.goal();
        text.sizes();
        text.deliveries();
        text.verdict();
        answered.layout().ifPresent(layout -> {
            Answer.Recommended recommended = answered.answer().recommended().orElseThrow();
            text.text.append(ProposalText.render(answered.question(), recommended.option(), layout.plan()));
            text.line("");
            text.line("The inventory that builds it:");
            text.line("");
            text.text.append(layout.inventory());
        });
        return text.text.toString();
    }

    private void goal() {
        QuestionSpec question = answered.question();
        line(
                "question %s: %s usable%s%s%s",
                question.name(),
                question.goal().usable().decimal(),
                question.goal()
                        .read()
                        .map(rate -> ", read " + InventoryWriter.rate(rate))
                        .orElse(""),
                question.goal()
                        .write()
                        .map(rate -> ", write " + InventoryWriter.rate(rate))
                        .orElse(""),
                question.goal()
                        .growth()
                        .map(size -> ", " + size.decimal() + " more a month")
                        .orElse(""));
        line(
                "with %s, going on after the loss of a %s, in objects of %s",
                question.protection().map(Object::toString).orElse("any protection"),
                question.failureDomain().yaml(),
                question.goal().objectSize());
        CatalogueSpec.Limits limits = question.catalogue().limits();
        line(
                "room: %d racks, %d hosts in each%s; %s",
                limits.racks(),
                limits.hostsPerRack(),
                limits.wattsPerRack().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                " up to %.0f W",
                                limits.wattsPerRack().getAsDouble())
                        : "",
                limits.gateways().isPresent()
                        ? limits.gateways().getAsInt() + " gateways at most"
                        : "one gateway on each host at most");
    }

    private void sizes() {
        boolean priced = answered.answer().options().stream()
                .anyMatch(option -> option.figures().price().isPresent());
        line("");
        line(
                "%-22s %5s %5s %6s %10s %10s %7s %4s %s%-8s %s",
                "option",
                "hosts",
                "racks",
                "drives",
                "raw",
                "usable",
                "kW",
                "U",
                priced ? "     price " : "",
                "goal",
                "");
        for (Option option : answered.answer().options()) {
            Proposal proposal = option.proposal();
            Figures figures = option.figures();
            line(
                    "%-22s %5d %5d %6d %10s %10s %7.1f %4d %s%-8s %s",
                    option.name(),
                    proposal.hosts(),
                    proposal.racks(),
                    proposal.drives(),
                    figures.raw().decimal(),
                    figures.usable().decimal(),
                    figures.watts() / 1000,
                    figures.rackUnits(),
                    priced ? price(figures) : "",
                    option.misses().isEmpty() ? "meets" : "misses",
                    remark(option));
        }
        answered.answer()
                .ruledOut()
                .forEach(out -> line("%-22s %s", out.host().name() + ", " + Sizer.words(out.protection()), out.why()));
        answered.answer().options().stream()
                .filter(option -> !option.misses().isEmpty())
                .forEach(option -> line("%s misses %s", option.name(), String.join(", ", option.misses())));
    }

    private static String price(Figures figures) {
        return figures.price().isPresent()
                ? String.format(Locale.ROOT, "%,10.0f ", figures.price().getAsDouble())
                : "         - ";
    }

    private String remark(Option option) {
        boolean taken = answered.answer()
                .recommended()
                .filter(recommended -> recommended.option().equals(option))
                .isPresent();
        if (taken) {
            return "<- recommended";
        }
        if (!option.asked()) {
            return "not asked for";
        }
        return option.beatenBy().map(other -> "beaten by " + other).orElse("");
    }

    private void deliveries() {
        line("");
        line(
                "%-22s %20s %20s   %8s %8s %8s   %s",
                "option",
                "S3 read",
                "S3 write",
                "drive",
                "host",
                "rack",
                "one " + answered.question().failureDomain().yaml() + " lost");
        for (Option option : answered.answer().options()) {
            Figures figures = option.figures();
            line(
                    "%-22s %20s %20s   %8s %8s %8s   %s",
                    option.name(),
                    limited(figures.prediction().rgwRead()),
                    limited(figures.prediction().rgwWrite()),
                    time(figures.prediction().drive()),
                    time(figures.prediction().host()),
                    time(figures.prediction().rack()),
                    figures.aftermath().word());
        }
        line(
                "S3 over TLS with what limits it; drive, host, rack: how long Ceph restores after their loss, - where it cannot.");
        Arrays.stream(Aftermath.values())
                .filter(aftermath -> answered.answer().options().stream()
                        .anyMatch(option -> option.figures().aftermath() == aftermath))
                .forEach(aftermath -> line("%s: %s", aftermath.word(), aftermath.meaning()));
        if (answered.answer().options().stream()
                .anyMatch(option -> option.asked() && option.beatenBy().isPresent())) {
            line("beaten: another option that meets the goal is nowhere worse in these tables and somewhere better");
        }
    }

    private void verdict() {
        line("");
        answered.answer()
                .recommended()
                .ifPresentOrElse(
                        recommended -> {
                            line("recommended: %s", recommended.option().name());
                            line(
                                    "  %s",
                                    recommended.reason().replace("; ", "\n  ").replace(", next ", "\n  next "));
                        },
                        () -> line("No option meets the goal."));
    }

    static String limited(Limited limited) {
        return limited.rate() + " " + limited.limiter().name().toLowerCase(Locale.ROOT);
    }

    static String time(Optional<Rebuild> rebuild) {
        return rebuild.map(some -> time(some.time())).orElse("-");
    }

    private static String time(Duration time) {
        if (time.toHours() >= 48) {
            return time.toDays() + " d";
        }
        if (time.toMinutes() >= 120) {
            return time.toHours() + " h";
        }
        return Math.max(1, time.toMinutes()) + " min";
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
