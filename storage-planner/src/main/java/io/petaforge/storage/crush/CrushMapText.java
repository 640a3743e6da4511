package io.petaforge.storage.crush;

import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.StoragePlan;
import java.util.List;

/**
 * The whole planned CRUSH map in the form of {@code crushtool --decompile}, with more decimals in the weights than some
 * releases write, so that the compiled map has the weights of the cluster exactly.
 */
public final class CrushMapText {
    /** The number of the plan's first rule: a new cluster has a rule 0 of its own, {@code replicated_rule}. */
    public static final int FIRST_RULE = 1;

    /**
     * Ceph's profile "jewel", the default ("optimal") since then; 54 allows straw2 beside the algorithms of old maps
     * (CrushWrapper::set_tunables_jewel).
     */
    private static final List<String> TUNABLES = List.of(
            "choose_local_tries 0",
            "choose_local_fallback_tries 0",
            "choose_total_tries 50",
            "chooseleaf_descend_once 1",
            "chooseleaf_vary_r 1",
            "chooseleaf_stable 1",
            "straw_calc_version 1",
            "allowed_bucket_algs 54");

    /** The bucket types of every new cluster, by number (OSDMap::build_simple_crush_map). */
    private static final List<String> TYPES = List.of(
            "osd", "host", "chassis", "rack", "row", "pdu", "pod", "room", "datacenter", "zone", "region", "root");

    private CrushMapText() {}

    /** Renders the map; rules are numbered from {@link #FIRST_RULE} in the order of the plan. */
    public static String render(StoragePlan plan) {
        StringBuilder text = new StringBuilder("# begin crush map\n");
        TUNABLES.forEach(tunable -> text.append("tunable ").append(tunable).append('\n'));
        text.append("\n# devices\n");
        for (OsdPlan osd : plan.osds()) {
            text.append("device ").append(osd.id()).append(" osd.").append(osd.id());
            text.append(" class ").append(osd.media().deviceClass()).append('\n');
        }
        text.append("\n# types\n");
        for (int number = 0; number < TYPES.size(); number++) {
            text.append("type ")
                    .append(number)
                    .append(' ')
                    .append(TYPES.get(number))
                    .append('\n');
        }
        text.append("\n# buckets\n");
        CrushTree.of(plan).buckets().forEach(bucket -> bucket(text, bucket));
        text.append("\n# rules\n");
        for (int number = 0; number < plan.rules().size(); number++) {
            text.append(CrushRuleText.render(plan.rules().get(number), FIRST_RULE + number));
        }
        return text.append("\n# end crush map\n").toString();
    }

    private static void bucket(StringBuilder text, CrushBucket bucket) {
        text.append(bucket.type()).append(' ').append(bucket.name()).append(" {\n");
        text.append("\tid ").append(bucket.id()).append("\t\t# do not change unnecessarily\n");
        bucket.shadows().forEach((media, id) -> text.append("\tid ")
                .append(id)
                .append(" class ")
                .append(media)
                .append("\t\t# do not change unnecessarily\n"));
        text.append("\t# weight ").append(bucket.weight()).append("\n\talg straw2\n\thash 0\t# rjenkins1\n");
        bucket.items().forEach(item -> text.append("\titem ")
                .append(item.name())
                .append(" weight ")
                .append(item.weight())
                .append('\n'));
        text.append("}\n");
    }
}
