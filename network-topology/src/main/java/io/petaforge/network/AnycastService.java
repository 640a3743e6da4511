package io.petaforge.network;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.util.List;

/**
 * A service address that several hosts announce at once: clients reach the nearest that runs, and a host that stops
 * announcing it drops out.
 *
 * @param name what it is for, such as {@code s3}
 * @param address its /32, without the prefix length
 * @param hosts who announces it, ordered by id
 */
public record AnycastService(String name, String address, List<MachineId> hosts) {
    public AnycastService {
        requireNonNull(name, "name");
        requireNonNull(address, "address");
        hosts = List.copyOf(hosts);
    }
}
