package io.petaforge.ceph;

import java.util.List;
import java.util.Map;

/** Whether OSDs that are down for long are called out, so that Ceph copies their data elsewhere. */
final class NoOut {
    private NoOut() {}

    /** They stay in however long they are down; names such as {@code osd.3}. */
    static Map<String, Object> set(List<String> osds) {
        return command("osd set-group", osds);
    }

    /** They are called out again. */
    static Map<String, Object> unset(List<String> osds) {
        return command("osd unset-group", osds);
    }

    private static Map<String, Object> command(String prefix, List<String> osds) {
        return Cluster.run(List.of(Cluster.command(prefix, "flags", "noout", "who", osds)));
    }
}
