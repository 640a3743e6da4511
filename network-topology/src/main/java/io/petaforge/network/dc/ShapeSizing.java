package io.petaforge.network.dc;

import io.petaforge.api.BitRate;
import io.petaforge.api.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides how many spines, uplinks and super-spines are needed.
 *
 * <p>Uplinks: as many as the oversubscription target asks for. Spines: as few as have the ports, but at least two, so that
 * one may fail; fewer spines mean fewer devices for the same number of cables. When the racks have more leaves than any
 * number of up to {@value #MOST_SPINES} spines has ports, pods of racks are joined by planes of super-spines.
 */
final class ShapeSizing {
    static final int MOST_SPINES = 64;

    /** Of all planes together: the block of addresses that is set aside for them. */
    static final int MOST_SUPER_SPINES = 256;

    private static final int PEER_LINKS = 2;

    private final DataCenterRequest request;
    private final DataCenterRequest.Sizing sizing;
    private final List<Problem> problems;

    private ShapeSizing(DataCenterRequest request, List<Problem> problems) {
        this.request = request;
        this.sizing = request.sizing();
        this.problems = problems;
    }

    /** The shape, or the reasons why there is none added to {@code problems}. */
    static Optional<Shape> size(DataCenterRequest request, List<Problem> problems) {
        ShapeSizing sized = new ShapeSizing(request, problems);
        Optional<Shape> shape =
                request.previous().isPresent() ? sized.kept(request.previous().get()) : sized.anew();
        return problems.isEmpty() ? shape : Optional.empty();
    }

    private Optional<Shape> kept(DataCenterPlan before) {
        DataCenterRequest old = before.request();
        changed("network.design", old.design().yaml(), request.design().yaml());
        changed(
                "network.leaves-per-rack",
                String.valueOf(old.sizing().leavesPerRack()),
                String.valueOf(sizing.leavesPerRack()));
        changed(
                "network.hardware.nics",
                old.host().ports().toString(),
                request.host().ports().toString());
        changed(
                "network.hardware.nics",
                old.host().rate().toString(),
                request.host().rate().toString());
        changed(
                "network.hardware.leaf",
                old.switches().leaf().name(),
                request.switches().leaf().name());
        changed(
                "network.hardware.spine",
                old.switches().spine().name(),
                request.switches().spine().name());
        Shape shape = before.shape();
        int spines = sizing.spines().orElse(shape.spines());
        if (spines > shape.spines() && joins(shape, spines)) {
            shape = shape.withSpines(spines);
        } else {
            changed("network.hardware.spines", String.valueOf(shape.spines()), String.valueOf(spines));
        }
        if (problems.isEmpty()) {
            racksFit(shape);
            leafPorts(shape);
        }
        return Optional.of(shape);
    }

    /** Whether more spines move no address and no cable that exists. */
    private boolean joins(Shape shape, int spines) {
        return !shape.fiveStage()
                && shape.spines() > 0
                && shape.peerLinks() == 0
                && spines <= Positions.FEW_SPINES
                && request.ranges().links().isEmpty();
    }

    private void changed(String path, String before, String now) {
        if (!before.equals(now)) {
            problems.add(Problem.at(
                    "PF-NET-030",
                    path,
                    "the plan in force has " + before + ", and " + now + " would re-cable every rack",
                    "Write " + before + ", or plan anew without the plan in force."));
        }
    }

    private Optional<Shape> anew() {
        SwitchModel leaf = request.switches().leaf();
        SwitchModel spine = request.switches().spine();
        int hostLinks = request.host().ports().size() / sizing.leavesPerRack();
        if (PortBank.ofRate(leaf, request.host().rate()).isEmpty()) {
            add(
                    "PF-NET-020",
                    "network.hardware.leaf",
                    leaf.name() + " has no port of " + request.host().rate() + " for the hosts",
                    "Use ports of " + words(leaf.rates()) + ", or a leaf that has "
                            + request.host().rate()
                            + SwitchModels.suchAs(model -> model.ports().size() > 1
                                    && PortBank.ofRate(model, request.host().rate())
                                            .isPresent())
                            + ".");
            return Optional.empty();
        }
        Optional<BitRate> common = PortBank.common(leaf, spine);
        if (common.isEmpty()) {
            add(
                    "PF-NET-021",
                    "network.hardware.spine",
                    "no rate of " + leaf.name() + " (" + words(leaf.rates()) + ") is one of " + spine.name() + " ("
                            + words(spine.rates()) + ")",
                    "Choose a spine with ports of " + leaf.rates().last()
                            + SwitchModels.suchAs(model -> model.ports().size() == 1
                                    && model.rates().contains(leaf.rates().last()))
                            + ".");
            return Optional.empty();
        }
        BitRate rate = common.get();
        int peers = request.design().hostsRoute() || sizing.leavesPerRack() == 1 ? 0 : PEER_LINKS;
        if (request.design() == Design.FLAT_L2) {
            Shape flat = new Shape(sizing.leavesPerRack(), hostLinks, peers, 0, 0, rate, 1, 0, 0, rate, 1);
            leafPorts(flat);
            return Optional.of(flat);
        }
        double down =
                (double) sizing.hostsPerRack() * hostLinks * request.host().effectiveRate();
        int needed = Math.max(1, (int) Math.ceil(down / sizing.oversubscription() / rate.bitsPerSecond() - 1e-9));
        // Before all else: what a leaf cannot carry, no number of spines can.
        leafPorts(new Shape(sizing.leavesPerRack(), hostLinks, peers, needed, 1, rate, 1, 0, 0, rate, 1));
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        Optional<Shape> shape = threeStage(rate, hostLinks, peers, needed);
        if (shape.isEmpty()) {
            shape = fiveStage(rate, hostLinks, peers, needed);
        }
        shape.ifPresent(this::leafPorts);
        return shape;
    }

    private Optional<Shape> threeStage(BitRate rate, int hostLinks, int peers, int needed) {
        int ports =
                PortBank.ofRate(request.switches().spine(), rate).orElseThrow().size();
        int first = sizing.spines().orElse(2);
        int last = sizing.spines().orElse(Math.min(MOST_SPINES, Math.max(2, needed)));
        for (int spines = first; spines <= last; spines++) {
            int links = ceil(needed, spines);
            int racks = ports / (sizing.leavesPerRack() * links);
            // Spread unevenly, some uplinks would be bought that the target does not ask for: told counts may.
            boolean even = sizing.spines().isPresent() || needed < spines || needed % spines == 0;
            if (racks >= sizing.growTo() && even) {
                return Optional.of(
                        new Shape(sizing.leavesPerRack(), hostLinks, peers, spines, links, rate, racks, 0, 0, rate, 1));
            }
        }
        return Optional.empty();
    }

    private Optional<Shape> fiveStage(BitRate rate, int hostLinks, int peers, int needed) {
        SwitchModel spine = request.switches().spine();
        int most = PortBank.ofRate(spine, rate).orElseThrow().size() / sizing.leavesPerRack();
        if (request.switches().superSpine().isEmpty()) {
            add(
                    "PF-NET-023",
                    "machines",
                    sizing.growTo() + " racks are more than spines of " + spine.name() + " have ports for, which is "
                            + most,
                    "Add network.hardware.super-spine: " + spine.name() + ", or plan for at most " + most + " racks.");
            return Optional.empty();
        }
        SwitchModel core = request.switches().superSpine().get();
        Optional<BitRate> coreRate = PortBank.common(spine, core);
        if (coreRate.isEmpty()) {
            add(
                    "PF-NET-021",
                    "network.hardware.super-spine",
                    "no rate of " + spine.name() + " (" + words(spine.rates()) + ") is one of " + core.name() + " ("
                            + words(core.rates()) + ")",
                    "Write " + spine.name() + ".");
            return Optional.empty();
        }
        int spines = sizing.spines().orElse(Math.min(MOST_SPINES, Math.max(2, needed)));
        int links = ceil(needed, spines);
        PortBank down = PortBank.ofRate(spine, rate).orElseThrow();
        PortBank up = PortBank.ofRate(spine, coreRate.get()).orElseThrow();
        int upCages = upCages(down, rate, up, coreRate.get());
        int racksPerPod = (down.cages() - upCages) * down.parts() / (sizing.leavesPerRack() * links);
        int coreUp = upCages * up.parts();
        int corePorts = PortBank.ofRate(core, coreRate.get()).orElseThrow().size();
        int pods = racksPerPod == 0 ? Integer.MAX_VALUE : ceil(sizing.growTo(), racksPerPod);
        for (int cores = 2; cores <= coreUp; cores++) {
            int each = coreUp / cores;
            if (coreUp % cores == 0 && pods <= corePorts / each && cores * spines <= MOST_SUPER_SPINES) {
                return Optional.of(new Shape(
                        sizing.leavesPerRack(),
                        hostLinks,
                        peers,
                        spines,
                        links,
                        rate,
                        racksPerPod,
                        cores,
                        each,
                        coreRate.get(),
                        corePorts / each));
            }
        }
        int fit = racksPerPod * Math.min(corePorts, MOST_SUPER_SPINES);
        add(
                "PF-NET-023",
                "machines",
                sizing.growTo() + " racks are more than pods of " + racksPerPod + " racks joined by super-spines of "
                        + core.name() + " have ports for",
                fit > 0 && fit < sizing.growTo()
                        ? "Plan for at most " + fit + " racks, or choose switches with more ports."
                        : "Raise network.hardware.oversubscription or choose switches with more ports.");
        return Optional.empty();
    }

    /** The fewest cages of a spine for its uplinks that meet its target; all others go down. */
    private int upCages(PortBank down, BitRate downRate, PortBank up, BitRate upRate) {
        for (int cages = 1; cages < down.cages(); cages++) {
            double below = (double) (down.cages() - cages) * down.parts() * downRate.bitsPerSecond();
            double above = (double) cages * up.parts() * upRate.bitsPerSecond();
            if (below / above <= sizing.spineOversubscription() + 1e-9) {
                return cages;
            }
        }
        return down.cages() - 1;
    }

    private void racksFit(Shape shape) {
        if (request.racks().size() > shape.mostRacks()) {
            add(
                    "PF-NET-023",
                    "machines",
                    request.racks().size() + " racks are more than the plan in force has ports for, which is "
                            + shape.mostRacks(),
                    "Keep to " + shape.mostRacks() + " racks, or plan anew with network.hardware.grow-to: "
                            + request.racks().size() + superSpine(shape) + ".");
        }
    }

    /** What to add where no number of spines has ports for so many racks. */
    private String superSpine(Shape shape) {
        SwitchModel spine = request.switches().spine();
        int most =
                PortBank.ofRate(spine, shape.uplinkRate()).map(PortBank::size).orElse(0) / sizing.leavesPerRack();
        return request.switches().superSpine().isPresent() || request.racks().size() <= most
                ? ""
                : " and network.hardware.super-spine: " + spine.name();
    }

    private void leafPorts(Shape shape) {
        SwitchModel leaf = request.switches().leaf();
        PortBank hosts = PortBank.ofRate(leaf, request.host().rate()).orElseThrow();
        PortBank up = PortBank.ofRate(leaf, shape.uplinkRate()).orElseThrow();
        int upPorts = shape.uplinks() + shape.peerLinks();
        int upCages = up.cagesFor(upPorts);
        int hostCages = hosts.cagesFor(sizing.hostsPerRack() * shape.hostLinks());
        boolean shared = hosts.group() == up.group();
        int roomUp = up.cages() - (shared ? hostCages : 0);
        if (upCages > roomUp) {
            int uplinks = Math.max(0, roomUp * up.parts() - shape.peerLinks());
            double possible = uplinks == 0
                    ? 0
                    : (double) sizing.hostsPerRack()
                            * shape.hostLinks()
                            * request.host().effectiveRate()
                            / ((double) uplinks * shape.uplinkRate().bitsPerSecond());
            add(
                    "PF-NET-024",
                    "network.hardware.oversubscription",
                    String.format(
                            Locale.ROOT,
                            "%.2f:1 takes %d ports of %s upwards on each leaf, and %s has %d beside %d hosts",
                            sizing.oversubscription(),
                            upPorts,
                            shape.uplinkRate(),
                            leaf.name(),
                            roomUp * up.parts(),
                            sizing.hostsPerRack()),
                    uplinks < 2
                            ? "Place fewer hosts in each rack."
                            : "Write " + roundUp(possible) + " or more, or place fewer hosts in each rack.");
        } else if (hostCages > hosts.cages() - (shared ? upCages : 0)) {
            int fit = (hosts.cages() - (shared ? upCages : 0)) * hosts.parts() / shape.hostLinks();
            add(
                    "PF-NET-022",
                    "network.hardware.hosts-per-rack",
                    sizing.hostsPerRack() + " hosts with " + shape.hostLinks() + " links each are more than "
                            + leaf.name() + " has ports for, which is " + fit + " hosts",
                    "Write " + fit + " or less, or choose a leaf with more ports.");
        }
    }

    /** Up to the next tenth, so that what is suggested is met. */
    private static String roundUp(double ratio) {
        return String.format(Locale.ROOT, "%.1f", Math.ceil(ratio * 10 - 1e-9) / 10);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    private static String words(Iterable<BitRate> rates) {
        return String.join(
                ", ",
                java.util.stream.StreamSupport.stream(rates.spliterator(), false)
                        .map(BitRate::toString)
                        .toList());
    }

    private void add(String code, String path, String what, String fix) {
        problems.add(Problem.at(code, path, what, fix));
    }
}
