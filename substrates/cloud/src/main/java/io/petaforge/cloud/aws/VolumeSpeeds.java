package io.petaforge.cloud.aws;

import io.petaforge.api.ByteRate;
import io.petaforge.api.DriveSpeed;
import io.petaforge.api.Media;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a machine's volumes deliver for long: each what it was bought with, as long as the instance type lets all of them
 * through; else those that want more than their share of that have equal parts of what the others leave. Figures of volumes
 * are those of Amazon's EBS User Guide, "Amazon EBS volume types", without the bursts of st1. The volume of the operating
 * system is not counted: it does next to nothing. Pure.
 */
final class VolumeSpeeds {
    private static final double MIB = 1 << 20;
    /** The largest transfer that EBS counts as one operation on flash, in MiB. */
    private static final double OPERATION = 0.25;

    private static final int GP3_IOPS = 3000;
    private static final int GP3_MIB = 125;
    private static final double IO2_MOST_MIB = 4000;
    /** io1: up to here operations may be of 256 KiB, beyond it each adds 16 KiB. */
    private static final int IO1_LARGE = 32_000;

    private static final double IO1_LARGE_MIB = 500;
    private static final double IO1_MOST_MIB = 1000;
    private static final double IO1_BEYOND_MIB = 1.0 / 64;
    private static final double ST1_MIB_OF_A_TIB = 40;
    private static final double ST1_MOST_MIB = 500;
    private static final int ST1_IOPS = 500;

    /** One volume by itself. */
    private record Own(double mebibytes, double iops) {}

    private VolumeSpeeds() {}

    /**
     * The volumes' speeds in their order; empty for one of which nothing is said.
     *
     * @param type what lets them through
     */
    static List<Optional<DriveSpeed>> of(AwsSettings.Volumes bought, InstanceType type, List<Drives.Volume> volumes) {
        List<Optional<Own>> own =
                volumes.stream().map(volume -> own(bought, volume)).toList();
        if (own.stream().anyMatch(Optional::isEmpty)) {
            return Collections.nCopies(volumes.size(), Optional.empty());
        }
        List<Own> each = own.stream().flatMap(Optional::stream).toList();
        double bytes = level(
                each.stream().map(Own::mebibytes).toList(),
                type.ebs().map(limit -> limit.throughput().bytesPerSecond() / MIB));
        double operations =
                level(each.stream().map(Own::iops).toList(), type.ebs().map(limit -> (double) limit.operations()));
        return each.stream()
                .map(volume -> Optional.of(new DriveSpeed(
                        ByteRate.of(Math.min(volume.mebibytes(), bytes) * MIB),
                        Math.max(1, Math.round(Math.min(volume.iops(), operations))),
                        volume.mebibytes() > bytes || volume.iops() > operations)))
                .toList();
    }

    private static Optional<Own> own(AwsSettings.Volumes bought, Drives.Volume volume) {
        if (volume.media() == Media.HDD) {
            double tebibytes = volume.gibibytes() / 1024.0;
            return Optional.of(new Own(Math.min(ST1_MOST_MIB, tebibytes * ST1_MIB_OF_A_TIB), ST1_IOPS));
        }
        if (bought.type().equals("gp3")) {
            return Optional.of(
                    new Own(bought.throughput().orElse(GP3_MIB), bought.iops().orElse(GP3_IOPS)));
        }
        if (bought.iops().isEmpty()) {
            return Optional.empty();
        }
        int iops = bought.iops().getAsInt();
        double mebibytes = bought.type().equals("io2")
                ? Math.min(IO2_MOST_MIB, iops * OPERATION)
                : iops <= IO1_LARGE
                        ? Math.min(IO1_LARGE_MIB, iops * OPERATION)
                        : Math.min(IO1_MOST_MIB, iops * IO1_BEYOND_MIB);
        return Optional.of(new Own(mebibytes, iops));
    }

    /** The most that one of them gets when all ask for what they can do; endless where there is enough for all. */
    private static double level(List<Double> wanted, Optional<Double> limit) {
        if (limit.isEmpty() || wanted.stream().mapToDouble(Double::doubleValue).sum() <= limit.get()) {
            return Double.POSITIVE_INFINITY;
        }
        List<Double> ascending = wanted.stream().sorted().toList();
        double left = limit.get();
        for (int number = 0; number < ascending.size(); number++) {
            double part = left / (ascending.size() - number);
            if (ascending.get(number) > part) {
                return part;
            }
            left -= ascending.get(number);
        }
        return Double.POSITIVE_INFINITY;
    }
}
