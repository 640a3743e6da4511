package io.petaforge.discover;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import java.util.List;

/** What discovery has to say about a machine, in words. */
final class Findings {
    private Findings() {}

    static Problem memory(MachineId id, ByteSize installed, ByteSize usable) {
        return Problem.of(
                "PF-DSC-010",
                id + ": the kernel has " + usable.binary() + " of " + installed.binary() + " of installed memory",
                "look for modules that the firmware has switched off, and for huge reservations on the kernel's command line");
    }

    static Problem healthUnknown(MachineId id) {
        return Problem.of(
                "PF-DSC-011",
                id + ": the health of its drives was not read",
                "install smartmontools 7.0 or later on it");
    }

    static Problem noSystemDrive(MachineId id) {
        return Problem.of(
                "PF-DSC-012",
                id + ": none of its drives holds the operating system",
                "check where its root filesystem is: a drive that belongs to it must not be planned for anything else");
    }

    static Problem leftOut(MachineId id, String device, String why, String fix) {
        return Problem.of("PF-DSC-020", id + ": drive " + device + " is left out: " + why, fix);
    }

    static Problem loops(MachineId id, List<String> devices) {
        return Problem.of(
                "PF-DSC-021",
                id + ": loop devices are left out: " + String.join(", ", devices),
                "nothing; they are files, not drives");
    }

    static Problem paths(MachineId id, String identity, List<String> devices) {
        return Problem.of(
                "PF-DSC-022",
                id + ": " + String.join(" and ", devices) + " are paths to one drive, " + identity
                        + ", which counts once",
                "let multipathd combine the paths if both are to be used");
    }

    static Problem failing(MachineId id, String identity, String device, List<String> signs) {
        return Problem.of(
                "PF-DSC-023",
                id + ": drive " + identity + " (" + device + ") is in bad health: " + String.join("; ", signs),
                "replace it before it holds data");
    }

    static Problem virtual(MachineId id, String identity, String device) {
        return Problem.of(
                "PF-DSC-024",
                id + ": drive " + identity + " (" + device
                        + ") is virtual and calls itself rotating, whatever it is made of",
                "ask for 'hdd' where it is planned, or have its hypervisor say that it is flash");
    }

    static Problem controller(MachineId id, String identity, String device, String model) {
        return Problem.of(
                "PF-DSC-025",
                id + ": drive " + identity + " (" + device + ", " + model + ") is a volume that a RAID controller made",
                "let the controller pass the drives through (HBA mode): Ceph keeps its own copies, and must see each"
                        + " drive's kind and health");
    }

    static Problem mounted(MachineId id, String identity, String device, List<String> points) {
        return Problem.of(
                "PF-DSC-026",
                id + ": drive " + identity + " (" + device + ") is in use at " + String.join(", ", points),
                "free it if its data may go; unless it is petaforge's own it is not touched");
    }

    static Problem notEthernet(MachineId id, String port) {
        return Problem.of(
                "PF-DSC-040",
                id + ": port " + port + " is left out: it does not carry Ethernet",
                "set the port to Ethernet if the adapter can");
    }

    static Problem unknownRate(MachineId id, String port, boolean carrier) {
        return Problem.of(
                "PF-DSC-041",
                id + ": port " + port + " is left out: "
                        + (carrier ? "its driver does not tell its rate" : "it has no link")
                        + ", and what it can do is unknown",
                carrier ? "install ethtool on it" : "plug its cable in, or install ethtool on it");
    }

    static Problem slow(MachineId id, String port, BitRate now, BitRate most) {
        return Problem.of(
                "PF-DSC-042",
                id + ": port " + port + " runs at " + now + ", and could do " + most,
                "check cable, optics and the switch's port, unless that is meant");
    }

    static Problem member(MachineId id, String master, List<String> ports) {
        return Problem.of(
                "PF-DSC-043",
                id + ": " + String.join(" and ", ports) + (ports.size() == 1 ? " belongs to " : " belong to ") + master,
                "take them out of it if the plan is to cable them by themselves");
    }
}
