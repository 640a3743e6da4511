package io.petaforge.discover;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Hardware;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.remote.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From what {@code discover.sh} printed to the machine: pure, so that recorded outputs can be read again. */
public final class Discovery {
    private static final String PROGRAM = program();

    private static final Pattern KIBIBYTES = Pattern.compile("(?m)^MemTotal:\\s+(\\d{1,15}) kB");
    private static final Pattern NODE = Pattern.compile("Node (\\d{1,6}) MemTotal:\\s+(\\d{1,15}) kB");

    /**
     * What the kernel keeps of the installed memory for itself and the firmware, at most: 1.6 to 3 % on servers of 64 GiB
     * and more, more on small ones.
     */
    private static final double RESERVED = 0.12;

    private Discovery() {}

    /** Asks a host; needs root for serials of memory and machine, and for the drives' health. */
    public static Command command() {
        return Command.script(PROGRAM);
    }

    /**
     * Reads the answer.
     *
     * @param id whose it is
     * @param identity the substrate's own name of the machine, such as its address
     * @return empty when the output is not whole
     */
    public static Optional<Inspection> read(MachineId id, String identity, String output) {
        return Sections.of(output).flatMap(sections -> read(id, identity, sections));
    }

    private static Optional<Inspection> read(MachineId id, String identity, Sections sections) {
        boolean container = sections.has("container");
        Processors processors = Processors.read(sections.text("lscpu"));
        Matcher total = KIBIBYTES.matcher(sections.text("meminfo"));
        if (processors.threads() < 1 || !total.find()) {
            return Optional.empty();
        }
        List<Problem> findings = new ArrayList<>();
        ByteSize usable = new ByteSize(Long.parseLong(total.group(1)) << 10);
        // A container sees its machine's firmware.
        Firmware firmware =
                container ? Firmware.read("", "") : Firmware.read(sections.text("dmidecode"), sections.text("dmi-id"));
        ByteSize memory = container
                ? limit(usable, sections.text("memory-limit"))
                : memory(id, usable, firmware.memory(), findings);
        DriveSelection.Result drives = DriveSelection.of(id, DriveSources.of(sections));
        PortSelection ports = PortSelection.of(
                id,
                PortFacts.read(sections.text("ports"), sections.text("ip"), sections.each("ethtool")),
                LldpNeighbors.read(sections.text("lldp")),
                container);
        findings.addAll(drives.findings());
        findings.addAll(ports.findings());
        Hardware hardware = new Hardware(
                id,
                identity,
                firmware.vendor(),
                firmware.product(),
                firmware.serial(),
                processors.model(),
                nodes(processors, sections.text("numa")),
                ports.ports(),
                drives.tests());
        return Optional.of(new Inspection(
                processors.threads(),
                memory,
                drives.disks(),
                ports.nics(),
                Addresses.read(sections.text("ip")),
                hardware,
                software(sections),
                findings));
    }

    /** The modules' sum where the kernel has nearly all of it: orders and inventories count modules. */
    private static ByteSize memory(MachineId id, ByteSize usable, ByteSize installed, List<Problem> findings) {
        if (installed.compareTo(usable) < 0) {
            return usable;
        }
        if (installed.bytes() - usable.bytes() > installed.bytes() * RESERVED) {
            findings.add(Findings.memory(id, installed, usable));
            return usable;
        }
        return installed;
    }

    private static ByteSize limit(ByteSize usable, String limit) {
        return limit.matches("\\d{1,18}") && Long.parseLong(limit) < usable.bytes()
                ? new ByteSize(Long.parseLong(limit))
                : usable;
    }

    private static List<Hardware.NumaNode> nodes(Processors processors, String numa) {
        List<Hardware.NumaNode> nodes = new ArrayList<>();
        Matcher node = NODE.matcher(numa);
        while (node.find()) {
            int number = Integer.parseInt(node.group(1));
            nodes.add(new Hardware.NumaNode(
                    number,
                    processors.nodes().getOrDefault(number, 0),
                    new ByteSize(Long.parseLong(node.group(2)) << 10)));
        }
        return nodes;
    }

    private static Inspection.Software software(Sections sections) {
        Map<String, String> release = new TreeMap<>();
        sections.text("os")
                .lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> release.put(pair[0], pair[1].replaceAll("^[\"']|[\"']$", "")));
        String python = sections.text("python");
        return new Inspection.Software(
                release.getOrDefault("ID", ""),
                release.getOrDefault("VERSION_ID", ""),
                release.getOrDefault("PRETTY_NAME", ""),
                python.startsWith("Python ") ? python.substring("Python ".length()) : "");
    }

    private static String program() {
        try (InputStream in = Discovery.class.getResourceAsStream("discover.sh")) {
            if (in == null) {
                throw new IllegalStateException("the program discover.sh is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
