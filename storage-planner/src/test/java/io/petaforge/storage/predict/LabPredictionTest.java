package io.petaforge.storage.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.Clients;
import io.petaforge.storage.hardware.DriveType;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/**
 * The lab on two cores, six hosts in three racks, three copies, TLS. Measured there, MB/s: raw S3 write 70 to 100 and read
 * 235 to 320, Spark over S3A write 26 to 32 and read 104 to 151. Four of the CPU parameters come from these figures, so
 * this shows that they fit together, not that they were foreseen.
 */
class LabPredictionTest {
    private static final DriveType LOOP = new DriveType(
            "loop", ByteSize.ofGiB(10), Media.SSD, ByteRate.ofMB(2000), ByteRate.ofMB(1000), 0, OptionalDouble.empty());
    private static final HostType CONTAINER = new HostType(
            "container",
            2,
            ByteSize.ofGiB(1),
            List.of(new Drives(LOOP, 1)),
            BitRate.ofGbit(20),
            Optional.empty(),
            0,
            0,
            OptionalDouble.empty());
    private static final Shape LAB = Shape.of(
                    List.of(HostGroup.spread(CONTAINER, 6, 3)),
                    3,
                    new Protection.Replicated(3, 2),
                    FailureDomain.RACK,
                    Gateways.onStorageHosts(2))
            .with(new Clients(3, 2, BitRate.ofGbit(20), false))
            .onOneMachine();

    @Test
    void theCoresLimitEverythingAndTheFiguresAreThoseMeasured() {
        Prediction lab = Predictor.predict(LAB);
        for (Limited level : List.of(lab.rgwRead(), lab.rgwWrite(), lab.s3aRead(), lab.s3aWrite())) {
            assertEquals(Component.CPU, level.limiter());
        }
        within(70, 100, lab.rgwWrite());
        within(225, 320, lab.rgwRead());
        within(24, 32, lab.s3aWrite());
        within(100, 151, lab.s3aRead());
    }

    @Test
    void aLostRackOfThreeHasNowhereToGo() {
        Prediction lab = Predictor.predict(LAB);
        assertTrue(lab.rack().isEmpty());
        assertTrue(lab.host().isPresent());
        assertTrue(lab.drive().isPresent());
    }

    private static void within(double least, double most, Limited level) {
        double megabytes = level.rate().bytesPerSecond() / 1e6;
        assertTrue(least <= megabytes && megabytes <= most, level.toString());
    }
}
