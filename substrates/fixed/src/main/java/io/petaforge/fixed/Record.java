package io.petaforge.fixed;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Disk;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which machines a cluster was built on: a line of name, address, the chassis' serial and its drives' for each, with tabs
 * between them. Without it nobody could tell a cluster that exists from machines that merely run.
 */
final class Record {
    /**
     * One machine.
     *
     * @param serial of the chassis; empty where it does not tell one
     * @param drives serials of its drives
     */
    record Line(String address, String serial, Set<String> drives) {
        Line {
            requireNonNull(address, "address");
            requireNonNull(serial, "serial");
            drives = Collections.unmodifiableSet(new TreeSet<>(drives));
        }

        static Line of(String address, Inspection machine) {
            return new Line(
                    address,
                    machine.hardware().serial(),
                    machine.disks().stream().map(Disk::serial).collect(Collectors.toSet()));
        }

        /**
         * Whether the other is another machine: its chassis has another serial, or, where one of them tells none, none of
         * its drives is the same.
         */
        boolean differs(Line other) {
            return serial.isEmpty() || other.serial.isEmpty()
                    ? !drives.isEmpty() && !other.drives.isEmpty() && Collections.disjoint(drives, other.drives)
                    : !serial.equals(other.serial);
        }

        /** What it is known by beside another one, for people. */
        String knownBy(Line other) {
            return serial.isEmpty() || other.serial.isEmpty()
                    ? "drives " + String.join(", ", drives)
                    : "serial " + serial;
        }

        private static Line read(List<String> words) {
            Set<String> drives = new TreeSet<>(List.of(words.get(3).split(",")));
            drives.remove("");
            return new Line(words.get(1), words.get(2), drives);
        }
    }

    private final Path file;

    /** @param directory where the cluster's state is kept */
    Record(Path directory) {
        this.file = directory.resolve("fixed-machines");
    }

    Path file() {
        return file;
    }

    /** The machines; empty when the cluster was not built, or was given back. */
    Optional<Map<MachineId, Line>> read() {
        try {
            Map<MachineId, Line> machines = new TreeMap<>();
            for (String line : Files.readAllLines(file)) {
                List<String> words = List.of(line.split("\t", -1));
                if (words.size() != 4) {
                    throw new PetaforgeException(
                            ExitCode.PREFLIGHT,
                            Problem.of(
                                    "PF-FIX-010",
                                    "the record of the cluster's machines, " + file + ", is damaged: line "
                                            + (machines.size() + 1) + " is not one that was written",
                                    "take it from the cluster, with 'petaforge adopt INVENTORY', or restore it"));
                }
                machines.put(new MachineId(words.get(0)), Line.read(words));
            }
            return Optional.of(machines);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Seen whole or not at all. */
    void write(Map<MachineId, Line> machines) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        List<String> lines = new TreeMap<>(machines)
                .entrySet().stream()
                        .map(machine -> String.join(
                                "\t",
                                machine.getKey().value(),
                                machine.getValue().address(),
                                machine.getValue().serial(),
                                String.join(",", machine.getValue().drives())))
                        .toList();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
