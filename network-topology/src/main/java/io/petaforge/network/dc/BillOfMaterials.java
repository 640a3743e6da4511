package io.petaforge.network.dc;

import io.petaforge.api.BitRate;
import io.petaforge.api.MachineId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What has to be bought: counts by description, in alphabetical order.
 *
 * @param switches by model
 * @param cables by rate, medium and length; one that is split at one end (a part of a broken-out cage) counts as one leg
 * @param optics by their IEEE 802.3 type; a broken-out cage takes one for all its parts
 */
public record BillOfMaterials(Map<String, Integer> switches, Map<String, Integer> cables, Map<String, Integer> optics) {
    public BillOfMaterials {
        switches = Collections.unmodifiableMap(new TreeMap<>(switches));
        cables = Collections.unmodifiableMap(new TreeMap<>(cables));
        optics = Collections.unmodifiableMap(new TreeMap<>(optics));
    }

    /** Counts a plan. */
    public static BillOfMaterials of(DataCenterPlan plan) {
        Map<String, Integer> switches = new HashMap<>();
        DataCenterRequest.Switches models = plan.request().switches();
        count(switches, models.leaf().name() + " (leaf)", plan.tier(Role.LEAF).size());
        count(
                switches,
                models.spine().name() + " (spine)",
                plan.tier(Role.SPINE).size());
        models.superSpine()
                .ifPresent(model -> count(
                        switches,
                        model.name() + " (super-spine)",
                        plan.tier(Role.SUPER_SPINE).size()));
        Map<String, Integer> cables = new HashMap<>();
        Map<MachineId, Map<String, Medium>> media = new HashMap<>();
        for (Link link : plan.links()) {
            count(cables, link.rate() + " " + link.medium() + " " + link.metres() + " m", 1);
            media.computeIfAbsent(link.a().machine(), id -> new HashMap<>())
                    .put(link.a().port(), link.medium());
            media.computeIfAbsent(link.b().machine(), id -> new HashMap<>())
                    .put(link.b().port(), link.medium());
        }
        Map<String, Integer> optics = new HashMap<>();
        for (Device device : plan.devices()) {
            Set<Integer> cages = new HashSet<>();
            for (Port port : device.ports()) {
                Medium medium = media.getOrDefault(device.id(), Map.of()).get(port.name());
                if (medium != null && medium != Medium.DAC && cages.add(port.cage())) {
                    BitRate cage = new BitRate(port.rate().bitsPerSecond() * port.parts());
                    count(optics, optic(cage, medium) + (port.parts() > 1 ? " split " + port.parts() : ""), 1);
                }
            }
        }
        return new BillOfMaterials(switches, cables, optics);
    }

    /** Names by IEEE 802.3 for the reach of the medium, see {@link Medium}. */
    private static String optic(BitRate rate, Medium medium) {
        long gigabits = rate.bitsPerSecond() / 1_000_000_000L;
        String base = gigabits + "GBASE-";
        if (medium == Medium.MMF) {
            return base
                    + (gigabits >= 400 ? "SR8" : gigabits == 100 || gigabits == 200 || gigabits == 40 ? "SR4" : "SR");
        }
        return base + (gigabits >= 200 ? "DR4" : gigabits == 100 ? "DR" : gigabits == 40 ? "LR4" : "LR");
    }

    private static void count(Map<String, Integer> counts, String what, int more) {
        if (more > 0) {
            counts.merge(what, more, Integer::sum);
        }
    }
}
