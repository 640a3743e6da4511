package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One rack as planned.
 *
 * @param number from 0, never changed: addresses, ports and AS numbers follow from it
 * @param pod from 0; always 0 without super-spines
 * @param subnets its shared data segments
 * @param outOfBand its management segment, if that network is planned
 */
public record RackPlan(String name, int number, int pod, List<Subnet> subnets, Optional<Subnet> outOfBand) {
    public RackPlan {
        requireNonNull(name, "name");
        subnets = List.copyOf(subnets);
        requireNonNull(outOfBand, "outOfBand");
    }

    /** The segment of that purpose, if the rack has it. */
    public Optional<Subnet> subnet(String purpose) {
        return subnets.stream()
                .filter(subnet -> subnet.purpose().equals(purpose))
                .findFirst();
    }
}
