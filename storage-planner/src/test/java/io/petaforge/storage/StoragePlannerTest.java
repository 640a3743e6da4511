package io.petaforge.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteSize;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Media;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.StorageRequest.Sizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoragePlannerTest {
    @Test
    void theLabsPlanIsTheGoldenOne() {
        Golden.assertSame("lab.txt", text(StoragePlanner.plan(Requests.lab())));
    }

    @Test
    void aPetabyteWithErasureCodingIsTheGoldenOne() {
        Golden.assertSame("petabyte-ec.txt", text(StoragePlanner.plan(Requests.petabyte())));
    }

    @Test
    void erasureCodingOverFewerRacksThanChunks() {
        StringBuilder text = new StringBuilder();
        for (int racks : new int[] {3, 4, 5}) {
            text.append(racks).append(" racks\n");
            text.append(rulesAndPools(StoragePlanner.plan(racks(racks, new Protection.Erasure(4, 2)))));
        }
        text.append("2 racks\n");
        text.append(rulesAndPools(StoragePlanner.plan(racks(2, new Protection.Erasure(2, 2)))));
        Golden.assertSame("few-racks.txt", text.toString());
    }

    @Test
    void whatDoesNotFitIsAnsweredWithWhatDoes() {
        String all = List.of(
                        problems(racks(2, new Protection.Erasure(4, 2))),
                        problems(racks(3, new Protection.Erasure(8, 3))),
                        problems(racks(1, new Protection.Replicated(3, 2))),
                        problems(racks(1, new Protection.Erasure(2, 1))))
                .stream()
                .collect(Collectors.joining());
        Golden.assertSame("nearest.txt", all);
    }

    private static StorageRequest racks(int racks, Protection protection) {
        List<StorageRequest.Host> hosts = IntStream.range(0, racks * 2)
                .mapToObj(i -> Requests.host(
                        i + 1,
                        "r" + (i % racks + 1),
                        "256GiB",
                        "32GiB",
                        Requests.drives("D" + i, 4, "4TB", Media.NVME)))
                .toList();
        return new StorageRequest("few", hosts, protection, FailureDomain.RACK, Sizing.PRODUCTION, Optional.empty());
    }

    private static String rulesAndPools(StoragePlan plan) {
        return text(plan).lines().filter(line -> !line.startsWith("osd.")).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        List<StorageRequest.Drive> small = List.of(
                new StorageRequest.Drive("TINY", ByteSize.parse("1GB"), Media.SSD),
                new StorageRequest.Drive("SAME", ByteSize.parse("1TB"), Media.SSD));
        List<StorageRequest.Drive> other = List.of(new StorageRequest.Drive("SAME", ByteSize.parse("1TB"), Media.HDD));
        StorageRequest bad = new StorageRequest(
                "bad",
                List.of(Requests.host(1, "r1", "2GiB", "1GiB", small), Requests.host(2, "r2", "64GiB", "1GiB", other)),
                new Protection.Replicated(3, 2),
                FailureDomain.RACK,
                Sizing.PRODUCTION,
                Optional.empty());
        Golden.assertSame("everything-wrong.txt", problems(bad));
    }

    @Test
    void impossibleProtectionIsRefused() {
        StorageRequest lab = Requests.lab();
        String all = List.of(
                        new Protection.Replicated(0, 1),
                        new Protection.Replicated(3, 4),
                        new Protection.Erasure(1, 1),
                        new Protection.Erasure(4, 0),
                        new Protection.Erasure(4, 2))
                .stream()
                .map(protection -> problems(new StorageRequest(
                        "lab", lab.hosts(), protection, FailureDomain.HOST, lab.sizing(), Optional.empty())))
                .collect(Collectors.joining());
        Golden.assertSame("protection.txt", all);
    }

    @Test
    void noDriveAtAllIsRefused() {
        StorageRequest lab = Requests.lab();
        List<StorageRequest.Host> bare = List.of(Requests.host(1, "r1", "1GiB", "400MiB", List.of()));
        Golden.assertSame("no-drives.txt", problems(Requests.with(lab, bare, Optional.empty())));
    }

    @Test
    void theMemoryThatIsAskedForIsEnough() {
        StorageRequest lab = Requests.lab();
        List<StorageRequest.Drive> drives = Requests.drives("D", 3, "8GiB", Media.SSD);
        List<StorageRequest.Host> few = new ArrayList<>(lab.hosts());
        few.set(0, Requests.host(1, "r1", "1119MiB", "400MiB", drives));
        String refusal = problems(Requests.with(lab, few, Optional.empty()));
        assertTrue(refusal.contains("3 OSDs need 1.13 GiB"), refusal);
        few.set(0, Requests.host(1, "r1", "1152MiB", "400MiB", drives));
        StoragePlanner.plan(Requests.with(lab, few, Optional.empty()));
    }

    @Test
    void aRackWithOneDriveAmongLargeRacksLimitsThePlacementGroups() {
        List<StorageRequest.Host> hosts = List.of(
                Requests.host(1, "r1", "64GiB", "4GiB", Requests.drives("A", 1, "1TB", Media.SSD)),
                Requests.host(2, "r2", "64GiB", "4GiB", Requests.drives("B", 12, "1TB", Media.SSD)),
                Requests.host(3, "r3", "64GiB", "4GiB", Requests.drives("C", 12, "1TB", Media.SSD)));
        StoragePlan plan = StoragePlanner.plan(new StorageRequest(
                "odd",
                hosts,
                new Protection.Replicated(3, 2),
                FailureDomain.RACK,
                Sizing.PRODUCTION,
                Optional.empty()));
        int all = plan.pools().stream().mapToInt(PoolPlan::placementGroups).sum();
        assertTrue(all + 1 <= PlacementGroups.MON_MAX_PG_PER_OSD, "the lone drive carries all " + all);
    }

    @Test
    void memoryFollowsTheHost() {
        List<ByteSize> targets = IntStream.of(8, 32, 512)
                .mapToObj(gib -> Requests.host(1, "r1", gib + "GiB", "4GiB", Requests.drives("A", 4, "1TB", Media.SSD)))
                .map(host -> {
                    StorageRequest one = new StorageRequest(
                            "m",
                            List.of(
                                    host,
                                    Requests.host(2, "r2", "64GiB", "1GiB", Requests.drives("B", 1, "1TB", Media.SSD))),
                            new Protection.Replicated(2, 1),
                            FailureDomain.HOST,
                            Sizing.LAB,
                            Optional.empty());
                    return StoragePlanner.plan(one).osds().get(0).memoryTarget();
                })
                .toList();
        assertEquals(List.of(ByteSize.ofMiB(896), ByteSize.ofMiB(5734), ByteSize.ofGiB(8)), targets);
    }

    private static String problems(StorageRequest request) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> StoragePlanner.plan(request));
        assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
        return refused.problems().stream().map(Problem::render).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String text(StoragePlan plan) {
        List<String> lines = new ArrayList<>();
        plan.osds()
                .forEach(osd -> lines.add(String.join(
                        " ",
                        "osd." + osd.id(),
                        osd.uuid(),
                        osd.host().value(),
                        osd.rack(),
                        osd.serial(),
                        osd.size().toString(),
                        osd.media().deviceClass(),
                        osd.memoryTarget().toString())));
        plan.rules()
                .forEach(rule -> lines.add("rule " + rule.name() + " from " + rule.root() + " over "
                        + rule.domains() + " x " + rule.failureDomain()
                        + (rule.perDomain() > 1 ? ", " + rule.perDomain() + " in each" : "") + " on "
                        + rule.deviceClass() + " " + rule.protection()));
        plan.pools()
                .forEach(pool -> lines.add("pool " + pool.name() + " " + pool.placementGroups() + " " + pool.rule()
                        + " " + pool.protection() + " min " + pool.minSize() + " " + pool.application()
                        + (pool.bulk() ? " bulk" : "")));
        return String.join("\n", lines) + "\n";
    }
}
