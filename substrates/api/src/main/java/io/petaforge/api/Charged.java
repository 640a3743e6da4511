package io.petaforge.api;

import java.util.List;

/**
 * Everything that a cloud charges for a cluster.
 *
 * @param machines those that the driver adds too, such as a jump host
 * @param services what is charged by the hour beside them
 * @param byUse what is charged by how much it is used, which nobody knows ahead; each for people, such as "what passes the NAT
 *     gateway, by the GB"
 */
public record Charged(List<ChargedMachine> machines, List<ChargedService> services, List<String> byUse) {
    public Charged {
        machines = List.copyOf(machines);
        services = List.copyOf(services);
        byUse = List.copyOf(byUse);
    }
}
