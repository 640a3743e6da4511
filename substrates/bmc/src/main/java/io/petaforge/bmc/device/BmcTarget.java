package io.petaforge.bmc.device;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * One management controller and how to log in to it.
 *
 * @param machine the machine that it controls
 * @param address name or IP address
 * @param port UDP port for IPMI, TCP port for Redfish
 * @param fingerprint SHA-256 of the certificate that a Redfish service must show, 64 lower-case hexadecimal digits;
 *     without one the certificate must be valid by this machine's certificate authorities
 * @param system the machine's id under {@code /redfish/v1/Systems}, where one service has several
 * @param interval least time between two commands; some controllers crash when asked too often
 */
public record BmcTarget(
        MachineId machine,
        BmcProtocol protocol,
        String address,
        int port,
        String user,
        Secret password,
        Optional<String> fingerprint,
        Optional<String> system,
        Duration interval) {
    public BmcTarget {
        requireNonNull(machine, "machine");
        requireNonNull(protocol, "protocol");
        requireNonNull(address, "address");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(system, "system");
        requireNonNull(interval, "interval");
    }

    /** As problems name it, such as {@code storage-1 (IPMI at 198.51.100.11)}. */
    public String label() {
        String at = address + (port == protocol.port() ? "" : " port " + port);
        return machine + " (" + (protocol == BmcProtocol.IPMI ? "IPMI" : "Redfish") + " at " + at + ")";
    }
}
