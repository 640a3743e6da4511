package io.petaforge.drive;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;

/**
 * A drive, or a part of one, as the plan wants to use it.
 *
 * @param key tells the order from the host's others
 * @param purpose as a person reads it: {@code osd.3}
 * @param size of the whole drive
 * @param volume the logical volume that is the part; {@link Volume#NONE} when the whole drive is used as it is
 */
public record DriveOrder(
        MachineId host, String key, String purpose, String serial, ByteSize size, Media media, Volume volume) {
    /** Volume group and logical volume. */
    public record Volume(String group, String name) {
        public static final Volume NONE = new Volume("", "");

        public Volume {
            requireNonNull(group, "group");
            requireNonNull(name, "name");
        }

        /** Where the kernel shows it. */
        public String path() {
            return "/dev/" + group + "/" + name;
        }
    }

    public DriveOrder {
        requireNonNull(host, "host");
        requireNonNull(key, "key");
        requireNonNull(purpose, "purpose");
        requireNonNull(serial, "serial");
        requireNonNull(size, "size");
        requireNonNull(media, "media");
        requireNonNull(volume, "volume");
    }

    /** Whether it is a part of its drive. */
    public boolean isPart() {
        return !volume.equals(Volume.NONE);
    }
}
