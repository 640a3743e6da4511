package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What can be bought, and how much of it there is room for.
 *
 * @param drives by name, in the order of the file
 * @param hosts by name, in the order of the file
 */
public record CatalogueSpec(Map<String, Drive> drives, Map<String, Host> hosts, Limits limits) {
    /**
     * A type of drive.
     *
     * @param read sequential bytes per second, as in its data sheet
     * @param write sustained sequential bytes per second
     * @param watts when busy
     * @param price of one, in whatever currency the whole file uses
     */
    public record Drive(ByteSize size, Media media, ByteRate read, ByteRate write, double watts, OptionalDouble price) {
        public Drive {
            requireNonNull(size, "size");
            requireNonNull(media, "media");
            requireNonNull(read, "read");
            requireNonNull(write, "write");
            requireNonNull(price, "price");
        }
    }

    /**
     * A type of host with its data drives; the boot drive is beside them.
     *
     * @param threads hardware threads
     * @param driveCount how many data drives
     * @param drive of which type, a key of {@link CatalogueSpec#drives}
     * @param ports links to the fabric, each to another leaf switch of the rack
     * @param portRate rate of each link
     * @param pcieCap what the slots of its network cards let through together, when that is less
     * @param watts when busy, without data drives
     * @param price without data drives
     */
    public record Host(
            int threads,
            ByteSize memory,
            int driveCount,
            String drive,
            int ports,
            BitRate portRate,
            Optional<BitRate> pcieCap,
            int rackUnits,
            double watts,
            OptionalDouble price) {
        public Host {
            requireNonNull(memory, "memory");
            requireNonNull(drive, "drive");
            requireNonNull(portRate, "portRate");
            requireNonNull(pcieCap, "pcieCap");
            requireNonNull(price, "price");
        }
    }

    /**
     * The room there is.
     *
     * @param racks racks for storage
     * @param hostsPerRack storage hosts in one rack at most
     * @param wattsPerRack power for the storage hosts of one rack
     * @param gateways S3 gateways at most; empty: as many as the hosts carry
     */
    public record Limits(int racks, int hostsPerRack, OptionalDouble wattsPerRack, OptionalInt gateways) {
        public Limits {
            requireNonNull(wattsPerRack, "wattsPerRack");
            requireNonNull(gateways, "gateways");
        }
    }

    public CatalogueSpec {
        drives = Collections.unmodifiableMap(new LinkedHashMap<>(drives));
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
        requireNonNull(limits, "limits");
    }
}
