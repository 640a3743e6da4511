package io.petaforge.storage.sizing;

import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the least number of hosts of a type that meets the goal with a protection. For a given number of racks, capacity
 * and throughput only grow with the hosts, so halving finds it; the racks are tried one by one.
 */
final class Fit {
    /** One group of an inventory has no more. */
    static final int MOST_HOSTS = 1000;

    /** Monitors belong into three racks where there are so many. */
    private static final int RACKS_FOR_MONITORS = 3;

    /** A proposal with its figures. */
    record Evaluated(Proposal proposal, Figures figures) {}

    private static final Comparator<Evaluated> ORDER = Comparator.<Evaluated, Aftermath>comparing(
                    found -> found.figures().aftermath())
            .thenComparingInt(Fit::weight)
            .thenComparingInt(found -> found.proposal().racks());

    private final Evaluator evaluator;
    private final FailureDomain survive;
    private final Limits limits;
    private final HostType host;
    private final Protection protection;
    private final int enoughFlash;

    Fit(Goal goal, Limits limits, HostType host, Protection protection) {
        this.evaluator = new Evaluator(goal);
        this.survive = goal.survive();
        this.limits = limits;
        this.host = host;
        this.protection = protection;
        this.enoughFlash = enoughFlash(goal, host, protection);
    }

    /**
     * The least that meets the goal: with the best {@link Aftermath} that the racks allow, since a layout that cannot heal
     * looks smaller only because it keeps no room for it; then with the fewest hosts and racks together, a rack with its
     * switches weighing like a host.
     */
    Optional<Evaluated> least() {
        Optional<Evaluated> best = Optional.empty();
        for (int racks = 1; racks <= limits.racks(); racks++) {
            Optional<Evaluated> found = least(racks, mostWorthwhile(racks, best));
            if (found.isPresent() && (best.isEmpty() || ORDER.compare(found.get(), best.get()) < 0)) {
                best = found;
            }
        }
        return best;
    }

    /** Whether some number of hosts in exactly so many racks does. */
    boolean possible(int racks) {
        return highest(racks) >= enoughFlash
                && largest(racks).filter(this::meets).isPresent();
    }

    /** What comes nearest to the goal in the room there is. */
    Optional<Evaluated> nearest() {
        return rackCounts()
                .mapToObj(this::largest)
                .flatMap(Optional::stream)
                .max(Comparator.<Evaluated>comparingDouble(found -> evaluator.share(found.figures()))
                        .thenComparing(found -> -found.proposal().racks()));
    }

    /** How many hosts go into a rack, by room and by power. */
    int perRack() {
        double byPower = limits.wattsPerRack().isPresent()
                ? limits.wattsPerRack().getAsDouble() / Evaluator.watts(host)
                : limits.hostsPerRack();
        return (int) Math.min(limits.hostsPerRack(), Math.floor(byPower));
    }

    private static int weight(Evaluated found) {
        return found.proposal().hosts() + found.proposal().racks();
    }

    /** With more hosts than this the number of racks cannot do better than the best so far. */
    private int mostWorthwhile(int racks, Optional<Evaluated> best) {
        return best.filter(found -> found.figures().aftermath() == Aftermath.HEALS)
                .map(found -> weight(found) - racks)
                .orElse(MOST_HOSTS);
    }

    private IntStream rackCounts() {
        return IntStream.rangeClosed(1, limits.racks());
    }

    private Optional<Evaluated> least(int racks, int most) {
        int low = Math.max(lowest(racks), enoughFlash);
        int high = Math.min(highest(racks), most);
        if (low > high || evaluate(high, racks).filter(this::meets).isEmpty()) {
            return Optional.empty();
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (evaluate(middle, racks).filter(this::meets).isPresent()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return evaluate(low, racks);
    }

    /** A number of hosts that the capacity takes at any rate. */
    private static int enoughFlash(Goal goal, HostType host, Protection protection) {
        double each = host.raw().bytes() * protection.efficiency() * Shape.FILL;
        return (int) Math.min(MOST_HOSTS + 1, Math.floor(goal.usable().bytes() / each));
    }

    private Optional<Evaluated> largest(int racks) {
        int hosts = highest(racks);
        return hosts < lowest(racks) ? Optional.empty() : evaluate(hosts, racks);
    }

    private boolean meets(Evaluated found) {
        return evaluator.meets(found.figures());
    }

    private Optional<Evaluated> evaluate(int hosts, int racks) {
        int gateways = Math.min(limits.gateways().orElse(hosts), hosts);
        Proposal proposal = new Proposal(host, protection, hosts, racks, gateways);
        return evaluator.figures(proposal).map(figures -> new Evaluated(proposal, figures));
    }

    /** So many that objects find a place. */
    private int lowest(int racks) {
        int domains = survive == FailureDomain.RACK ? racks : protection.width();
        int perDomain = (protection.width() + domains - 1) / domains;
        return Math.max(racks, domains * perDomain);
    }

    private int highest(int racks) {
        boolean monitorsTogether = racks < Math.min(RACKS_FOR_MONITORS, limits.racks());
        return monitorsTogether ? 0 : Math.min(MOST_HOSTS, racks * perRack());
    }
}
