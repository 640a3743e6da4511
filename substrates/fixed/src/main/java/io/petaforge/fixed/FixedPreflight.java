package io.petaforge.fixed;

import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Nic;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What stands in the way of building on machines that answered: pure. */
final class FixedPreflight {
    /**
     * Distributions that petaforge installs packages on, with the first version that has them: Ceph 16, FRR 8 and Java 17
     * or later.
     */
    private static final Map<String, Double> DISTRIBUTIONS = new TreeMap<>(Map.of("debian", 12.0, "ubuntu", 22.04));

    /** Installed memory is what is asked for, and a kernel without a firmware's word for it has some percent less. */
    private static final double KERNEL_SHARE = 0.96;

    private FixedPreflight() {}

    /** Whether the machine has what was asked for. Drives are judged where they are given their purposes. */
    static List<Problem> hardware(MachineRequest wanted, Inspection found) {
        List<Problem> problems = new ArrayList<>();
        String path = "machines." + wanted.group() + ".constraints";
        if (found.threads() < wanted.threads()) {
            problems.add(Problem.at(
                    "PF-FIX-003",
                    path + ".threads",
                    wanted.id() + " has " + found.threads() + " threads, and " + wanted.threads() + " are asked for",
                    "ask for less, or list another machine under its name"));
        }
        if (found.memory().bytes() < wanted.memory().bytes() * KERNEL_SHARE) {
            problems.add(Problem.at(
                    "PF-FIX-003",
                    path + ".memory",
                    wanted.id() + " has " + found.memory().binary() + " of memory, and "
                            + wanted.memory().binary() + " are asked for",
                    "ask for less, or list another machine under its name"));
        }
        return problems;
    }

    /** Whether the machine's software and ports will do. */
    static List<Problem> software(MachineRequest wanted, Inspection found) {
        List<Problem> problems = new ArrayList<>();
        Inspection.Software software = found.software();
        if (!supported(software)) {
            problems.add(Problem.of(
                    "PF-FIX-004",
                    wanted.id() + " runs " + (software.name().isEmpty() ? "an unknown system" : software.name())
                            + ", on which petaforge installs nothing",
                    "install Debian 12 or Ubuntu 22.04, or a later one of either"));
        }
        if (software.python().isEmpty()) {
            problems.add(
                    Problem.of("PF-FIX-005", wanted.id() + " has no python3", "install the package python3 on it"));
        }
        List<String> names = found.hardware().ports().stream()
                .map(port -> port.name())
                .sorted()
                .toList();
        List<String> missing = wanted.ports().stream()
                .filter(port -> !names.contains(port))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            problems.add(Problem.at(
                    "PF-FIX-007",
                    "network.hardware.nics",
                    wanted.id() + " has no port " + String.join(", ", missing) + ", which the plan cables; it has "
                            + (names.isEmpty() ? "none" : String.join(", ", names)),
                    "name the ports as the machines do; 'petaforge machines' shows them" + speeds(found.nics())));
        }
        return problems;
    }

    private static String speeds(List<Nic> nics) {
        return nics.isEmpty()
                ? ""
                : ", here "
                        + nics.stream()
                                .map(nic -> nic.name() + " with " + nic.speed())
                                .collect(Collectors.joining(", "));
    }

    private static boolean supported(Inspection.Software software) {
        Double first = DISTRIBUTIONS.get(software.distribution());
        // Debian's unreleased version tells no number.
        return first != null
                && (!software.version().matches("\\d+(\\.\\d+)?") || Double.parseDouble(software.version()) >= first);
    }

    /** Two addresses that lead to one machine: they would be given the same drives twice. */
    static List<Problem> twice(Map<MachineId, Inspection> found) {
        List<Problem> problems = new ArrayList<>();
        Map<String, MachineId> owners = new HashMap<>();
        new TreeMap<>(found).forEach((id, machine) -> {
            Optional<MachineId> other = machine.disks().stream()
                    .map(disk -> Optional.ofNullable(owners.get(disk.serial())))
                    .flatMap(Optional::stream)
                    .findFirst();
            other.ifPresent(owner -> problems.add(Problem.of(
                    "PF-FIX-002",
                    owner + " and " + id + " have the same drives: both addresses lead to one machine",
                    "give each machine its own address; drives that two machines share cannot be used")));
            if (other.isEmpty()) {
                machine.disks().forEach(disk -> owners.put(disk.serial(), id));
            }
        });
        return problems;
    }

    /** A machine that is another than the cluster was built on: its data are elsewhere. */
    static List<Problem> exchanged(Map<MachineId, Record.Line> known, Map<MachineId, Inspection> found, Record record) {
        List<Problem> problems = new ArrayList<>();
        known.forEach((id, line) -> {
            Inspection machine = found.get(id);
            Record.Line now = machine == null ? line : Record.Line.of(line.address(), machine);
            if (line.differs(now)) {
                problems.add(Problem.of(
                        "PF-FIX-006",
                        id + " was the machine with " + line.knownBy(now)
                                + " when the cluster was built, and is that with " + now.knownBy(line) + " now",
                        "correct its address; if it was exchanged on purpose, take its line out of " + record.file()));
            }
        });
        return problems;
    }
}
