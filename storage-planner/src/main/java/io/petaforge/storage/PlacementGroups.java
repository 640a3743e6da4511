package io.petaforge.storage;

/**
 * Decides how many placement groups the pools get.
 *
 * <p>Pools that hold next to nothing get a few. The bucket index, which holds little but is written with every object,
 * gets about one for each OSD, so that all take part. The data pool, where all but a few hundredths of the bytes go, gets
 * all that is left of the budget.
 */
final class PlacementGroups {
    /** mon_max_pg_per_osd of Ceph 16: a pool that would bring the average above it is refused. */
    static final int MON_MAX_PG_PER_OSD = 250;

    /** device_health_metrics, which the mgr makes with one placement group of Ceph's default three copies. */
    private static final int MGR_REPLICAS = 3;

    private final int small;
    private final int index;
    private final int data;

    private PlacementGroups(int small, int index, int data) {
        this.small = small;
        this.index = index;
        this.data = data;
    }

    /**
     * @param smallPools how many pools hold next to nothing
     * @param copiesRule rule of every pool but the data pool
     * @param dataRule rule of the data pool
     */
    static PlacementGroups of(
            StorageRequest request, int smallPools, CrushRulePlan copiesRule, CrushRulePlan dataRule) {
        int copies = copiesRule.protection().width();
        int osds = new OsdsPerDrive(request).all();
        long budget = (long) osds * request.sizing().mostPgsPerOsd() - MGR_REPLICAS;
        int width = dataRule.protection().width();

        int small = request.sizing().smallPoolPgs();
        while (small > 1 && (long) smallPools * small * copies > budget / 4) {
            small /= 2;
        }
        long left = budget - (long) smallPools * small * copies;
        int index = (int) powerOfTwoWithin(Math.min(osds, left / 4 / copies));
        left -= (long) index * copies;
        int data = (int) powerOfTwoWithin(left / width);

        CrushShares shares = new CrushShares(request);
        double others = (smallPools * small + index + 1) * shares.busiest(spread(copiesRule));
        double each = shares.busiest(spread(dataRule));
        while (data > 1 && others + data * each > MON_MAX_PG_PER_OSD) {
            data /= 2;
        }
        return new PlacementGroups(small, index, data);
    }

    private static Spread spread(CrushRulePlan rule) {
        return new Spread(rule.domains(), rule.perDomain());
    }

    int small() {
        return small;
    }

    int index() {
        return index;
    }

    int data() {
        return data;
    }

    private static long powerOfTwoWithin(long limit) {
        return Long.highestOneBit(Math.max(1, limit));
    }
}
