package io.petaforge.fixed;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which machines a cluster was built on: a line of name, address and the chassis' serial for each. Without it nobody could
 * tell a cluster that exists from machines that merely run.
 */
final class Record {
    /**
     * One machine.
     *
     * @param serial of the chassis; empty where it does not tell one
     */
    record Line(String address, String serial) {
        Line {
            requireNonNull(address, "address");
            requireNonNull(serial, "serial");
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
                List<String> words = List.of(line.split(" ", 3));
                if (words.size() == 3) {
                    machines.put(new MachineId(words.get(0)), new Line(words.get(1), words.get(2)));
                }
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
                        .map(machine ->
                                machine.getKey() + " " + machine.getValue().address() + " "
                                        + machine.getValue().serial())
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
