package io.petaforge.ceph;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.crush.CrushRuleText;
import io.petaforge.storage.crush.CrushWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The planned OSDs, CRUSH tree, rules, profiles and pools against what Ceph's own dumps say there is.
 *
 * <p>Pools of other applications are none of the plan's business: {@code device_health_metrics}, which the manager makes,
 * and what users make. A pool of the gateways that the plan does not have is a difference: the gateways made it by a rule
 * that nobody chose.
 */
final class Layout {
    /** Ceph shows weights with five decimals, cut to multiples of 1/65536. */
    private static final double WEIGHT_STEP = 1.0 / 65536 + 1e-5;

    private final ClusterPlan plan;
    private final ClusterState state;
    private final List<Difference> differences = new ArrayList<>();

    private Layout(ClusterPlan plan, ClusterState state) {
        this.plan = plan;
        this.state = state;
    }

    /** One difference. */
    record Difference(String what, String planned, String found) {}

    /** Everything that differs, in the order of the plan; empty when Ceph has exactly what was planned. */
    static List<Difference> differences(ClusterPlan plan, ClusterState state) {
        Layout layout = new Layout(plan, state);
        layout.osds();
        layout.rules();
        layout.pools();
        return List.copyOf(layout.differences);
    }

    private void osds() {
        Map<Integer, ClusterState.Osd> left = new TreeMap<>();
        state.osds().forEach(osd -> left.put(osd.id(), osd));
        for (OsdPlan osd : plan.storage().osds()) {
            String name = "osd." + osd.id();
            ClusterState.Osd found = left.remove(osd.id());
            if (found == null) {
                add(name, "on " + osd.host(), "nothing");
                continue;
            }
            compare(name + " uuid", osd.uuid(), found.uuid());
            compare(
                    name + " place",
                    "default/" + osd.rack() + "/" + osd.host(),
                    found.root() + "/" + found.rack() + "/" + found.host());
            compare(name + " device class", osd.media().deviceClass(), found.deviceClass());
            double weight = CrushWeight.told(osd.size());
            if (Math.abs(weight - found.weight()) > WEIGHT_STEP) {
                add(name + " weight", String.valueOf(weight), String.valueOf(found.weight()));
            }
        }
        left.forEach((id, osd) -> add("osd." + id, "nothing", osd.root() + "/" + osd.rack() + "/" + osd.host()));
    }

    private void rules() {
        for (CrushRulePlan rule : plan.storage().rules()) {
            String name = "rule " + rule.name();
            String steps = CrushRules.type(rule.protection()) + ": " + String.join("; ", CrushRuleText.steps(rule));
            compare(
                    name,
                    steps,
                    state.rule(rule.name())
                            .map(found -> found.type() + ": " + String.join("; ", found.steps()))
                            .orElse("nothing"));
            Map<String, String> wanted = CrushRules.profile(rule);
            if (wanted.isEmpty()) {
                continue;
            }
            Map<String, String> profile = state.profiles().get(rule.name());
            if (profile == null) {
                add("profile " + rule.name(), wanted.toString(), "nothing");
            } else if (!CrushRules.sameProfile(rule, profile)) {
                add("profile " + rule.name(), wanted.toString(), profile.toString());
            }
        }
    }

    private void pools() {
        Map<String, ClusterState.Pool> left = new TreeMap<>();
        state.pools().forEach(pool -> left.put(pool.name(), pool));
        for (PoolPlan pool : plan.storage().pools()) {
            String name = "pool " + pool.name();
            ClusterState.Pool found = left.remove(pool.name());
            if (found == null) {
                add(name, "by rule " + pool.rule(), "nothing");
                continue;
            }
            String type = CrushRules.type(pool.protection());
            compare(name + " type", type, found.type());
            compare(name + " size", pool.protection().width(), found.size());
            compare(name + " min_size", pool.minSize(), found.minSize());
            compare(name + " rule", pool.rule(), found.rule());
            compare(name + " profile", type.equals("erasure") ? pool.rule() : "", found.profile());
            compare(name + " placement groups", pool.placementGroups(), found.pgs());
            compare(name + " autoscale", "off", found.autoscale());
            if (state.knowsBulk()) {
                compare(name + " bulk", pool.bulk(), found.bulk());
            }
            if (!found.applications().contains(pool.application())) {
                add(name + " application", pool.application(), String.join(", ", found.applications()));
            }
        }
        left.values().stream()
                .filter(pool -> pool.applications().contains("rgw"))
                .forEach(pool -> add("pool " + pool.name(), "nothing", "by rule " + pool.rule()));
    }

    private void compare(String what, Object planned, Object found) {
        if (!planned.equals(found)) {
            add(what, String.valueOf(planned), String.valueOf(found));
        }
    }

    private void add(String what, String planned, String found) {
        differences.add(new Difference(what, planned, found.isEmpty() ? "none" : found));
    }
}
