package io.petaforge.network.capacity;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Shape;
import io.petaforge.network.dc.Subnet;
import io.petaforge.network.dc.SwitchModel;
import java.util.ArrayList;
import java.util.List;

/** What runs out as the network grows: ports, AS numbers, addresses, routes and next hops of the switches' tables. */
public final class Limits {
    /** What a Linux kernel knows of a segment's hosts as it is delivered: net.ipv4.neigh.default.gc_thresh3. */
    private static final int NEIGHBOURS = 1024;

    private Limits() {}

    /** Every limit, in a fixed order. */
    public static List<Limit> of(DataCenterPlan plan) {
        DataCenterRequest request = plan.request();
        Shape shape = plan.shape();
        List<Limit> limits = new ArrayList<>();
        limits.add(new Limit(
                "racks",
                plan.racks().size(),
                shape.mostRacks(),
                request.design() == Design.FLAT_L2
                        ? "Write network.design: l3-host."
                        : "Plan anew with more ports for spines, or with super-spines."));
        limits.add(new Limit(
                "hosts of a rack",
                plan.tier(Role.HOST).stream()
                        .mapToInt(host -> host.number() + 1)
                        .max()
                        .orElse(0),
                request.sizing().hostsPerRack(),
                "Raise network.hardware.hosts-per-rack as far as the leaf has ports."));
        // Hosts that share the last number of the range say nothing about how far it is used.
        long asns = plan.devices().stream()
                .filter(device -> device.role() != Role.HOST || request.design().hostsRoute())
                .flatMap(device -> device.asn().stream())
                .mapToLong(asn -> asn.value() - request.asns().first().value() + 1)
                .max()
                .orElse(0);
        limits.add(new Limit(
                "AS numbers, up to the highest", asns, request.asns().size(), "Use the 32-bit private range."));
        if (request.design().spansRacks()) {
            limits.add(
                    new Limit(
                            "hosts of a segment",
                            plan.tier(Role.HOST).size(),
                            NEIGHBOURS,
                            "Write network.design: l3-tor, or raise net.ipv4.neigh.default.gc_thresh3 on every host and leaf."));
        }
        limits.add(routes("routes of a leaf", plan, request.switches().leaf()));
        if (shape.spines() > 0) {
            limits.add(routes("routes of a spine", plan, request.switches().spine()));
            limits.add(new Limit(
                    "next hops of a leaf",
                    shape.uplinks(),
                    request.switches().leaf().ecmp(),
                    "Use fewer and faster uplinks."));
            // What a spine can choose between for one host: the leaves of its rack, over all links to each.
            limits.add(new Limit(
                    "next hops of a spine",
                    Math.max(shape.leavesPerRack() * shape.spineLinks(), shape.superSpines() * shape.coreLinks()),
                    request.switches().spine().ecmp(),
                    "Use fewer and faster links to the super-spines."));
        }
        request.switches().superSpine().filter(model -> shape.fiveStage()).ifPresent(model -> {
            limits.add(routes("routes of a super-spine", plan, model));
            limits.add(new Limit("pods", plan.pods(), shape.mostPods(), "Use super-spines with more ports."));
        });
        return limits;
    }

    /** Nothing is aggregated: each switch knows every loopback, service and rack subnet. */
    private static Limit routes(String what, DataCenterPlan plan, SwitchModel model) {
        long routes = plan.services().size()
                + plan.devices().stream()
                        .mapToLong(device -> device.loopbacks().size())
                        .sum()
                + plan.racks().stream()
                        .flatMap(rack -> rack.subnets().stream())
                        .map(Subnet::range)
                        .distinct()
                        .count();
        return new Limit(
                what,
                routes,
                model.routes(),
                "Write network.design: l3-tor (a route for each rack, not each host), or choose a switch with a larger"
                        + " table.");
    }
}
