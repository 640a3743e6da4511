package io.petaforge.network.capacity;

import io.petaforge.api.MachineId;
import io.petaforge.network.capacity.Flows.Among;
import io.petaforge.network.capacity.Flows.Tier;
import io.petaforge.network.dc.DataCenterPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares Ceph's recovery and Spark's shuffle with what hosts, racks and pods carry, each on top of everyday traffic. Rates
 * are for one direction of full-duplex links; the rack and the pod that are loaded most count.
 */
public final class TrafficFit {
    private final DataCenterPlan plan;
    private final TrafficModel model;
    private final Flows flows;

    private TrafficFit(DataCenterPlan plan, TrafficModel model) {
        this.plan = plan;
        this.model = model;
        this.flows = new Flows(plan);
    }

    /**
     * Every load against its narrowest tier, in a fixed order.
     *
     * @throws IllegalArgumentException when the model speaks of a host that is not planned
     */
    public static List<Demand> of(DataCenterPlan plan, TrafficModel model) {
        TrafficFit fit = new TrafficFit(plan, model);
        Among everyday = new Among(model.storage(), model.clientPerHost());
        List<Demand> demands = new ArrayList<>();
        demands.add(fit.narrowest("everyday traffic", List.of(everyday), List.of()));
        demands.addAll(fit.recovery("recovery of one host", fit.anyHost()));
        demands.addAll(fit.recovery("recovery of one rack", fit.flows.largestRack(model.storage())));
        demands.add(fit.narrowest(
                "Spark shuffle", List.of(everyday), List.of(new Among(model.workers(), model.shufflePerHost()))));
        return demands;
    }

    /**
     * What the network would carry if it carried nothing else.
     *
     * @throws IllegalArgumentException when the model speaks of a host that is not planned
     */
    public static Headroom headroom(DataCenterPlan plan, TrafficModel model) {
        TrafficFit fit = new TrafficFit(plan, model);
        Tier narrowest = fit.narrowest(List.of(new Among(fit.flows.hosts(), 1)));
        return new Headroom(
                narrowest.needed() == 0 ? 0 : narrowest.carries() * model.usable() / narrowest.needed(),
                narrowest.name(),
                fit.shortest(fit.anyHost()),
                fit.shortest(fit.flows.largestRack(model.storage())));
    }

    private Set<MachineId> anyHost() {
        return model.storage().isEmpty() ? Set.of() : Set.of(new TreeSet<>(model.storage()).first());
    }

    private Duration shortest(Set<MachineId> lost) {
        Set<MachineId> alive = alive(lost);
        if (lost.isEmpty() || alive.isEmpty()) {
            return Duration.ZERO;
        }
        Tier narrowest = narrowest(List.of(new Among(alive, 1)));
        double perHost = narrowest.needed() == 0 ? 0 : narrowest.carries() * model.usable() / narrowest.needed();
        return perHost == 0 ? Duration.ZERO : Duration.ofSeconds((long) Math.ceil(bits(lost) / alive.size() / perHost));
    }

    private double bits(Set<MachineId> lost) {
        return (double) lost.size() * model.storedPerHost().bytes() * 8 * model.transfersPerByte();
    }

    private Set<MachineId> alive(Set<MachineId> lost) {
        Set<MachineId> alive = new HashSet<>(model.storage());
        alive.removeAll(lost);
        return alive;
    }

    private List<Demand> recovery(String what, Set<MachineId> lost) {
        Set<MachineId> alive = alive(lost);
        if (lost.isEmpty() || alive.isEmpty()) {
            return List.of();
        }
        double perHost = bits(lost) / model.recovery().toSeconds() / alive.size();
        return List.of(
                narrowest(what, List.of(new Among(alive, model.clientPerHost())), List.of(new Among(alive, perHost))));
    }

    private Tier narrowest(List<Among> parts) {
        return flows.tiers(parts).stream()
                .max(Comparator.comparingDouble(tier -> tier.needed() / tier.carries()))
                .orElseThrow();
    }

    private Demand narrowest(String what, List<Among> everyday, List<Among> extra) {
        List<Among> all = new ArrayList<>(everyday);
        all.addAll(extra);
        Tier tier = narrowest(all);
        double usable = tier.carries() * model.usable();
        double always = flows.tiers(everyday).stream()
                .filter(other -> other.name().equals(tier.name()))
                .mapToDouble(Tier::needed)
                .sum();
        boolean recovery = what.startsWith("recovery");
        String change = tier.needed() <= usable ? "" : change(tier, usable, recovery ? tier.needed() - always : 0);
        return new Demand(what, tier.name(), tier.needed(), usable, change);
    }

    private String change(Tier tier, double usable, double recovery) {
        double rest = usable - (tier.needed() - recovery);
        String wider = wider(tier.name(), tier.needed() / usable);
        if (recovery > 0 && rest > 0) {
            // Bandwidth scales with time: what is left for recovery decides how long it takes.
            double hours = model.recovery().toSeconds() / 3600.0 * recovery / rest;
            return String.format(Locale.ROOT, "Allow %.1f hours for it, or %s.", Math.ceil(hours * 10) / 10, wider);
        }
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
