package io.petaforge.storage;

import java.util.List;

/** What the spread of a pool's chunks means for its clients when a failure domain is lost. */
final class SpreadFindings {
    private SpreadFindings() {}

    /** PF-STO-056 where the loss of one failure domain leaves fewer chunks than reads and writes need. */
    static List<Finding> of(CrushRulePlan rule) {
        Protection protection = rule.protection();
        int left = protection.width() - rule.perDomain();
        if (left >= protection.minSize()) {
            return List.of();
        }
        String domain = rule.failureDomain();
        return List.of(new Finding(
                "PF-STO-056",
                "with " + rule.perDomain() + " chunks in each " + domain + ", the loss of one leaves " + left + " of "
                        + protection.width() + ": no data is lost, and reads and writes wait until "
                        + protection.minSize() + " are there again",
                "use a " + domain
                        + " for each chunk or a smaller k + m; else, after such a loss, set the pool's min_size"
                        + " to " + (protection.width() - protection.mostLost()) + " until Ceph has healed"));
    }
}
