package io.petaforge.cli;

import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Substrate;
import io.petaforge.cost.Cost;
import io.petaforge.cost.Tariff;
import io.petaforge.lifetime.Lifetime;
import io.petaforge.report.CostText;
import io.petaforge.report.EndText;
import io.petaforge.report.RunReport;
import io.petaforge.spec.ClusterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long a run's machines stay, and by which prices they are paid: what the run begins with, and tells at its end.
 *
 * @param lifetime empty for a cluster that stays
 * @param tariff empty without prices
 */
record MachineStay(ClusterSpec spec, Optional<Lifetime> lifetime, Optional<Tariff> tariff) {
    /** When the machines switch themselves off. */
    Optional<Instant> end() {
        return lifetime.map(Lifetime::end);
    }

    /**
     * What the report tells.
     *
     * @param planned as far as the run came
     * @param asked when it asked for machines
     */
    RunReport.Stay report(
            Substrate substrate, Optional<PlannedCluster> planned, Optional<Instant> asked, boolean failed) {
        int machines = substrate.access(spec.name()).size();
        Instant now = Instant.now();
        List<String> lines = new ArrayList<>();
        lifetime.filter(known -> machines > 0)
                .ifPresent(known ->
                        lines.add(EndText.render(known, spec.substrate().name(), now)));
        if (lifetime.isPresent() && failed && machines > 0) {
            lines.add(EndText.kept(machines));
        }
        Optional<Cost> cost =
                machines == 0 ? Optional.empty() : planned.flatMap(found -> cost(substrate, found, spans(asked, now)));
        cost.map(CostText::brief).ifPresent(lines::addAll);
        return new RunReport.Stay(lifetime, cost, lines);
    }

    private List<Tariff.Asked> spans(Optional<Instant> asked, Instant now) {
        List<Tariff.Asked> spans = new ArrayList<>();
        asked.ifPresent(
                at -> spans.add(new Tariff.Asked("this run, since it asked for machines", Duration.between(at, now))));
        lifetime.ifPresent(known -> {
            spans.add(new Tariff.Asked("since the cluster's beginning", Duration.between(known.begun(), now)));
            spans.add(new Tariff.Asked("from its beginning to its end", known.whole()));
        });
        return spans;
    }

    /** A cloud that does not answer now has answered all that the run was about. */
    private Optional<Cost> cost(Substrate substrate, PlannedCluster found, List<Tariff.Asked> spans) {
        try {
            return PriceOptions.cost(tariff, substrate, found.request(), spans);
        } catch (PetaforgeException unanswered) {
            return Optional.empty();
        }
    }
}
