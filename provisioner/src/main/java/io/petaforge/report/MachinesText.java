package io.petaforge.report;

import io.petaforge.api.Disk;
import io.petaforge.api.Hardware;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Machines as they were found, for people. */
public final class MachinesText {
    private MachinesText() {}

    /** All of them, in the order of the map. */
    public static String render(Map<MachineId, Inspection> machines) {
        StringBuilder text = new StringBuilder();
        machines.forEach((id, machine) -> machine(text, id, machine));
        return text.toString();
    }

    private static void machine(StringBuilder text, MachineId id, Inspection machine) {
        Hardware hardware = machine.hardware();
        text.append(id).append("  ").append(hardware.identity()).append('\n');
        line(text, "model", join(hardware.vendor(), hardware.product(), serial(hardware.serial())));
        if (!machine.software().name().isEmpty()) {
            line(
                    text,
                    "system",
                    join(machine.software().name(), python(machine.software().python())));
        }
        line(
                text,
                "cpu",
                machine.threads() + " threads" + (hardware.cpu().isEmpty() ? "" : ", " + hardware.cpu())
                        + (hardware.numa().size() > 1 ? ", " + hardware.numa().size() + " NUMA nodes" : ""));
        line(text, "memory", machine.memory().binary());
        if (hardware.numa().size() > 1) {
            hardware.numa().forEach(node -> line(text, "numa", numa(node)));
        }
        machine.disks().stream()
                .sorted(Comparator.comparing(Disk::boot).reversed().thenComparing(Disk::serial))
                .forEach(disk -> line(
                        text,
                        "drive",
                        String.format(
                                Locale.ROOT,
                                "%-4s %10s  %-24s  %s%s",
                                disk.media().deviceClass(),
                                disk.size().decimal(),
                                disk.serial(),
                                disk.model(),
                                disk.boot() ? "  (operating system)" : "")));
        hardware.ports().forEach(port -> line(text, "port", port(port)));
        tests(text, hardware.tests());
        for (Problem finding : machine.findings()) {
            String what = finding.what().startsWith(id + ": ")
                    ? finding.what().substring(id.value().length() + 2)
                    : finding.what();
            line(text, "finding", finding.code() + " " + what);
            line(text, "", "-> " + finding.fix());
        }
        text.append('\n');
    }

    private static String numa(Hardware.NumaNode node) {
        return "node " + node.number() + ": " + node.threads() + " threads"
                + (node.memory().bytes() == 0 ? "" : ", " + node.memory().binary());
    }

    /** How many passed, and each that did not. */
    private static void tests(StringBuilder text, List<Hardware.Test> tests) {
        List<Hardware.Test> passed =
                tests.stream().filter(test -> test.verdict().equals("Passed")).toList();
        if (!passed.isEmpty()) {
            line(
                    text,
                    "tests",
                    passed.size() + " passed: "
                            + passed.stream()
                                    .map(Hardware.Test::name)
                                    .distinct()
                                    .collect(Collectors.joining(", ")));
        }
        tests.stream()
                .filter(test -> !passed.contains(test))
                .forEach(test -> line(text, "test", join(test.verdict() + ":", test.name(), test.subject())));
    }

    private static String port(Hardware.Port port) {
        Optional<String> neighbour = port.neighbour().map(other -> "  to " + other.device() + " " + other.port());
        return String.format(
                Locale.ROOT,
                "%-14s %12s  %s%s%s",
                port.name(),
                port.speed().map(Object::toString).orElse("no link"),
                port.mac(),
                port.vlan().isPresent() ? "  VLAN " + port.vlan().getAsInt() : "",
                neighbour.orElse(""));
    }

    private static String serial(String serial) {
        return serial.isEmpty() ? "" : "(" + serial + ")";
    }

    private static String python(String version) {
        return version.isEmpty() ? "without python3" : "python " + version;
    }

    private static String join(String... words) {
        return java.util.Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }

    private static void line(StringBuilder text, String noun, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  %-8s %s%n", noun, value));
        }
    }
}
