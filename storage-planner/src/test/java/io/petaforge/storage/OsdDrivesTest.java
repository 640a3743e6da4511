package io.petaforge.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.storage.StorageRequest.Compute;
import io.petaforge.storage.StorageRequest.Drive;
import io.petaforge.storage.StorageRequest.DriveOrders;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.StorageRequest.Host;
import io.petaforge.storage.StorageRequest.Sizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How drives become OSDs, and what is said of hosts that do not suit them. */
class OsdDrivesTest {
    @Test
    void twoOsdsShareAnNvmeWhereThreadsAbound() {
        StoragePlan few = plan(hosts(78, 15, "100G", nvme(4), List.of()), OptionalInt.empty(), Optional.empty());
        assertEquals(12, few.osds().size());
        StoragePlan many = plan(hosts(79, 15, "100G", nvme(4), List.of()), OptionalInt.empty(), Optional.empty());
        assertEquals(24, many.osds().size());
        assertEquals(ByteSize.parse("1TB"), many.osds().get(1).size());
        assertEquals(1, many.osds().get(1).data().index());
        assertEquals(24, many.osds().stream().map(OsdPlan::uuid).distinct().count());
    }

    @Test
    void sataDrivesHaveOneOsdHoweverManyThreadsThereAre() {
        List<Host> hosts = hosts(128, 15, "100G", Requests.drives("S", 2, "2TB", Media.SSD), List.of());
        assertEquals(
                6, plan(hosts, OptionalInt.empty(), Optional.empty()).osds().size());
    }

    @Test
    void drivesThatHaveOsdsKeepTheirNumber() {
        List<Host> hosts = hosts(32, 8, "100G", nvme(2), List.of());
        StoragePlan one = plan(hosts, OptionalInt.of(1), Optional.empty());
        List<Host> grown = hosts(32, 8, "100G", nvme(3), List.of());
        StoragePlan more = plan(grown, OptionalInt.of(4), Optional.of(one));
        assertEquals(layout(one.osds()), layout(more.osds().subList(0, 6)));
        assertEquals(
                List.of(1, 1, 4, 4, 4, 4),
                more.osdsOf(new MachineId("storage-1")).stream()
                        .map(osd -> osd.data().of())
                        .toList());
    }

    @Test
    void dbsAreDealtOverTheDbDrivesAndStayWhereTheyAre() {
        List<Host> hosts =
                hosts(32, 8, "25G", Requests.drives("HDD", 8, "16TB", Media.HDD), db(2, "1.92TB", Media.NVME));
        StoragePlan plan = plan(hosts, OptionalInt.empty(), Optional.empty());
        Golden.assertSame("drives-hdd-with-db.txt", text(plan));

        List<Host> fewer =
                hosts(32, 8, "25G", Requests.drives("HDD", 7, "16TB", Media.HDD), db(2, "1.92TB", Media.NVME));
        StoragePlan without = plan(fewer, OptionalInt.empty(), Optional.of(plan));
        assertTrue(layout(plan.osds()).containsAll(layout(without.osds())));
        List<Host> grown =
                hosts(32, 8, "25G", Requests.drives("HDD", 9, "16TB", Media.HDD), db(3, "1.92TB", Media.NVME));
        StoragePlan larger = plan(grown, OptionalInt.empty(), Optional.of(plan));
        assertEquals(layout(plan.osds()), layout(larger.osds().subList(0, 24)));
        assertEquals(
                Optional.of("storage-1-DB-2 whole"),
                larger.osds().get(24).db().map(slice -> slice.serial() + (slice.isWhole() ? " whole" : "")));
    }

