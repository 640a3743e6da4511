package io.petaforge.storage;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans OSDs, CRUSH rules and the RADOS Gateway's pools. */
public final class StoragePlanner {
    private static final String CRUSH_ROOT = "default";

    /** The pools of RGW's default zone that hold next to nothing. */
    private static final List<String> SMALL_POOLS = List.of(
            ".rgw.root", "default.rgw.log", "default.rgw.control", "default.rgw.meta", "default.rgw.buckets.non-ec");

    private static final String INDEX_POOL = "default.rgw.buckets.index";
    private static final String DATA_POOL = "default.rgw.buckets.data";

    private StoragePlanner() {}

    /**
     * Plans the storage; the same request gives the same plan.
     *
     * @throws PetaforgeException with every reason ({@code PF-STO-NNN}) when the request cannot be met
     */
    public static StoragePlan plan(StorageRequest request) {
        List<Problem> problems = StorageCheck.problems(request);
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        List<OsdPlan> osds = OsdPlanner.osds(request);
        Map<String, Integer> hosts = request.hostsPerDomain();
        boolean erasure = request.protection() instanceof Protection.Erasure;
        Protection.Replicated copies =
                ProtectionChoice.copies(hosts, request.protection()).orElseThrow();
        Optional<Spread> copiesSpread =
                erasure ? ProtectionChoice.spread(hosts, copies) : Spread.of(hosts, request.protection());
        CrushRulePlan copiesRule = rule(request, osds.get(0).media().deviceClass(), copies, copiesSpread.orElseThrow());
        List<CrushRulePlan> rules = new ArrayList<>(List.of(copiesRule));
        CrushRulePlan dataRule = copiesRule;
        if (erasure) {
            Spread spread = Spread.of(hosts, request.protection()).orElseThrow();
            dataRule = rule(request, copiesRule.deviceClass(), request.protection(), spread);
            rules.add(dataRule);
        }
        return new StoragePlan(
                osds,
                rules,
                pools(request, copies, copiesRule, dataRule),
                request.orders().excluded(),
                request.orders().wipe(),
                Stream.concat(SpreadFindings.of(dataRule).stream(), HostFindings.of(request, osds).stream())
                        .toList());
    }

    /** As the inventory writes it: {@code replica 3}, {@code ec 4+2}. */
    static String describe(Protection protection) {
        return protection instanceof Protection.Erasure erasure
                ? "ec " + erasure.k() + "+" + erasure.m()
                : "replica " + protection.width();
    }

    private static CrushRulePlan rule(
            StorageRequest request, String deviceClass, Protection protection, Spread spread) {
        String kind = protection instanceof Protection.Erasure erasure
                ? "ec-" + erasure.k() + "-" + erasure.m()
                : "replicated";
        String domain = request.failureDomain().bucketType();
        return new CrushRulePlan(
                String.join("-", kind, domain, deviceClass),
                CRUSH_ROOT,
                domain,
                deviceClass,
                protection,
                spread.domains(),
                spread.perDomain());
    }

    private static List<PoolPlan> pools(
            StorageRequest request, Protection.Replicated copies, CrushRulePlan copiesRule, CrushRulePlan dataRule) {
        PlacementGroups pgs = PlacementGroups.of(request, SMALL_POOLS.size(), copiesRule, dataRule);
        List<PoolPlan> pools = new ArrayList<>();
        for (String name : SMALL_POOLS) {
            pools.add(new PoolPlan(name, copies, copiesRule.name(), pgs.small(), "rgw", false));
        }
        pools.add(new PoolPlan(INDEX_POOL, copies, copiesRule.name(), pgs.index(), "rgw", false));
        pools.add(new PoolPlan(DATA_POOL, request.protection(), dataRule.name(), pgs.data(), "rgw", true));
        return pools.stream().map(pool -> notFewer(pool, request)).toList();
    }

    /** A pool keeps the placement groups that it has when OSDs leave: to merge them would move its data once more. */
    private static PoolPlan notFewer(PoolPlan pool, StorageRequest request) {
        int had = request.previous().stream()
                .flatMap(plan -> plan.pools().stream())
                .filter(before -> before.name().equals(pool.name()))
                .mapToInt(PoolPlan::placementGroups)
                .findFirst()
                .orElse(0);
        return had <= pool.placementGroups()
                ? pool
                : new PoolPlan(
                        pool.name(),
                        pool.protection(),
                        pool.minSize(),
                        pool.rule(),
                        had,
                        pool.application(),
                        pool.bulk());
    }
}
