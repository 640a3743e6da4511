package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalInt;

/**
 * What one machine is charged by.
 *
 * @param group the inventory's machine group
 * @param type instance type or flavor
 * @param spot whether it is spare capacity, or asked for as such
 * @param volumes every volume, that for the operating system too
 * @param addresses public or floating addresses
 */
public record ChargedMachine(
        MachineId id, String group, String type, boolean spot, List<Volume> volumes, int addresses) {
    /**
     * One volume.
     *
     * @param type the cloud's own word; {@code default} where the cloud chooses
     * @param gibibytes what clouds sell as GB
     * @param iops operations per second that were asked for
     * @param throughput MiB/s that were asked for
     */
    public record Volume(String type, long gibibytes, OptionalInt iops, OptionalInt throughput) {
        /** The type of a volume for which none was named. */
        public static final String DEFAULT = "default";

        public Volume {
            requireNonNull(type, "type");
            requireNonNull(iops, "iops");
            requireNonNull(throughput, "throughput");
        }

        /** A volume of a type's own speed. */
        public static Volume of(String type, long gibibytes) {
            return new Volume(type, gibibytes, OptionalInt.empty(), OptionalInt.empty());
        }
    }

    public ChargedMachine {
        requireNonNull(id, "id");
        requireNonNull(group, "group");
        requireNonNull(type, "type");
        volumes = List.copyOf(volumes);
    }
}
