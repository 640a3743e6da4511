package io.petaforge.lab;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PortRef;
import io.petaforge.api.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Breaks and mends what a lab is cabled with. What is broken is read from the kernel each time, and kept nowhere. */
final class LabFaults {
    /**
     * How long a plug is in the hand: less than a person takes, and more than the second in which lldpd gathers changes.
     * It would take two plugs that come under one name and number within it for the same, and listen to the one that left.
     */
    private static final Duration IN_HAND = Duration.ofSeconds(2);

    private final Commands commands;

    LabFaults(Commands commands) {
        this.commands = commands;
    }

    /** Sets a port up or down: the cable's other end follows, as a plug without light does. */
    void light(LabRecord lab, PortRef port, boolean on) {
        ip(namespace(lab, port), List.of("link set dev " + port.port() + (on ? " up" : " down")));
    }

    /** Sets what a port sends and takes at most, in bytes. */
    void packetSize(LabRecord lab, PortRef port, int bytes) {
        ip(namespace(lab, port), List.of("link set dev " + port.port() + " mtu " + bytes));
    }

    /** Loses or passes IPv4 that arrives at a port. */
    void ipv4(LabRecord lab, PortRef port, boolean pass) {
        rules(namespace(lab, port), "-4", port.port(), pass);
    }

    /** Puts the plugs of two ports into each other's, or back into their own. */
    void plugs(LabRecord lab, PortRef one, PortRef other, boolean exchanged) {
        Map<PortRef, String> namespaces = new LinkedHashMap<>();
        namespaces.put(one, namespace(lab, one));
        namespaces.put(other, namespace(lab, other));
        // The dots keep it from being a machine's; what is left of it goes with the lab.
        String hand = Naming.namespacePrefix(lab.cluster()) + ".hand";
        boolean inHand = new LabNetwork(commands).namespaces(lab.cluster()).contains(hand);
        Map<String, String> links = new LinkedHashMap<>();
        namespaces.values().forEach(namespace -> links.put(namespace, links(namespace)));
        if (inHand) {
            links.put(hand, links(hand));
        }
        Map<PortRef, PortRef> wanted = Map.of(one, exchanged ? other : one, other, exchanged ? one : other);
        List<Plugs.Move> moves = Plugs.find(namespaces, links).towards(wanted, namespaces);
        if (moves.isEmpty()) {
            return;
        }
        if (!inHand) {
            commands.require(List.of("ip", "netns", "add", hand), "");
        }
        // First all out, then all in: a port holds one plug. Out of the machine altogether, so that what runs on it
        // sees a plug go and another come, not a renamed one.
        for (Plugs.Move move : moves) {
            if (!move.from().namespace().equals(hand)) {
                ip(
                        move.from().namespace(),
                        List.of(
                                "link set dev " + move.from().name() + " down alias "
                                        + move.from().plug(),
                                "link set dev " + move.from().name() + " netns " + hand + " name " + inHand(move)));
            }
        }
        Waiting.pause(IN_HAND);
        for (Plugs.Move move : moves) {
            ip(hand, List.of("link set dev " + inHand(move) + " netns " + move.namespace() + " name " + move.name()));
            ip(move.namespace(), List.of("link set dev " + move.name() + " up"));
        }
        commands.require(List.of("ip", "netns", "delete", hand), "");
        for (PortRef port : List.of(one, other)) {
            shape(lab, port);
        }
    }

    /** Stops or wakes all of a machine's processes, and loses or passes what arrives at it. */
    void asleep(LabRecord lab, LabMachine machine, boolean asleep) {
        String namespace = Naming.namespace(lab.cluster(), machine.id());
        if (asleep) {
            signal(lab, machine.id(), "STOP");
        }
        rules(namespace, "-4", "", !asleep);
        rules(namespace, "-6", "", !asleep);
        if (!asleep) {
            signal(lab, machine.id(), "CONT");
        }
    }

    private void signal(LabRecord lab, MachineId machine, String signal) {
        Set<Long> pids = ControlGroups.ofThisMachine().processes(lab.cluster(), machine.value());
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$@\"", "sh", signal));
        pids.forEach(pid -> command.add(pid.toString()));
        if (!pids.isEmpty()) {
            // One of them may have ended meanwhile, which is no failure.
            commands.run(command, "");
        }
    }

    /** A plug loses its shaper on the way from one machine to another. */
    private void shape(LabRecord lab, PortRef port) {
        lab.machine(port.machine()).ifPresent(machine -> {
            String batch = FileWriting.lines(NetworkBatch.shaping(lab, machine));
            if (!batch.isEmpty()) {
                commands.require(List.of("tc", "-netns", namespace(lab, port), "-batch", "-"), batch);
            }
        });
    }

    private void rules(String namespace, String family, String port, boolean pass) {
        String present = commands.require(List.of("ip", "-netns", namespace, family, "rule", "show"), "");
        List<String> lines = pass ? BlackholeRules.pass(present, port) : BlackholeRules.lose(present, port);
        if (!lines.isEmpty()) {
            commands.require(List.of("ip", "-netns", namespace, family, "-batch", "-"), FileWriting.lines(lines));
        }
    }

    private String links(String namespace) {
        return commands.require(List.of("ip", "-netns", namespace, "-oneline", "link", "show"), "");
    }

    private void ip(String namespace, List<String> lines) {
        commands.require(List.of("ip", "-netns", namespace, "-batch", "-"), FileWriting.lines(lines));
    }

    /** A name that no two plugs share there, and short enough for an interface. */
    private static String inHand(Plugs.Move move) {
        return "p" + Naming.digest(move.from().plug().toString()).substring(0, 12);
    }

    private static String namespace(LabRecord lab, PortRef port) {
        boolean cabled = lab.machine(port.machine())
                .filter(machine -> NetworkBatch.cabled(lab, machine.id()).contains(port.port()))
                .isPresent();
        if (!cabled) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-LAB-020",
                            "The lab " + lab.cluster() + " has no cable in " + port + ".",
                            "Name a port of one of its cables."));
        }
        return Naming.namespace(lab.cluster(), port.machine());
    }
}
