package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * How to switch a machine: its management controller.
 *
 * @param port UDP for IPMI, TCP for Redfish
 * @param fingerprint SHA-256 of the certificate that is trusted, 64 lower-case hexadecimal digits
 * @param system the machine's id where one Redfish service has several
 * @param intervalSeconds least time between two commands
 */
public record ControllerSpec(
        Protocol protocol,
        String address,
        int port,
        String user,
        SecretRef password,
        Optional<String> fingerprint,
        Optional<String> system,
        int intervalSeconds) {
    /** What a controller speaks. */
    public enum Protocol {
        IPMI,
        REDFISH;

        /** As the inventory writes it. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ControllerSpec {
        requireNonNull(protocol, "protocol");
        requireNonNull(address, "address");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(system, "system");
    }
}
