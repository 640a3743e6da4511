package io.petaforge.storage.crush;

import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.Protection;
import java.util.ArrayList;
import java.util.List;

/** A planned rule as {@code crushtool} writes it: the steps that Ceph's own commands make for it. */
public final class CrushRuleText {
    private CrushRuleText() {}

    /** The steps, in their order. */
    public static List<String> steps(CrushRulePlan rule) {
        List<String> steps = new ArrayList<>();
        boolean erasure = rule.protection() instanceof Protection.Erasure;
        if (erasure) {
            // What osd crush rule create-erasure writes: holes in a set of chunks cost more than a few more tries.
            steps.add("set_chooseleaf_tries 5");
            steps.add("set_choose_tries 100");
        }
        steps.add("take " + rule.root() + " class " + rule.deviceClass());
        String how = erasure ? "indep " : "firstn ";
        if (rule.perDomain() > 1) {
            // Racks first, then hosts in each of them: of the last rack's hosts the pool's width takes fewer.
            steps.add("choose " + how + rule.domains() + " type " + rule.failureDomain());
            steps.add("chooseleaf " + how + rule.perDomain() + " type host");
        } else {
            steps.add("chooseleaf " + how + "0 type " + rule.failureDomain());
        }
        steps.add("emit");
        return List.copyOf(steps);
    }

    /** The whole rule under a number. */
    public static String render(CrushRulePlan rule, int id) {
        boolean erasure = rule.protection() instanceof Protection.Erasure;
        StringBuilder text = new StringBuilder();
        text.append("rule ").append(rule.name()).append(" {\n\tid ").append(id);
        text.append("\n\ttype ").append(erasure ? "erasure" : "replicated");
        // Ceph 16 has them and nothing after it looks at them: 1 to 10 copies, 3 to k+m chunks.
        text.append("\n\tmin_size ").append(erasure ? 3 : 1);
        text.append("\n\tmax_size ").append(erasure ? rule.protection().width() : 10);
        steps(rule).forEach(step -> text.append("\n\tstep ").append(step));
        return text.append("\n}\n").toString();
    }
}
