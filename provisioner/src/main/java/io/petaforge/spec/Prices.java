package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a user says that things cost.
 *
 * @param currency three letters; all prices are in it
 * @param regions prices by AWS region, or by the name of an OpenStack cloud
 */
public record Prices(String currency, Map<String, Region> regions) {
    /**
     * The prices of one region.
     *
     * @param instances by instance type or flavor
     * @param volumes by volume type
     * @param address for an hour of one public or floating address
     * @param services for an hour of what there is beside machines, by name: {@code nat-gateway} of AWS, {@code router} of
     *     OpenStack
     */
    public record Region(
            Map<String, Instance> instances,
            Map<String, VolumeType> volumes,
            Optional<BigDecimal> address,
            Map<String, BigDecimal> services) {
        public Region {
            instances = Collections.unmodifiableMap(new TreeMap<>(instances));
            volumes = Collections.unmodifiableMap(new TreeMap<>(volumes));
            requireNonNull(address, "address");
            services = Collections.unmodifiableMap(new TreeMap<>(services));
        }
    }

    /** Of a machine, for an hour. */
    public record Instance(BigDecimal onDemand, Optional<BigDecimal> spot) {
        public Instance {
            requireNonNull(onDemand, "onDemand");
            requireNonNull(spot, "spot");
        }
    }

    /** Of volumes, for a month. */
    public record VolumeType(BigDecimal gigabyte, Speed iops, Speed throughput) {
        public VolumeType {
            requireNonNull(gigabyte, "gigabyte");
            requireNonNull(iops, "iops");
            requireNonNull(throughput, "throughput");
        }
    }

    /**
     * Of one operation per second or one MiB/s, for a month.
     *
     * @param included how many each volume has without being charged for them
     */
    public record Speed(Optional<BigDecimal> each, int included) {
        public Speed {
            requireNonNull(each, "each");
        }
    }

    public Prices {
        requireNonNull(currency, "currency");
        regions = Collections.unmodifiableMap(new TreeMap<>(regions));
    }
}
