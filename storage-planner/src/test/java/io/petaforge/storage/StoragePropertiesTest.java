package io.petaforge.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Media;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.StorageRequest.Sizing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class StoragePropertiesTest {
    @Property(tries = 300)
    void everyDriveIsOneOsdWithIdsFromZeroAndItsOwnUuid(@ForAll("requests") StorageRequest request) {
        StoragePlan plan = StoragePlanner.plan(request);
        assertEquals(request.driveCount(), plan.osds().size());
        for (int i = 0; i < plan.osds().size(); i++) {
            assertEquals(i, plan.osds().get(i).id());
        }
        assertEquals(
                plan.osds().size(),
                plan.osds().stream().map(OsdPlan::uuid).distinct().count());
    }

    @Property(tries = 300)
    void poolsStayWithinTheBudgetAndUseItUnlessDrivesAreUneven(@ForAll("requests") StorageRequest request) {
        StoragePlan plan = StoragePlanner.plan(request);
        long replicas = plan.pools().stream()
                .mapToLong(pool ->
                        (long) pool.placementGroups() * pool.protection().width())
                .sum();
        long budget = (long) request.driveCount() * request.sizing().mostPgsPerOsd();
        long leastPossible = plan.pools().stream()
                .mapToLong(pool -> pool.protection().width())
                .sum();
        assertTrue(replicas <= Math.max(budget, leastPossible), replicas + " > " + budget);
        double busiest = plan.pools().stream()
                .mapToDouble(pool -> pool.placementGroups() * new CrushShares(request).busiest(spread(plan, pool)))
                .sum();
        assertTrue(
                busiest <= PlacementGroups.MON_MAX_PG_PER_OSD || dataPool(plan).placementGroups() == 1,
                "the busiest OSD carries " + busiest);
        boolean halvedForTheBusiest = busiest > PlacementGroups.MON_MAX_PG_PER_OSD / 2.0 - 60;
        if (!halvedForTheBusiest && budget > 4 * leastPossible) {
            assertTrue(replicas * 3 > budget, replicas + " of " + budget + " is too little");
        }
    }

    @Property(tries = 300)
    void theDataPoolHasTheMostPlacementGroupsAndItsProtection(@ForAll("requests") StorageRequest request) {
        StoragePlan plan = StoragePlanner.plan(request);
        PoolPlan data = dataPool(plan);
        assertEquals(request.protection(), data.protection());
        assertTrue(data.bulk());
        Map<String, CrushRulePlan> rules =
                plan.rules().stream().collect(Collectors.toMap(CrushRulePlan::name, Function.identity()));
        for (PoolPlan pool : plan.pools()) {
            CrushRulePlan rule = rules.get(pool.rule());
            assertEquals(pool.protection(), rule.protection(), pool.name());
            if (pool != data) {
                assertTrue(pool.protection() instanceof Protection.Replicated, pool.name());
                assertTrue(pool.protection().width() <= domains(request), pool.name());
            }
        }
    }

    @Property(tries = 300)
    void hostsAddedAtTheEndChangeNoOsd(
            @ForAll("requests") StorageRequest request, @ForAll @IntRange(min = 1, max = 4) int more) {
        List<StorageRequest.Host> hosts = new ArrayList<>(request.hosts());
        for (int i = 0; i < more; i++) {
            hosts.add(Requests.host(900 + i, "r1", "64GiB", "1GiB", Requests.drives("N" + i, 3, "1TB", Media.SSD)));
        }
        StoragePlan before = StoragePlanner.plan(request);
        StoragePlan after = StoragePlanner.plan(Requests.with(request, hosts, Optional.empty()));
        assertEquals(before.osds(), after.osds().subList(0, before.osds().size()));
    }

    @Property(tries = 300)
    void aPlanInForceKeepsItsOsdsAndNumbersAreNotUsedTwice(@ForAll("requests") StorageRequest request) {
        StoragePlan before = StoragePlanner.plan(request);
        List<StorageRequest.Host> hosts = new ArrayList<>();
        hosts.add(Requests.host(900, "r1", "64GiB", "1GiB", Requests.drives("AAA", 2, "1TB", Media.SSD)));
        for (StorageRequest.Host host : request.hosts()) {
            List<StorageRequest.Drive> drives =
                    new ArrayList<>(host.drives().subList(1, host.drives().size()));
            drives.addAll(Requests.drives("0-" + host.id(), 1, "1TB", Media.SSD));
            hosts.add(new StorageRequest.Host(host.id(), host.rack(), host.memory(), host.reserved(), drives));
        }
        StoragePlan after = StoragePlanner.plan(Requests.with(request, hosts, Optional.of(before)));
        Map<String, Integer> ids = before.osds().stream().collect(Collectors.toMap(OsdPlan::uuid, OsdPlan::id));
        HashSet<Integer> old = new HashSet<>(ids.values());
        for (OsdPlan osd : after.osds()) {
            if (ids.containsKey(osd.uuid())) {
                assertEquals(ids.get(osd.uuid()), osd.id());
            } else {
                assertTrue(!old.contains(osd.id()), osd + " took a number that is gone");
            }
        }
        assertEquals(
                after.osds().size(),
                after.osds().stream().map(OsdPlan::id).distinct().count());
    }

    @Property(tries = 300)
    void sharesOfOnePlacementGroupAddUp(@ForAll("requests") StorageRequest request) {
        StoragePlan plan = StoragePlanner.plan(request);
        double busiest = new CrushShares(request).busiest(spread(plan, dataPool(plan)));
        assertTrue(busiest > 0 && busiest <= 1, String.valueOf(busiest));
    }

    @Provide
    Arbitrary<StorageRequest> requests() {
        Arbitrary<Protection> protection = Arbitraries.of(
                new Protection.Replicated(2, 1),
                new Protection.Replicated(3, 2),
                new Protection.Erasure(2, 1),
                new Protection.Erasure(2, 2),
                new Protection.Erasure(4, 2));
        Arbitrary<List<Integer>> drives =
                Arbitraries.integers().between(1, 12).list().ofMinSize(6).ofMaxSize(24);
        return Combinators.combine(
                        drives,
                        protection,
                        Arbitraries.of(FailureDomain.values()),
                        Arbitraries.of(Sizing.LAB, Sizing.PRODUCTION),
                        Arbitraries.integers().between(6, 9))
                .as((counts, kept, domain, sizing, racks) -> {
                    List<StorageRequest.Host> hosts = new ArrayList<>();
                    for (int i = 0; i < counts.size(); i++) {
                        hosts.add(Requests.host(
                                i + 1,
                                "r" + (i % racks + 1),
                                "64GiB",
                                "1GiB",
                                Requests.drives("S" + i, counts.get(i), (i % 3 + 1) + "TB", Media.SSD)));
                    }
                    return new StorageRequest("any", hosts, kept, domain, sizing, Optional.empty());
                });
    }

    @Property(tries = 500)
    void aRuleHoldsAllChunksAndSurvivesTheLossOfADomain(
            @ForAll @IntRange(min = 1, max = 12) int racks,
            @ForAll @IntRange(min = 1, max = 4) int hosts,
            @ForAll @IntRange(min = 2, max = 12) int k,
            @ForAll @IntRange(min = 1, max = 4) int m) {
        List<StorageRequest.Host> all = new ArrayList<>();
        for (int i = 0; i < racks * hosts; i++) {
            all.add(Requests.host(
                    i + 1, "r" + i % racks, "64GiB", "1GiB", Requests.drives("S" + i, 2, "1TB", Media.SSD)));
        }
        Protection.Erasure code = new Protection.Erasure(k, m);
        StorageRequest request =
                new StorageRequest("any", all, code, FailureDomain.RACK, Sizing.PRODUCTION, Optional.empty());
        if (!ProtectionChoice.fits(request.hostsPerDomain(), code)) {
            assertTrue((k + m + racks - 1) / racks > Math.min(m, hosts) || racks == 1 || hosts < 2);
            return;
        }
        for (CrushRulePlan rule : StoragePlanner.plan(request).rules()) {
            assertTrue(rule.domains() <= racks && rule.perDomain() <= hosts, rule.toString());
            assertTrue(rule.domains() * rule.perDomain() >= rule.protection().width(), rule.toString());
            assertTrue(rule.perDomain() <= rule.protection().mostLost(), rule.toString());
        }
    }

    private static Spread spread(StoragePlan plan, PoolPlan pool) {
        return plan.rules().stream()
                .filter(rule -> rule.name().equals(pool.rule()))
                .map(rule -> new Spread(rule.domains(), rule.perDomain()))
                .findFirst()
                .orElseThrow();
    }

    private static long domains(StorageRequest request) {
        return request.hosts().stream().map(request::domainOf).distinct().count();
    }

    private static PoolPlan dataPool(StoragePlan plan) {
        return plan.pools().stream()
                .filter(pool -> pool.name().endsWith("buckets.data"))
                .findFirst()
                .orElseThrow();
    }
}
