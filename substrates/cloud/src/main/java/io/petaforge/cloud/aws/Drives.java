package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which drives serve what is asked of a machine: NVMe is the type's own, flash and rotating drives are volumes of EBS. Pure.
 *
 * @param own the type's own drives that are used
 * @param volumes volumes that are asked for with the machine
 */
record Drives(List<ByteSize> own, List<Volume> volumes) {
    /** The smallest volume of st1. */
    private static final ByteSize LEAST_HDD = ByteSize.ofGiB(125);
    /** Devices that EC2 recommends for volumes, /dev/sdf to /dev/sdp, and those after them that Nitro takes too. */
    private static final String LETTERS = "fghijklmnopqrstuvwxyz";

    /**
     * A volume of EBS.
     *
     * @param device as it is asked for; the kernel's name is another
     */
    record Volume(String device, Media media, ByteSize size) {
        Volume {
            requireNonNull(device, "device");
            requireNonNull(media, "media");
            requireNonNull(size, "size");
        }

        long gibibytes() {
            return Gibibytes.of(size);
        }
    }

    Drives {
        own = List.copyOf(own);
        volumes = List.copyOf(volumes);
    }

    /** The drives, or why the type cannot have them. */
    static Optional<Drives> of(InstanceType type, List<DiskRequest> asked) {
        List<ByteSize> free = new ArrayList<>(type.disks().stream().sorted().toList());
        List<ByteSize> own = new ArrayList<>();
        List<Volume> volumes = new ArrayList<>();
        for (DiskRequest request : asked) {
            for (int i = 0; i < request.count(); i++) {
                if (request.media() == Media.NVME) {
                    Optional<ByteSize> fit = free.stream()
                            .filter(size -> size.compareTo(request.atLeast()) >= 0)
                            .findFirst();
                    if (fit.isEmpty()) {
                        return Optional.empty();
                    }
                    free.remove(fit.get());
                    own.add(fit.get());
                } else {
                    if (volumes.size() == LETTERS.length()) {
                        return Optional.empty();
                    }
                    ByteSize size =
                            request.media() == Media.HDD && request.atLeast().compareTo(LEAST_HDD) < 0
                                    ? LEAST_HDD
                                    : request.atLeast();
                    volumes.add(new Volume("/dev/sd" + LETTERS.charAt(volumes.size()), request.media(), size));
                }
            }
        }
        return Optional.of(new Drives(own, volumes));
    }
}
