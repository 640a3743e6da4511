package io.petaforge.netboot;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Ed25519Key;
import io.petaforge.api.MachineId;

/**
 * One machine that may be installed over the network.
 *
 * @param mac of the port that it boots from, six pairs of lower-case hexadecimal digits with colons
 * @param address the IPv4 address that it is given
 * @param bootDrive serial number of the drive that the operating system goes to; no other is touched
 * @param hostKey the SSH host key that it is installed with
 */
public record BootTarget(MachineId machine, String mac, String address, String bootDrive, Ed25519Key hostKey) {
    public BootTarget {
        requireNonNull(machine, "machine");
        requireNonNull(mac, "mac");
        requireNonNull(address, "address");
        requireNonNull(bootDrive, "bootDrive");
        requireNonNull(hostKey, "hostKey");
    }
}