    @Test
    void whatCannotWorkIsRefusedAtOnce() {
        List<Host> before = hosts(32, 8, "25G", Requests.drives("HDD", 4, "16TB", Media.HDD), db(1, "1TB", Media.NVME));
        StoragePlan inForce = plan(before, OptionalInt.empty(), Optional.empty());
        List<Host> hosts = new ArrayList<>(
                hosts(6, 2, "25G", Requests.drives("HDD", 8, "16TB", Media.HDD), db(1, "1TB", Media.NVME)));
        hosts.set(
                2,
                hosts(64, 2, "25G", Requests.drives("X", 2, "8GB", Media.HDD), db(1, "3GB", Media.SSD))
                        .get(2));
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> plan(hosts, OptionalInt.of(2), Optional.of(inForce)));
        Golden.assertSame(
                "drives-refused.txt",
                refused.problems().stream().map(Problem::render).collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void whatHoldsHostsBackIsSaidAndDoesNotStop() {
        String text = findings(hosts(32, 8, "25G", nvme(10), List.of()), new Protection.Erasure(2, 1))
                + findings(
                        hosts(12, 4, "10G", Requests.drives("HDD", 12, "16TB", Media.HDD), db(1, "240GB", Media.SSD)),
                        new Protection.Replicated(3, 2))
                + findings(
                        hosts(64, 8, "400G", Requests.drives("S", 4, "4TB", Media.SSD), db(1, "960GB", Media.SSD)),
                        new Protection.Replicated(3, 2));
        Golden.assertSame("drives-findings.txt", text);
    }

    private static String findings(List<Host> hosts, Protection protection) {
        StoragePlan plan = StoragePlanner.plan(request(hosts, protection, OptionalInt.empty(), Optional.empty()));
        return plan.findings().stream()
                .map(finding -> finding.code() + ": " + finding.text() + "\n    -> " + finding.fix())
                .collect(Collectors.joining("\n", "", "\n\n"));
    }

    private static StoragePlan plan(List<Host> hosts, OptionalInt perDrive, Optional<StoragePlan> previous) {
        return StoragePlanner.plan(request(hosts, new Protection.Replicated(3, 2), perDrive, previous));
    }

    private static StorageRequest request(
            List<Host> hosts, Protection protection, OptionalInt perDrive, Optional<StoragePlan> previous) {
        return new StorageRequest(
                "drives",
                hosts,
                protection,
                FailureDomain.HOST,
                Sizing.PRODUCTION,
                previous,
                new DriveOrders(perDrive, List.of(), List.of()));
    }

    private static List<Host> hosts(int threads, int others, String network, List<Drive> drives, List<Drive> dbs) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(i -> new Host(
                        new MachineId("storage-" + i),
                        "r" + i,
                        ByteSize.ofGiB(64),
                        ByteSize.ofGiB(12),
                        named(i, drives),
                        named(i, dbs),
                        Optional.of(new Compute(threads, others, BitRate.parse(network)))))
                .toList();
    }

    private static List<Drive> named(int host, List<Drive> drives) {
        return drives.stream()
                .map(drive -> new Drive("storage-" + host + "-" + drive.serial(), drive.size(), drive.media()))
                .toList();
    }

    private static List<Drive> nvme(int count) {
        return Requests.drives("NV", count, "2TB", Media.NVME);
    }

    private static List<Drive> db(int count, String size, Media media) {
        return Requests.drives("DB", count, size, media);
    }

    /** All but the memory, of which more OSDs get less each. */
    private static List<OsdPlan> layout(List<OsdPlan> osds) {
        return osds.stream()
                .map(osd -> new OsdPlan(
                        osd.id(), osd.uuid(), osd.host(), osd.rack(), osd.data(), osd.db(), ByteSize.ofGiB(1)))
                .toList();
    }

    private static String text(StoragePlan plan) {
        return plan.osds().stream()
                .map(osd -> "osd." + osd.id() + " " + part(osd.data()) + " "
                        + osd.db().map(OsdDrivesTest::part).orElse("-") + " " + osd.memoryTarget())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String part(DriveSlice slice) {
        return slice.serial() + "[" + slice.index() + "/" + slice.of() + "] "
                + slice.size().decimal();
    }
}
