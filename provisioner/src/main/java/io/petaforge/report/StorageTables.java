package io.petaforge.report;

import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StoragePlan;
import java.util.Locale;

/** CRUSH rules, erasure code profiles and pools as tables, and what the planner found besides. */
final class StorageTables {
    private StorageTables() {}

    static String render(StoragePlan plan) {
        StringBuilder text = new StringBuilder();
        line(text, "%-26s %-12s %-6s %s", "rule", "protection", "class", "places");
        for (CrushRulePlan rule : plan.rules()) {
            line(
                    text,
                    "%-26s %-12s %-6s %s",
                    rule.name(),
                    protection(rule.protection()),
                    rule.deviceClass(),
                    places(rule));
        }
        text.append('\n');
        if (plan.rules().stream().anyMatch(rule -> rule.protection() instanceof Protection.Erasure)) {
            line(text, "%-26s %3s %3s  %-14s %s", "erasure code profile", "k", "m", "failure domain", "usable");
            for (CrushRulePlan rule : plan.rules()) {
                if (rule.protection() instanceof Protection.Erasure code) {
                    line(
                            text,
                            "%-26s %3d %3d  %-14s %.1f %%",
                            rule.name(),
                            code.k(),
                            code.m(),
                            rule.failureDomain(),
                            code.efficiency() * 100);
                }
            }
            text.append('\n');
        }
        pools(text, plan);
        plan.findings()
                .forEach(finding -> line(text, "%n%s: %s%n    -> %s", finding.code(), finding.text(), finding.fix()));
        return text.toString();
    }

    private static void pools(StringBuilder text, StoragePlan plan) {
        double osds = Math.max(1, plan.osds().size());
        double all = 0;
        line(text, "%-30s %6s %10s  %-26s %-12s %s", "pool", "PGs", "PGs / OSD", "rule", "protection", "");
        for (PoolPlan pool : plan.pools()) {
            double perOsd = pool.placementGroups() * pool.protection().width() / osds;
            all += perOsd;
            line(
                    text,
                    "%-30s %6d %10.1f  %-26s %-12s %s",
                    pool.name(),
                    pool.placementGroups(),
                    perOsd,
                    pool.rule(),
                    protection(pool.protection()),
                    pool.bulk() ? "bulk" : "");
        }
        line(text, "%-30s %6s %10.1f", "all", "", all);
    }

    private static String places(CrushRulePlan rule) {
        String what = rule.protection() instanceof Protection.Erasure ? "chunk" : "copy";
        return rule.perDomain() == 1
                ? "one " + what + " in each of " + rule.domains() + " " + rule.failureDomain() + "s"
                : "up to " + rule.perDomain() + " " + what + "s in each of " + rule.domains() + " "
                        + rule.failureDomain() + "s, each on a host of its own";
    }

    static String protection(Protection protection) {
        return protection instanceof Protection.Erasure code
                ? "ec " + code.k() + "+" + code.m()
                : "replica " + protection.width();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
