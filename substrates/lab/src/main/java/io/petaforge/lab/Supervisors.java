package io.petaforge.lab;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The power switches: one supervisor process per host that is on. */
final class Supervisors {
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Commands commands;
    private final LabPaths paths;

    Supervisors(Commands commands, LabPaths paths) {
        this.commands = commands;
        this.paths = paths;
    }

    boolean isOn(String cluster, MachineId machine) {
        return running(cluster, machine).isPresent();
    }

    /** Starts the supervisors of hosts that are off, and returns when each has recorded itself. */
    void start(String cluster, List<LabMachine> machines) {
        if (machines.isEmpty()) {
            return;
        }
        writeScripts(cluster);
        List<String> command = new ArrayList<>(List.of(
                "sh",
                paths.startScript(cluster).toString(),
                paths.supervisorScript(cluster).toString()));
        machines.forEach(machine ->
                command.add(paths.host(cluster, machine.id()).directory().toString()));
        commands.require(command, "");
        Waiting.untilTrue(START, () -> machines.stream().allMatch(machine -> isOn(cluster, machine.id())));
        List<Problem> missing = machines.stream()
                .filter(machine -> !isOn(cluster, machine.id()))
                .map(machine -> notStarted(cluster, machine.id()))
                .toList();
        if (!missing.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, missing);
        }
    }

    /** Pulls the plug of one host and waits until its supervisor has cleaned up. */
    void stop(String cluster, MachineId machine) {
        running(cluster, machine).flatMap(ProcessHandle::of).ifPresent(process -> {
            process.destroy();
            Waiting.untilTrue(STOP, () -> !isOn(cluster, machine));
        });
    }

    /** Processes whose command line names a file of the lab: supervisors, and a host start that was cut short. */
    Set<Long> processes(String cluster) {
        String directory = paths.lab(cluster) + "/";
        Set<Long> found = new TreeSet<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (name.chars().allMatch(Character::isDigit) && mentions(entry, directory)) {
                    found.add(Long.valueOf(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list processes", e);
        }
        found.remove(ProcessHandle.current().pid());
        return found;
    }

    /** A pid counts only with the start time that was recorded beside it: pids are used again. */
    private Optional<Long> running(String cluster, MachineId machine) {
        try {
            String[] recorded = Files.readString(paths.host(cluster, machine).supervisor())
                    .strip()
                    .split(" ");
            if (recorded.length != 2) {
                return Optional.empty();
            }
            String stat = Files.readString(Path.of("/proc", recorded[0], "stat"));
            return startTime(stat).equals(recorded[1]) ? Optional.of(Long.valueOf(recorded[0])) : Optional.empty();
        } catch (IOException e) {
            // No record, or no such process: off.
            return Optional.empty();
        }
    }

    /** Field 22 of proc(5)'s stat; the name in field 2 may hold blanks and parentheses, so it is counted from its end. */
    static String startTime(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+");
        // A zombie's supervisor is dead, its pid just not collected yet.
        return fields.length > 19 && !fields[0].equals("Z") ? fields[19] : "";
    }

    private static boolean mentions(Path process, String directory) {
        try {
            return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
                    .contains(directory);
        } catch (IOException e) {
            // It ended in the meantime.
            return false;
        }
    }

    private Problem notStarted(String cluster, MachineId machine) {
        return Problem.of(
                "PF-LAB-012",
                "The power switch of " + machine + " did not start.",
                "See what it said in " + paths.host(cluster, machine).console() + ".");
    }

    private void writeScripts(String cluster) {
        try {
            FileWriting.replace(
                    paths.supervisorScript(cluster), Resources.text("host/supervisor.sh"), FileWriting.READABLE);
            FileWriting.replace(
                    paths.plainBootScript(cluster), Resources.text("host/plain-boot.sh"), FileWriting.READABLE);
            FileWriting.replace(paths.startScript(cluster), Resources.text("host/start.sh"), FileWriting.READABLE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the scripts of the lab " + cluster, e);
        }
    }
}
