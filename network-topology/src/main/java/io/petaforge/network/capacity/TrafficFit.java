package io.petaforge.network.capacity;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares Ceph's recovery and Spark's shuffle with what hosts, racks and pods carry, each on top of everyday traffic.
 *
 * <p>Placement is taken as even: a transfer goes from any host to any other, so that the share which leaves a rack of h of
 * H hosts is (H - h) / H, and the same for pods. Rates are for one direction of full-duplex links; the largest rack and the
 * largest pod count.
 */
public final class TrafficFit {
    private final DataCenterPlan plan;
    private final TrafficModel model;
    private final int hosts;
    private final int inRack;
    private final int inPod;

    private TrafficFit(DataCenterPlan plan, TrafficModel model) {
        this.plan = plan;
        this.model = model;
        Map<String, Integer> racks = new HashMap<>();
        plan.tier(Role.HOST).forEach(host -> racks.merge(host.rack(), 1, Integer::sum));
        Map<Integer, Integer> pods = new HashMap<>();
        for (RackPlan rack : plan.racks()) {
            pods.merge(rack.pod(), racks.getOrDefault(rack.name(), 0), Integer::sum);
        }
        this.hosts = racks.values().stream().mapToInt(count -> count).sum();
        this.inRack = racks.values().stream().mapToInt(count -> count).max().orElse(0);
        this.inPod = pods.values().stream().mapToInt(count -> count).max().orElse(0);
    }

    /** Every load against its narrowest tier, in a fixed order. */
    public static List<Demand> of(DataCenterPlan plan, TrafficModel model) {
        TrafficFit fit = new TrafficFit(plan, model);
        List<Demand> demands = new ArrayList<>();
        demands.add(fit.narrowest("everyday traffic", model.clientPerHost(), fit.hosts, 0));
        if (fit.hosts > 1) {
            demands.add(fit.narrowest(
                    "recovery of one host", model.clientPerHost() + fit.recovery(1), fit.hosts - 1, fit.recovery(1)));
        }
        if (plan.racks().size() > 1) {
            demands.add(fit.narrowest(
                    "recovery of one rack",
                    model.clientPerHost() + fit.recovery(fit.inRack),
                    fit.hosts - fit.inRack,
                    fit.recovery(fit.inRack)));
        }
        demands.add(fit.narrowest("Spark shuffle", model.clientPerHost() + model.shufflePerHost(), fit.hosts, 0));
        return demands;
    }

    /** What each surviving host sends, and takes, to make up for so many lost ones in time: bit/s. */
    private double recovery(int lost) {
        double bits = (double) lost * model.storedPerHost().bytes() * 8 * model.transfersPerByte();
        return bits / model.recovery().toSeconds() / Math.max(1, hosts - lost);
    }

    private Demand narrowest(String what, double perHost, int alive, double recovery) {
        Shape shape = plan.shape();
        double nics = plan.request().host().effectiveRate()
                * (double) plan.request().host().ports().size();
        List<Demand> tiers = new ArrayList<>();
        tiers.add(demand(what, "host", perHost, nics, recovery));
        if (plan.racks().size() > 1) {
            double up = (double) shape.leavesPerRack()
                    * shape.uplinks()
                    * shape.uplinkRate().bitsPerSecond();
            tiers.add(demand(what, "rack", perHost * inRack * leaving(inRack, alive), up, recovery * inRack));
        }
        if (plan.pods() > 1) {
            double core = (double) shape.spines()
                    * shape.superSpines()
                    * shape.coreLinks()
                    * shape.coreRate().bitsPerSecond();
            tiers.add(demand(what, "pod", perHost * inPod * leaving(inPod, alive), core, recovery * inPod));
        }
        return tiers.stream()
                .max(Comparator.comparingDouble(tier -> tier.needed() / tier.usable()))
                .orElseThrow();
    }

    private static double leaving(int inside, int alive) {
        return Math.max(0, alive - inside) / (double) Math.max(1, alive);
    }

    private Demand demand(String what, String tier, double needed, double carries, double recovery) {
        double usable = carries * model.usable();
        return new Demand(what, tier, needed, usable, needed <= usable ? "" : change(tier, needed, usable, recovery));
    }

    private String change(String tier, double needed, double usable, double recovery) {
        double rest = usable - (needed - recovery);
        if (recovery > 0 && rest > 0) {
            // Bandwidth scales with time: what is left for recovery decides how long it takes.
            double hours = model.recovery().toSeconds() / 3600.0 * recovery / rest;
            return String.format(
                    Locale.ROOT,
                    "Allow %.1f hours for it, or %s.",
                    Math.ceil(hours * 10) / 10,
                    wider(tier, needed / usable));
        }
        String wider = wider(tier, needed / usable);
        return Character.toUpperCase(wider.charAt(0)) + wider.substring(1) + ".";
    }

    private String wider(String tier, double factor) {
        return switch (tier) {
            case "host" -> String.format(Locale.ROOT, "give hosts %.1f times the rate", Math.ceil(factor * 10) / 10);
            case "rack" ->
                ratio("network.hardware.oversubscription", Capacity.of(plan).leafOversubscription() / factor);
            default ->
                ratio(
                        "network.hardware.spine-oversubscription",
                        Capacity.of(plan).spineOversubscription() / factor);
        };
    }

    private static String ratio(String key, double needed) {
        double tenth = Math.floor(needed * 10) / 10;
        return tenth < 1
                ? "place fewer hosts in each rack: even " + key + ": 1.0 does not carry it"
                : String.format(Locale.ROOT, "write %s: %.1f", key, tenth);
    }
}
