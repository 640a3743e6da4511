package io.petaforge.storage.sizing;

import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.HostType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what could be bought. The same question gets the same answer. */
public final class Sizer {
    /** What the field uses: three copies, and erasure coding from cautious to thrifty. */
    private static final List<Protection> USUAL = List.of(
            new Protection.Replicated(3, 2),
            new Protection.Erasure(4, 2),
            new Protection.Erasure(6, 2),
            new Protection.Erasure(8, 3));

    private Sizer() {}

    /**
     * The options side by side; {@link Answer#recommended()} is empty when none meets the goal, and
     * {@link Nearest#problems} says what would.
     */
    public static Answer answer(Question question) {
        Goal goal = question.goal();
        List<Option> options = new ArrayList<>();
        List<Answer.RuledOut> ruledOut = new ArrayList<>();
        for (HostType host : question.hosts()) {
            for (Protection protection : protections(goal)) {
                Fit fit = new Fit(goal, question.limits(), host, protection);
                Optional<Fit.Evaluated> found = fit.least().or(fit::nearest);
                if (found.isPresent()) {
                    options.add(option(goal, found.get()));
                } else {
                    ruledOut.add(new Answer.RuledOut(host, protection, why(question, fit, host, protection)));
                }
            }
        }
        List<Option> compared = Dominance.mark(options);
        return new Answer(goal, compared, ruledOut, Recommendation.of(compared));
    }

    /** As the inventory writes it: {@code replica 3}, {@code ec 4+2}. */
    public static String words(Protection protection) {
        return protection instanceof Protection.Erasure code
                ? "ec " + code.k() + "+" + code.m()
                : "replica " + protection.width();
    }

    /** What is compared: the usual protections, and the goal's own. */
    static Set<Protection> protections(Goal goal) {
        Set<Protection> protections = new LinkedHashSet<>(USUAL);
        goal.protection().ifPresent(protections::add);
        return protections;
    }

    private static Option option(Goal goal, Fit.Evaluated found) {
        Proposal proposal = found.proposal();
        boolean asked = goal.protection().map(proposal.protection()::equals).orElse(true);
        return new Option(
                proposal.host().name() + ", " + words(proposal.protection()),
                proposal,
                found.figures(),
                new Evaluator(goal).misses(found.figures()),
                asked,
                Optional.empty());
    }

    private static String why(Question question, Fit fit, HostType host, Protection protection) {
        if (fit.perRack() < 1) {
            return String.format(
                    java.util.Locale.ROOT, "one host draws %.0f W, more than a rack has", Evaluator.watts(host));
        }
        Limits limits = question.limits();
        if (question.goal().survive() == FailureDomain.RACK) {
            int most = protection instanceof Protection.Erasure code ? code.m() : 1;
            int perRack = Math.min(most, fit.perRack());
            int racks = (protection.width() + perRack - 1) / perRack;
            return "needs " + racks + " racks with " + (protection.width() + racks - 1) / racks
                    + " hosts, and there are " + limits.racks();
        }
        return "needs " + protection.width() + " hosts, and there is room for " + limits.racks() * fit.perRack();
    }
}
