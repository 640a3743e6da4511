package io.petaforge.report;

import io.petaforge.ceph.Holdings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What there is of a cluster that is about to end, for people. */
public final class LossText {
    /** The fullest pools are worth a word. */
    private static final int POOLS = 3;

    private LossText() {}

    /**
     * Up to two lines.
     *
     * @param kept whether all of it goes on running
     * @param holdings what its Ceph holds; empty when no monitor answers
     */
    public static List<String> lines(int machines, int osds, int volumes, Optional<Holdings> holdings, boolean kept) {
        List<String> lines = new ArrayList<>();
        String end = kept ? "goes on running, and is forgotten here: " : "will be gone: ";
        if (machines > 0) {
            lines.add(end
                    + machines
                    + (machines == 1 ? " machine" : " machines")
                    + (osds > 0 ? ", " + osds + " OSDs" : "")
                    + (volumes > 0 ? ", " + volumes + " volumes of Spark's workers" : ""));
        }
        if (osds > 0) {
            lines.add(end + holdings.map(LossText::text).orElse("what its Ceph holds, which no monitor can tell now"));
        }
        return lines;
    }

    private static String text(Holdings holdings) {
        return holdings.pools().isEmpty()
                ? "no objects in its Ceph"
                : count(holdings.objects()) + " objects, " + holdings.stored().decimal() + ", in its Ceph: "
                        + holdings.pools().stream()
                                .limit(POOLS)
                                .map(pool -> pool.name() + " " + count(pool.objects()) + ", "
                                        + pool.stored().decimal())
                                .collect(Collectors.joining("; "))
                        + (holdings.pools().size() > POOLS ? "; …" : "");
    }

    private static String count(long objects) {
        return String.format(Locale.ROOT, "%,d", objects);
    }
}
