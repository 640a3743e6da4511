package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Written as MiB/s, operations a second, and "m" where the machine and not the volume sets them. */
class VolumeSpeedsTest {
    private static final Optional<InstanceType.Ebs> UNKNOWN = Optional.empty();

    private static Optional<InstanceType.Ebs> ebs(int mebibytes, int operations) {
        return Optional.of(new InstanceType.Ebs(ByteRate.ofSecond(ByteSize.ofMiB(mebibytes)), operations));
    }

    private static AwsSettings.Volumes gp3() {
        return new AwsSettings.Volumes("gp3", OptionalInt.empty(), OptionalInt.empty(), true);
    }

    private static AwsSettings.Volumes bought(String type, int iops) {
        return new AwsSettings.Volumes(type, OptionalInt.of(iops), OptionalInt.empty(), true);
    }

    private static List<String> told(AwsSettings.Volumes bought, Optional<InstanceType.Ebs> ebs, Media... media) {
        List<Drives.Volume> volumes = new ArrayList<>();
        for (Media kind : media) {
            volumes.add(new Drives.Volume("/dev/sd" + volumes.size(), kind, ByteSize.ofGiB(2048)));
        }
        InstanceType type = new InstanceType(
                "m6i.test",
                16,
                ByteSize.ofGiB(64),
                List.of(),
                BitRate.ofGbit(10),
                List.of("x86_64"),
                true,
                List.of(),
                ebs);
        return VolumeSpeeds.of(bought, type, volumes).stream()
                .map(speed -> speed.map(known -> Math.round(known.throughput().bytesPerSecond() / 1048576.0) + " "
                                + known.operations() + (known.ofMachine() ? " m" : ""))
                        .orElse("?"))
                .toList();
    }

    @Test
    void eachVolumeHasWhatItWasBoughtWith() {
        assertEquals(List.of("125 3000"), told(gp3(), UNKNOWN, Media.SSD));
        assertEquals(
                List.of("500 6000", "500 6000"),
                told(
                        new AwsSettings.Volumes("gp3", OptionalInt.of(6000), OptionalInt.of(500), true),
                        ebs(1192, 40_000),
                        Media.SSD,
                        Media.SSD));
        assertEquals(List.of("250 1000"), told(bought("io2", 1000), UNKNOWN, Media.SSD));
        assertEquals(List.of("4000 64000"), told(bought("io2", 64_000), UNKNOWN, Media.SSD));
        assertEquals(List.of("500 20000"), told(bought("io1", 20_000), UNKNOWN, Media.SSD));
        assertEquals(List.of("750 48000"), told(bought("io1", 48_000), UNKNOWN, Media.SSD));
        assertEquals(List.of("80 500"), told(gp3(), UNKNOWN, Media.HDD));
    }

    @Test
    void aMachineSharesWhatItLetsThroughAndSmallVolumesKeepTheirs() {
        // 81.25 MB/s of an m5.large are a third of what four volumes were bought with.
        assertEquals(
                List.of("40 900 m", "40 900 m", "40 900 m", "40 900 m"),
                told(gp3(), ebs(160, 3600), Media.SSD, Media.SSD, Media.SSD, Media.SSD));
        // The rotating one asks for 80 of 300, which leaves 110 for each of the others.
        assertEquals(
                List.of("110 3000 m", "80 500", "110 3000 m"),
                told(gp3(), ebs(300, 9000), Media.SSD, Media.HDD, Media.SSD));
        // Enough bytes, too few operations.
        assertEquals(List.of("125 1500 m", "125 1500 m"), told(gp3(), ebs(300, 3000), Media.SSD, Media.SSD));
    }

    @Test
    void whatNobodySaysIsNotMadeUp() {
        assertEquals(
                List.of("?"),
                told(
                        new AwsSettings.Volumes("io2", OptionalInt.empty(), OptionalInt.empty(), true),
                        ebs(300, 9000),
                        Media.SSD));
        assertEquals(List.of(), told(gp3(), ebs(300, 9000)));
    }
}
