package io.petaforge.storage.sizing;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Problem;
import io.petaforge.storage.Protection;
import io.petaforge.storage.hardware.HostType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Why no option meets the goal, and the nearest goal and the nearest room that would do. */
public final class Nearest {
    /** Where looking for more racks ends: a room three times as large, and some. */
    private static final int SOME_RACKS = 20;

    private final Question question;
    private final Answer answer;
    private final List<Protection> protections;

    private Nearest(Question question, Answer answer) {
        this.question = question;
        this.answer = answer;
        this.protections = question.goal()
                .protection()
                .map(List::of)
                .orElseGet(() -> List.copyOf(Sizer.protections(question.goal())));
    }

    /** Every reason why nothing is recommended; empty when something is. */
    public static List<Problem> problems(Question question, Answer answer) {
        if (answer.recommended().isPresent()) {
            return List.of();
        }
        Nearest nearest = new Nearest(question, answer);
        List<Problem> problems = new ArrayList<>();
        Optional<Option> best = nearest.best();
        if (best.isPresent()) {
            problems.add(nearest.tooLittle(best.get()));
        } else {
            problems.add(nearest.nothingFits());
        }
        return problems;
    }

    /** The option that meets most of what it meets least, among those with the protection asked for. */
    private Optional<Option> best() {
        Evaluator evaluator = new Evaluator(question.goal());
        return answer.options().stream()
                .filter(Option::asked)
                .max(Comparator.comparingDouble(option -> evaluator.share(option.figures())));
    }

    private Problem tooLittle(Option best) {
        Limits limits = question.limits();
        String fix = "With " + racks(limits.racks()) + " '" + lowered(best) + "' would work ("
                + describe(best.proposal()) + ")";
        return Problem.at(
                "PF-STO-061",
                "storage.goal",
                "no option meets the goal; nearest comes " + describe(best.proposal()) + " with "
                        + String.join(", ", best.misses()),
                fix + more() + ".");
    }

    private Problem nothingFits() {
        return Problem.at(
                "PF-STO-060",
                question.goal().protection().isPresent() ? "storage.protection" : "catalogue.limits",
                answer.ruledOut().stream()
                        .filter(out -> protections.contains(out.protection()))
                        .map(out -> out.host().name() + " with " + Sizer.words(out.protection()) + " " + out.why())
                        .reduce((a, b) -> a + "; " + b)
                        .orElse("nothing fits"),
                "Raise the limits"
                        + answer.options().stream()
                                .findFirst()
                                .map(option -> ", or write '"
                                        + Sizer.words(option.proposal().protection()) + "', which fits")
                                .orElse("")
                        + more() + ".");
    }

    /** What would have to be there for the whole goal. */
    private String more() {
        OptionalInt racks = racksNeeded(question.limits());
        if (racks.isPresent()) {
            return "; for the whole goal " + racks(racks.getAsInt()) + " are needed";
        }
        Limits limits = question.limits();
        if (limits.gateways().isPresent()) {
            Limits free = new Limits(limits.racks(), limits.hostsPerRack(), limits.wattsPerRack(), OptionalInt.empty());
            if (possible(free, free.racks())) {
                return "; the whole goal needs more gateways than 'catalogue.limits.gateways' allows";
            }
            OptionalInt both = racksNeeded(free);
            if (both.isPresent()) {
                return "; for the whole goal " + racks(both.getAsInt()) + " are needed, and more gateways than"
                        + " 'catalogue.limits.gateways' allows";
            }
        }
        return "; these hosts meet the whole goal in no number of racks up to " + most();
    }

    private int most() {
        return Math.min(Fit.MOST_HOSTS, 3 * question.limits().racks() + SOME_RACKS);
    }

    private OptionalInt racksNeeded(Limits limits) {
        for (int racks = limits.racks() + 1; racks <= most(); racks++) {
            if (possible(limits.withRacks(racks), racks)) {
                return OptionalInt.of(racks);
            }
        }
        return OptionalInt.empty();
    }

    private boolean possible(Limits limits, int racks) {
        for (HostType host : question.hosts()) {
            for (Protection protection : protections) {
                if (new Fit(question.goal(), limits, host, protection).possible(racks)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The goal cut down to what the option does, as the inventory would say it. */
    private String lowered(Option best) {
        Goal goal = question.goal();
        StringBuilder text = new StringBuilder("usable: ")
                .append(size(least(goal.usable(), best.figures().usable())));
        goal.read().ifPresent(rate -> text.append(", read: ")
                .append(size(least(rate, best.figures().prediction().rgwRead().rate())))
                .append("/s"));
        goal.write().ifPresent(rate -> text.append(", write: ")
                .append(size(least(rate, best.figures().prediction().rgwWrite().rate())))
                .append("/s"));
        return text.toString();
    }

    private static ByteSize least(ByteSize wanted, ByteSize has) {
        return wanted.compareTo(has) < 0 ? wanted : has;
    }

    private static ByteSize least(ByteRate wanted, ByteRate has) {
        return new ByteSize(Math.min(wanted.bytesPerSecond(), has.bytesPerSecond()));
    }

    /** Rounded down to three digits, in the form of the inventory: what it says is met. */
    static String size(ByteSize size) {
        long step = 1;
        while (size.bytes() / step >= 1000) {
            step *= 10;
        }
        return new ByteSize(size.bytes() / step * step).decimal().replace(" ", "");
    }

    /** Such as {@code 60 x dense in 6 racks, ec 4+2}. */
    private static String describe(Proposal proposal) {
        return proposal.hosts() + " x " + proposal.host().name() + " in " + racks(proposal.racks()) + ", "
                + Sizer.words(proposal.protection());
    }

    private static String racks(int count) {
        return count == 1 ? "1 rack" : count + " racks";
    }
}
