package io.petaforge.network.capacity;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Shape;

/**
 * What the network carries when all is well. Rates in bit/s, in one direction.
 *
 * @param hosts what all hosts together can send
 * @param uplinks from leaves to spines
 * @param core from spines to super-spines; 0 without
 * @param bisection between two equal halves of the hosts: half of the narrowest tier
 * @param leafOversubscription host bandwidth over uplink bandwidth of a rack with all the hosts that it is planned for; 0
 *     without spines
 * @param spineOversubscription uplink bandwidth over core bandwidth of a spine with all the racks that it has ports for; 0
 *     without super-spines
 * @param hostWidth equal-cost next hops of a host
 * @param leafWidth of a leaf
 * @param spineWidth of a spine towards other pods; 0 without super-spines
 */
public record Capacity(
        double hosts,
        double uplinks,
        double core,
        double bisection,
        double leafOversubscription,
        double spineOversubscription,
        int hostWidth,
        int leafWidth,
        int spineWidth) {
    /** Counts a plan. */
    public static Capacity of(DataCenterPlan plan) {
        Shape shape = plan.shape();
        double perHost = plan.request().host().effectiveRate()
                * (double) plan.request().host().ports().size();
        double hosts = plan.tier(Role.HOST).size() * perHost;
        double uplinks = rate(plan, LinkKind.UPLINK);
        double core = rate(plan, LinkKind.CORE);
        double narrowest = hosts;
        if (plan.racks().size() > 1) {
            narrowest = Math.min(narrowest, uplinks);
        }
        if (plan.pods() > 1) {
            narrowest = Math.min(narrowest, core);
        }
        double rackUp = (double) shape.leavesPerRack()
                * shape.uplinks()
                * shape.uplinkRate().bitsPerSecond();
        double spineDown = (double) shape.racksPerPod()
                * shape.leavesPerRack()
                * shape.spineLinks()
                * shape.uplinkRate().bitsPerSecond();
        int coreWidth = shape.superSpines() * shape.coreLinks();
        return new Capacity(
                hosts,
                uplinks,
                core,
                narrowest / 2,
                rackUp == 0 ? 0 : plan.request().sizing().hostsPerRack() * perHost / rackUp,
                coreWidth == 0
                        ? 0
                        : spineDown / (coreWidth * (double) shape.coreRate().bitsPerSecond()),
                plan.request().design().hostsRoute()
                        ? plan.request().host().ports().size()
                        : 1,
                shape.uplinks(),
                coreWidth);
    }

    private static double rate(DataCenterPlan plan, LinkKind kind) {
        return plan.links().stream()
                .filter(link -> link.kind() == kind)
                .mapToDouble(link -> link.rate().bitsPerSecond())
                .sum();
    }
}
