package io.petaforge.fabric;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Port;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether systemd-networkd can be given the planned ports of a host. It can beside netplan, whose files come after
 * ours. Two programs that both set a port up undo each other's work again and again, so anything else that has one is
 * refused, with what to do.
 */
final class InterfaceOwner {
    private InterfaceOwner() {}

    /** What stands against it; empty when nothing does. */
    static List<Problem> problems(Device device, InterfaceFiles wanted, InterfaceState found) {
        List<Problem> problems = new ArrayList<>();
        MachineId host = device.id();
        if (found.load().isEmpty() || found.load().equals("not-found")) {
            problems.add(Problem.of(
                    "PF-IF-001",
                    host + " has no systemd-networkd, which is to set its interfaces up",
                    "Install it (package systemd-networkd or systemd) and run the same command again."));
        } else if (found.load().equals("masked")) {
            problems.add(Problem.of(
                    "PF-IF-002",
                    "systemd-networkd is masked on " + host + ", so it cannot set the interfaces up",
                    "Find out who masked it; then: systemctl unmask systemd-networkd.service systemd-networkd.socket"));
        }
        for (Port port : device.ports()) {
            String name = port.name();
            if (!found.links().containsKey(name)) {
                problems.add(Problem.of(
                        "PF-IF-003",
                        host + " has no interface " + name + ", which the plan cables to " + port.peer(),
                        "It has "
                                + String.join(
                                        ", ",
                                        found.links().keySet().stream().sorted().toList())
                                + ": name its ports in the inventory as its system does."));
            }
            String ifupdown = found.ifupdown().get(name);
            if (ifupdown != null) {
                problems.add(Problem.of(
                        "PF-IF-004",
                        "ifupdown sets " + name + " of " + host + " up too, from " + ifupdown,
                        "Take its iface stanza out of that file, but leave the interface up; petaforge then takes it over, and undoes"
                                + " that if the host does not answer."));
            }
            String manager = found.networkManager().get(name);
            if (manager != null && !manager.equals("unmanaged")) {
                problems.add(
                        Problem.of(
                                "PF-IF-005",
                                "NetworkManager sets " + name + " of " + host + " up too (" + manager + ")",
                                "Put " + name
                                        + " into unmanaged-devices in a file of /etc/NetworkManager/conf.d and reload NetworkManager."));
            }
            String file = found.networkFiles().get(name);
            InterfaceFiles.Wanted ours = wanted.interfaces().get(name);
            if (file != null && ours != null && comesBefore(file, ours.file())) {
                problems.add(Problem.of(
                        "PF-IF-006",
                        "networkd sets " + name + " of " + host + " up from " + file
                                + ", which comes before the plan's " + ours.file(),
                        "Rename that file so that it sorts later, or let it match other interfaces."));
            }
        }
        return problems;
    }

    /** Networkd sorts by the last part of the name alone, whichever directory it is in. */
    private static boolean comesBefore(String file, String ours) {
        return base(file).compareTo(base(ours)) < 0;
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
