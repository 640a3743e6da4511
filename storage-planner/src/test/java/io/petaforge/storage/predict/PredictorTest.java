package io.petaforge.storage.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DriveSpeed;
import io.petaforge.api.Media;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.Clients;
import io.petaforge.storage.hardware.DriveClass;
import io.petaforge.storage.hardware.DriveType;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private static final Protection THREE = new Protection.Replicated(3, 2);
    private static final Protection EC42 = new Protection.Erasure(4, 2);
    private static final long FAST = 100_000;

    @Test
    void theSlotOfTheNetworkCardsLimitsWhereItIsNarrowerThanTheirPorts() {
        Shape capped = shape(host(64, 10, 200, Optional.of(BitRate.ofGbit(100))), 12, 4, THREE, 200);
        Limited read = Predictor.predict(capped).rgwRead();
        assertEquals(Component.PCIE, read.limiter());
        assertEquals(2.0, (double) ceiling(read, Component.NIC) / ceiling(read, Component.PCIE), 1e-6);
    }

    @Test
    void fewCoresSlowDrivesFewGatewaysAndFewClientsEachLimitInTheirTurn() {
        assertEquals(
                Component.CPU,
                Predictor.predict(shape(host(4, 10, FAST, Optional.empty()), 12, 4, THREE, 1000))
                        .rgwWrite()
                        .limiter());
        assertEquals(
                Component.DRIVES,
                Predictor.predict(shape(host(512, 1, FAST, Optional.empty()), 12, 4, THREE, 1000))
                        .rgwWrite()
                        .limiter());
        assertEquals(
                Component.GATEWAYS,
                Predictor.predict(shape(host(512, 10, FAST, Optional.empty()), 12, 4, THREE, 2))
                        .rgwRead()
                        .limiter());
        Shape clients = shape(host(512, 10, FAST, Optional.empty()), 12, 4, THREE, 100)
                .with(new Clients(2, 8, BitRate.ofGbit(25), false));
        assertEquals(Component.CLIENTS, Predictor.predict(clients).s3aRead().limiter());
        // 2 clients of 8 threads, 0.9 of them busy, at 9.4 threads for each GiB/s.
        assertEquals(
                2 * 8 * 0.9 / 9.4, Predictor.predict(clients).s3aRead().rate().gibibytes(), 1e-6);
    }

    @Test
    void smallObjectsAreLimitedByOperations() {
        Shape small =
                shape(host(512, 2, FAST, Optional.empty()), 12, 4, THREE, 1000).with(false, new ByteSize(4096));
        Limited put = Predictor.predict(small).rgwWrite();
        assertEquals(Component.OSDS, put.limiter());
        // 24 OSDs, 23,300 operations each, 9 for a PUT in three copies.
        assertEquals(24 * 23_300 / 9.0 * 4096, put.rate().bytesPerSecond(), 1);
    }

    /** Volumes of clouds: what they deliver is bought, and their operations are counted too. */
    @Test
    void promisedDrivesDeliverWhatIsPromisedAndNoMore() {
        ByteSize size = ByteSize.ofGiB(500);
        HostType host = new HostType(
                "host",
                512,
                ByteSize.ofGiB(256),
                List.of(new Drives(
                        DriveClass.of(Media.SSD, size)
                                .promising(Optional.of(new DriveSpeed(ByteRate.ofMB(200), 3000, false))),
                        4)),
                BitRate.ofGbit(FAST),
                Optional.empty(),
                1,
                0,
                OptionalDouble.empty());
        Shape shape = shape(host, 3, 3, THREE, 1000);
        Limited large = Predictor.predict(shape).radosWrite();
        assertEquals(Component.DRIVES, large.limiter());
        // 12 drives of 200 MB/s, 0.9 of which BlueStore delivers, three copies.
        assertEquals(12 * 200e6 * 0.9 / 3, large.rate().bytesPerSecond(), 1);

        Limited small = Predictor.predict(shape.with(false, new ByteSize(4096))).rgwWrite();
        assertEquals(Component.OPERATIONS, small.limiter());
        // 12 drives of 3000 operations a second, 9 for a PUT in three copies.
        assertEquals(12 * 3000 / 9.0 * 4096, small.rate().bytesPerSecond(), 1);
    }

    @Test
    void oneDriveOfWhichNothingIsPromisedLeavesItsHostsOperationsOpen() {
        DriveType volume = DriveClass.of(Media.SSD, ByteSize.ofGiB(500))
                .promising(Optional.of(new DriveSpeed(ByteRate.ofMB(200), 3000, false)));
        HostType host = new HostType(
                "host",
                512,
                ByteSize.ofGiB(256),
                List.of(new Drives(volume, 1), new Drives(DriveClass.of(Media.NVME, ByteSize.ofGiB(500)), 1)),
                BitRate.ofGbit(FAST),
                Optional.empty(),
                1,
                0,
                OptionalDouble.empty());
        Limited put = Predictor.predict(shape(host, 3, 3, THREE, 1000).with(false, new ByteSize(4096)))
                .rgwWrite();
        assertTrue(!put.ceilings().containsKey(Component.OPERATIONS));
    }

    /** A drive of 15.36 TB, 80 % full, on 40 others that each give a quarter of 1258 MB/s: 12.288e12 / (40 x 314.5e6) s. */
    @Test
    void aLostDriveByHand() {
        Shape shape = shape(host(64, 10, 200, Optional.empty()), 4, 4, THREE, 8);
        Rebuild drive = Predictor.predict(shape).drive().orElseThrow();
        assertEquals(12_288_000_000_000L, drive.moved().bytes());
        assertEquals(Component.RECOVERY, drive.limiter());
        assertEquals(12.288e12 / (39 * 314.5e6), drive.time().toSeconds(), 1);
    }

    @Test
    void aLostRackHealsOnlyWhereAnotherMayTakeItsData() {
        HostType host = host(64, 10, 100, Optional.empty());
        assertTrue(Predictor.predict(shape(host, 12, 3, THREE, 8)).rack().isEmpty());
        assertTrue(Predictor.predict(shape(host, 12, 4, THREE, 8)).rack().isPresent());
        assertTrue(Predictor.predict(shape(host, 12, 6, EC42, 8)).rack().isEmpty());
        assertTrue(Predictor.predict(shape(host, 14, 7, EC42, 8)).rack().isPresent());
        // With one host in the rack it is the rack's loss; with two the other takes it over.
        assertTrue(Predictor.predict(shape(host, 3, 3, THREE, 8)).host().isEmpty());
        assertTrue(Predictor.predict(shape(host, 6, 3, THREE, 8)).host().isPresent());
    }

    @Property(tries = 200)
    void moreHostsNeverDeliverLessAndRepairNoSlower(
            @ForAll @IntRange(min = 4, max = 60) int hosts, @ForAll @IntRange(min = 1, max = 20) int more) {
        HostType host = host(64, 10, 100, Optional.empty());
        Prediction small = Predictor.predict(shape(host, hosts * 4, 4, THREE, hosts * 8));
        Prediction large = Predictor.predict(shape(host, (hosts + more) * 4, 4, THREE, (hosts + more) * 8));
        assertTrue(large.radosRead().rate().compareTo(small.radosRead().rate()) >= 0);
        assertTrue(large.radosWrite().rate().compareTo(small.radosWrite().rate()) >= 0);
        assertTrue(large.rgwRead().rate().compareTo(small.rgwRead().rate()) >= 0);
        assertTrue(large.rgwWrite().rate().compareTo(small.rgwWrite().rate()) >= 0);
        assertTrue(large.host()
                        .orElseThrow()
                        .time()
                        .compareTo(small.host().orElseThrow().time())
                <= 0);
    }

    @Property(tries = 100)
    void tlsAndMoreCopiesNeverMakeItFaster(@ForAll @IntRange(min = 5, max = 60) int hosts) {
        HostType host = host(64, 10, 100, Optional.empty());
        Shape tls = shape(host, hosts, 5, THREE, hosts);
        Shape plain = tls.with(false, tls.objectSize());
        assertTrue(predictedPut(tls) <= predictedPut(plain));
        assertTrue(predictedPut(tls.with(new Protection.Replicated(4, 2), 1)) <= predictedPut(tls));
    }

    private static long predictedPut(Shape shape) {
        return Predictor.predict(shape).rgwWrite().rate().bytesPerSecond();
    }

    private static long ceiling(Limited limited, Component component) {
        return java.util.Objects.requireNonNull(limited.ceilings().get(component))
                .bytesPerSecond();
    }

    private static Shape shape(HostType host, int hosts, int racks, Protection protection, int gateways) {
        return Shape.of(
                List.of(HostGroup.spread(host, hosts, racks)),
                racks,
                protection,
                FailureDomain.RACK,
                Gateways.onStorageHosts(gateways));
    }

    private static HostType host(int threads, int drives, long gigabits, Optional<BitRate> cap) {
        return new HostType(
                "host",
                threads,
                ByteSize.ofGiB(256),
                List.of(new Drives(DriveClass.of(Media.NVME, ByteSize.parse("15.36TB")), drives)),
                BitRate.ofGbit(gigabits),
                cap,
                1,
                300,
                OptionalDouble.empty());
    }
}
