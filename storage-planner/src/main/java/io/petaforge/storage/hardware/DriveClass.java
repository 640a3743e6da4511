package io.petaforge.storage.hardware;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import java.util.OptionalDouble;

/**
 * What drives of a kind and size do where nobody says more: sequential, as in data sheets of read-intensive drives on sale.
 * A machine tells a drive's size and kind but not its speed. NVMe: Samsung PM9A3 (PCIe 4), whose smaller sizes write
 * slower. SSD: SATA at 6 Gbit/s, Samsung PM893. HDD: Seagate Exos X18, outer tracks.
 */
public final class DriveClass {
    private DriveClass() {}

    /** The type that a drive of this kind and size is taken for. */
    public static DriveType of(Media media, ByteSize size) {
        double terabytes = size.bytes() / 1e12;
        return switch (media) {
            case NVME -> type(media, size, 6.7, terabytes < 1.5 ? 1.5 : terabytes < 3 ? 2.7 : 4.0, 20);
            case SSD -> type(media, size, 0.55, terabytes < 0.48 ? 0.38 : 0.52, 4);
            case HDD -> type(media, size, 0.27, 0.27, 9);
        };
    }

    private static DriveType type(Media media, ByteSize size, double read, double write, double watts) {
        return new DriveType(
                size.decimal() + " " + media.deviceClass(),
                size,
                media,
                ByteRate.ofGB(read),
                ByteRate.ofGB(write),
                watts,
                OptionalDouble.empty());
    }
}
