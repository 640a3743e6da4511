package io.petaforge.storage.sizing;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.storage.Spread;
import io.petaforge.storage.capacity.Capacity;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import io.petaforge.storage.predict.Limited;
import io.petaforge.storage.predict.Prediction;
import io.petaforge.storage.predict.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sets a proposal against a goal. */
final class Evaluator {
    private final Goal goal;

    Evaluator(Goal goal) {
        this.goal = goal;
    }

    /** What the proposal comes to; empty when its objects find no place. */
    Optional<Figures> figures(Proposal proposal) {
        return proposal.spread(goal.survive()).map(spread -> figures(proposal, spread));
    }

    private Figures figures(Proposal proposal, Spread spread) {
        Shape shape = proposal.shape(goal, spread);
        return new Figures(
                shape,
                Capacity.of(shape),
                Predictor.predict(shape),
                spread,
                Aftermath.of(proposal.protection(), spread, proposal.domains(goal.survive())),
                proposal.hosts() * watts(proposal.host()),
                proposal.hosts() * proposal.host().rackUnits(),
                price(proposal));
    }

    /** What is missing, each with what there is and what is wanted. */
    List<String> misses(Figures figures) {
        return misses(figures.usable(), figures.prediction());
    }

    /** The same of anything that holds and delivers so much. */
    List<String> misses(ByteSize usable, Prediction prediction) {
        List<String> misses = new ArrayList<>();
        if (usable.compareTo(goal.usable()) < 0) {
            misses.add("usable " + usable.decimal() + " of " + goal.usable().decimal());
        }
        slow("read", prediction.rgwRead(), goal.read()).ifPresent(misses::add);
        slow("write", prediction.rgwWrite(), goal.write()).ifPresent(misses::add);
        return misses;
    }

    boolean meets(Figures figures) {
        return misses(figures).isEmpty();
    }

    /** The share of the goal that is met where it is met least; 1 and above: all of it. */
    double share(Figures figures) {
        double share = (double) figures.usable().bytes() / goal.usable().bytes();
        share = Math.min(share, share(figures.prediction().rgwRead(), goal.read()));
        return Math.min(share, share(figures.prediction().rgwWrite(), goal.write()));
    }

    /** Of one host with its drives, busy. */
    static double watts(HostType host) {
        double drives = host.drives().stream()
                .mapToDouble(some -> some.count() * some.type().watts())
                .sum();
        return host.watts() + drives;
    }

    private static double share(Limited has, Optional<ByteRate> wanted) {
        return wanted.map(rate -> (double) has.rate().bytesPerSecond() / rate.bytesPerSecond())
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static Optional<String> slow(String what, Limited has, Optional<ByteRate> wanted) {
        return wanted.filter(rate -> has.rate().compareTo(rate) < 0)
                .map(rate -> what + " " + has.rate() + " of " + rate + " ("
                        + has.limiter().words() + ")");
    }

    private static OptionalDouble price(Proposal proposal) {
        HostType host = proposal.host();
        if (host.price().isEmpty()) {
            return OptionalDouble.empty();
        }
        double price = host.price().getAsDouble();
        for (Drives drives : host.drives()) {
            if (drives.type().price().isEmpty()) {
                return OptionalDouble.empty();
            }
            price += drives.count() * drives.type().price().getAsDouble();
        }
        return OptionalDouble.of(price * proposal.hosts());
    }
}
