package io.petaforge.cli;

import io.petaforge.api.Answer;
import io.petaforge.api.Disk;
import io.petaforge.api.Ed25519Key;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.discover.SshBootPorts;
import io.petaforge.discover.SshInspector;
import io.petaforge.netboot.BootTarget;
import io.petaforge.spec.SubstrateSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must be known of machines before they can be installed over the network: the port that they boot from and the drive that
 * the operating system goes to. The inventory's word counts; what it leaves out is asked of the machines that run.
 */
final class BootFacts {
    private static final String IPV4 = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";

    private final Map<MachineId, String> addresses;
    private final Map<MachineId, String> macs;
    private final Map<MachineId, String> drives;

    private BootFacts(Map<MachineId, String> addresses, Map<MachineId, String> macs, Map<MachineId, String> drives) {
        this.addresses = addresses;
        this.macs = macs;
        this.drives = drives;
    }

    /**
     * Of these machines.
     *
     * @throws PetaforgeException naming everything that neither the inventory nor a machine tells
     */
    static BootFacts of(SubstrateSpec.Bmc spec, Set<MachineId> machines, Map<MachineId, SshAccess> access) {
        Map<MachineId, String> addresses = new TreeMap<>();
        Map<MachineId, String> macs = new TreeMap<>();
        Map<MachineId, String> drives = new TreeMap<>();
        spec.hosts().forEach((machine, host) -> {
            addresses.put(machine, host.place().address());
            host.boot().mac().ifPresent(mac -> macs.put(machine, mac));
            host.boot().drive().ifPresent(serial -> drives.put(machine, serial));
        });
        List<SshAccess> asked = machines.stream()
                .filter(machine -> !macs.containsKey(machine) || !drives.containsKey(machine))
                .map(access::get)
                .filter(Objects::nonNull)
                .toList();
        List<Problem> problems = new ArrayList<>();
        if (!asked.isEmpty()) {
            ask(asked, macs, drives);
        }
        for (MachineId machine : machines) {
            List<String> missing = new ArrayList<>();
            if (!addresses.getOrDefault(machine, "").matches(IPV4)) {
                missing.add("its IPv4 address, which stands there by a name (address)");
            }
            if (!macs.containsKey(machine)) {
                missing.add("the MAC address of the port that it boots from (boot.mac)");
            }
            if (!drives.containsKey(machine)) {
                missing.add("the serial number of the drive for its operating system (boot.drive)");
            }
            if (!missing.isEmpty()) {
                problems.add(Problem.at(
                        "PF-CLI-071",
                        "substrate.bmc.hosts." + machine,
                        "of " + machine + " is not known: " + String.join("; ", missing),
                        "Write it there, or switch the machine on: one that runs and can be logged in to is asked."));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        return new BootFacts(addresses, macs, drives);
    }

    private static void ask(Collection<SshAccess> asked, Map<MachineId, String> macs, Map<MachineId, String> drives) {
        new SshBootPorts().macs(asked).forEach(macs::putIfAbsent);
        Map<MachineId, Answer<Inspection>> found = new SshInspector().inspect(asked);
        found.forEach((machine, answer) -> answer.value().ifPresent(inspection -> {
            List<String> boot = inspection.disks().stream()
                    .filter(Disk::boot)
                    .map(Disk::serial)
                    .toList();
            // Of two drives that mirror each other the installer would take one, and it is not ours to say which.
            if (boot.size() == 1) {
                drives.putIfAbsent(machine, boot.get(0));
            }
        }));
    }

    BootTarget target(MachineId machine, Ed25519Key hostKey) {
        return new BootTarget(
                machine,
                macs.getOrDefault(machine, ""),
                addresses.getOrDefault(machine, ""),
                drives.getOrDefault(machine, ""),
                hostKey);
    }
}
