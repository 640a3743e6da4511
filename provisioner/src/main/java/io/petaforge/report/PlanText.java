package io.petaforge.report;

import io.petaforge.api.Asn;
import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Subnet;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.storage.OsdPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The plan for people: the layout as a tree, the storage's tables, the fabric, the services that clients use. */
public final class PlanText {
    /** Up to so many switches each has its line. */
    private static final int MOST_SWITCHES = 24;

    private PlanText() {}

    /** Renders the plan under its id. */
    public static String render(ClusterPlan plan, String id) {
        StringBuilder text = new StringBuilder();
        line(text, "%s", title(plan, id));
        text.append('\n').append(LayoutText.render(plan));
        text.append('\n').append(StorageTables.render(plan.storage())).append('\n');
        fabric(text, plan);
        text.append('\n');
        line(
                text,
                "S3     %s at %s (%s %s), user %s, bucket %s",
                plan.ceph().s3().url(),
                plan.ceph().s3().addresses().isEmpty()
                        ? "addresses that are not known yet"
                        : String.join(", ", plan.ceph().s3().addresses()),
                plan.usesExistingNetwork() ? "each of" : "anycast from",
                names(plan.ceph().rgws()),
                plan.ceph().s3().user(),
                plan.ceph().s3().bucket());
        line(
                text,
                "Spark  %s, Scala %s, Hadoop %s; executors of %d cores and %s",
                plan.spark().distribution().spark(),
                plan.spark().distribution().scala(),
                plan.spark().distribution().hadoop(),
                plan.spark().executor().cores(),
                plan.spark().executor().memory());
        text.append('\n').append(PredictionText.render(plan));
        return text.toString();
    }

    /** One line about the whole. */
    static String title(ClusterPlan plan, String id) {
        return String.format(
                Locale.ROOT,
                "cluster %s, plan %s: %d hosts in %d racks, %d OSDs with %s raw",
                plan.cluster(),
                id,
                plan.machines().size(),
                plan.machines().stream()
                        .map(machine -> machine.location().rack())
                        .distinct()
                        .count(),
                plan.storage().osds().size(),
                plan.storage().osds().stream()
                        .map(OsdPlan::size)
                        .reduce(new ByteSize(0), ByteSize::plus)
                        .decimal());
    }

    private static void fabric(StringBuilder text, ClusterPlan plan) {
        if (plan.usesExistingNetwork()) {
            line(text, "network as it is: hosts keep their addresses, and nothing of it is set up");
            plan.devices()
                    .forEach(host -> line(
                            text,
                            "  %-14s %s",
                            host.id(),
                            host.address().isEmpty() ? "an address that is not known yet" : host.address()));
            return;
        }
        List<Device> spines = plan.fabric().tier(Role.SPINE);
        List<Device> leaves = plan.fabric().tier(Role.LEAF);
        line(
                text,
                "fabric %s: %d spines, %d leaves, %d cables, MTU %d",
                plan.fabric().request().design().yaml(),
                spines.size(),
                leaves.size(),
                plan.fabric().links().size(),
                plan.fabric().request().mtu());
        if (!plan.makesSwitches()) {
            line(
                    text,
                    "  the switches are the site's: 'petaforge network plan --write DIR' writes their configurations");
        }
        if (spines.size() + leaves.size() > MOST_SWITCHES) {
            return;
        }
        plan.fabric().devices().stream()
                .filter(node -> node.role() != Role.HOST)
                .forEach(node -> line(
                        text,
                        "  %-14s %-15s AS %s, ports %s",
                        node.id(),
                        node.address(),
                        node.asn().map(Asn::toString).orElse("-"),
                        String.join(" ", node.portNames())));
        segments(text, plan.fabric());
    }

    /** Each segment once: one that spans racks is the same in every rack. */
    private static void segments(StringBuilder text, DataCenterPlan fabric) {
        Set<Subnet> shown = new HashSet<>();
        for (RackPlan rack : fabric.racks()) {
            for (Subnet segment : rack.subnets()) {
                if (shown.add(segment)) {
                    line(
                            text,
                            "  %-14s %-15s gateway %s%s, MTU %d on hosts",
                            segment.purpose() + (segment.overlay().isPresent() ? "" : " " + rack.name()),
                            segment.range(),
                            segment.gateway(),
                            segment.overlay()
                                    .map(overlay -> " on every leaf, VNI " + overlay.vni())
                                    .orElse(""),
                            fabric.request().hostMtu());
                }
            }
        }
    }

    private static String names(List<MachineId> machines) {
        return machines.stream().map(MachineId::value).collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
