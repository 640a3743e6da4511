package io.petaforge.ceph;

import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.Protection;
import io.petaforge.storage.crush.CrushRuleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The planned CRUSH rules and erasure code profiles against those of the cluster. One that differs is made anew while no
 * pool uses it; under a pool it would move that pool's data, which is left to the operator.
 */
final class CrushRules {
    private CrushRules() {}

    /** Rules and profiles under data that differ from the plan. */
    static List<Problem> refused(ClusterPlan plan, ClusterState state) {
        List<Problem> problems = new ArrayList<>();
        for (CrushRulePlan rule : plan.storage().rules()) {
            List<String> users = users(state, rule);
            if (users.isEmpty()) {
                continue;
            }
            if (state.rule(rule.name()).filter(found -> !same(rule, found)).isPresent()) {
                problems.add(Problem.of(
                        "PF-CEPH-014",
                        "the CRUSH rule " + rule.name() + " is "
                                + String.join(
                                        "; ",
                                        state.rule(rule.name()).orElseThrow().steps()) + ", not the planned "
                                + String.join("; ", CrushRuleText.steps(rule)) + ", and data lies by it ("
                                + String.join(", ", users) + ")",
                        "keep the storage section that it was made by, or move the pools to another rule, remove this one"
                                + " with 'ceph osd crush rule rm' and build again"));
            }
            Map<String, String> profile = state.profiles().get(rule.name());
            if (profile != null && !sameProfile(rule, profile)) {
                problems.add(Problem.of(
                        "PF-CEPH-015",
                        "the erasure code profile " + rule.name() + " has " + profile + ", not the planned "
                                + profile(rule) + ", and data is coded by it (" + String.join(", ", users) + ")",
                        "a profile cannot change under its data: copy it to a pool with another profile"));
            }
        }
        return problems;
    }

    /** What makes the missing rules and those that no pool uses as planned, round by round. */
    static List<List<Map<String, Object>>> rounds(ClusterPlan plan, Optional<ClusterState> state) {
        List<Map<String, Object>> removals = new ArrayList<>();
        List<Map<String, Object>> profiles = new ArrayList<>();
        List<Map<String, Object>> rules = new ArrayList<>();
        for (CrushRulePlan rule : plan.storage().rules()) {
            Optional<ClusterState.Rule> found = state.flatMap(s -> s.rule(rule.name()));
            boolean replaced = found.filter(there -> !same(rule, there)).isPresent();
            if (replaced) {
                removals.add(Cluster.command("osd crush rule rm", "name", rule.name()));
            }
            Optional<Map<String, String>> known =
                    state.flatMap(s -> Optional.ofNullable(s.profiles().get(rule.name())));
            if (rule.protection() instanceof Protection.Erasure
                    && known.filter(there -> sameProfile(rule, there)).isEmpty()) {
                known.ifPresent(
                        there -> removals.add(Cluster.command("osd erasure-code-profile rm", "name", rule.name())));
                List<String> settings = new ArrayList<>();
                profile(rule).forEach((key, value) -> settings.add(key + "=" + value));
                profiles.add(Cluster.command("osd erasure-code-profile set", "name", rule.name(), "profile", settings));
            }
            if ((found.isEmpty() || replaced) && rule.perDomain() == 1) {
                rules.add(create(rule));
            }
        }
        return List.of(removals, profiles, rules);
    }

    /** Rules that none of Ceph's commands makes, those with several chunks in a domain, as crushtool's text. */
    static List<Map<String, Object>> texts(ClusterPlan plan, Optional<ClusterState> state) {
        List<Map<String, Object>> texts = new ArrayList<>();
        for (CrushRulePlan rule : plan.storage().rules()) {
            boolean there = state.flatMap(s -> s.rule(rule.name()))
                    .filter(found -> same(rule, found))
                    .isPresent();
            if (rule.perDomain() > 1 && !there) {
                // The number is not known before the map is read: %d stands for it.
                String text = CrushRuleText.render(rule, 0).replaceFirst("\n\tid 0\n", "\n\tid %d\n");
                texts.add(Map.of("name", rule.name(), "text", text));
            }
        }
        return texts;
    }

    private static Map<String, Object> create(CrushRulePlan rule) {
        if (rule.protection() instanceof Protection.Erasure) {
            return Cluster.command("osd crush rule create-erasure", "name", rule.name(), "profile", rule.name());
        }
        return Cluster.command(
                "osd crush rule create-replicated",
                "name",
                rule.name(),
                "root",
                rule.root(),
                "type",
                rule.failureDomain(),
                "class",
                rule.deviceClass());
    }

    /** Whether a rule is the planned one. */
    static boolean same(CrushRulePlan rule, ClusterState.Rule found) {
        return found.type().equals(type(rule.protection())) && found.steps().equals(CrushRuleText.steps(rule));
    }

    /** Whether a profile has what is planned; what Ceph adds to it is its own. */
    static boolean sameProfile(CrushRulePlan rule, Map<String, String> found) {
        return found.entrySet().containsAll(profile(rule).entrySet());
    }

    /** The settings of a rule's profile; empty for whole copies. */
    static Map<String, String> profile(CrushRulePlan rule) {
        Map<String, String> settings = new TreeMap<>();
        if (rule.protection() instanceof Protection.Erasure erasure) {
            settings.put("k", String.valueOf(erasure.k()));
            settings.put("m", String.valueOf(erasure.m()));
            settings.put("crush-root", rule.root());
            settings.put("crush-failure-domain", rule.failureDomain());
            settings.put("crush-device-class", rule.deviceClass());
        }
        return settings;
    }

    /** Ceph's word for a kind of protection. */
    static String type(Protection protection) {
        return protection instanceof Protection.Erasure ? "erasure" : "replicated";
    }

    private static List<String> users(ClusterState state, CrushRulePlan rule) {
        List<String> planned = new ArrayList<>();
        for (ClusterState.Pool pool : state.pools()) {
            if (pool.rule().equals(rule.name()) || pool.profile().equals(rule.name())) {
                planned.add(pool.name());
            }
        }
        return planned;
    }

    /** The rule of a planned pool. */
    static CrushRulePlan of(ClusterPlan plan, PoolPlan pool) {
        return plan.storage().rules().stream()
                .filter(rule -> rule.name().equals(pool.rule()))
                .findFirst()
                .orElseThrow();
    }
}
