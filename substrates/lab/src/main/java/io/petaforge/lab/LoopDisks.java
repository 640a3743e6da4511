package io.petaforge.lab;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.Media;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Sparse files behind loop devices. The kernel's own list of backing files is the truth about what is attached. */
final class LoopDisks {
    private static final Path BLOCK_DEVICES = Path.of("/sys/block");
    /** The kernel's number of the loop driver (Documentation/admin-guide/devices.txt). */
    private static final int LOOP_MAJOR = 7;
    /** A drive is a whole number of the 4 KiB blocks that Ceph and XFS write. */
    private static final long BLOCK = 4096;

    private final Commands commands;

    LoopDisks(Commands commands) {
        this.commands = commands;
    }

    /** A drive to attach and the file it lives in. */
    record Backing(Disk disk, Path file) {}

    /**
     * Makes and attaches what is missing.
     *
     * @return the device of each file, such as {@code /dev/loop8}
     */
    Map<Path, Path> attach(List<Backing> drives) {
        Map<Path, Path> attached = new HashMap<>(attached());
        for (Backing drive : drives) {
            if (!attached.containsKey(drive.file())) {
                create(drive.file(), drive.disk().size());
                Path device = attach(drive.file());
                attached.put(drive.file(), device);
                setMedia(device, drive.disk().media());
            }
        }
        return Map.copyOf(attached);
    }

    /** Loop devices that are attached to a file, deleted files included. */
    Map<Path, Path> attached() {
        Map<Path, Path> found = new HashMap<>();
        try (Stream<Path> devices = Files.list(BLOCK_DEVICES)) {
            for (Path device : devices.toList()) {
                String name = device.getFileName().toString();
                if (name.startsWith("loop")) {
                    backingFile(device).ifPresent(file -> found.put(file, Path.of("/dev", name)));
                }
            }
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list block devices", e);
        }
        return Map.copyOf(found);
    }

    void detach(List<Path> devices) {
        if (!devices.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("losetup", "--detach"));
            devices.forEach(device -> command.add(device.toString()));
            commands.run(command, "");
        }
    }

    private static java.util.Optional<Path> backingFile(Path device) {
        try {
            String file = Files.readString(device.resolve("loop").resolve("backing_file"))
                    .strip();
            return java.util.Optional.of(Path.of(file.replaceFirst(" \\(deleted\\)$", "")));
        } catch (IOException e) {
            // Not attached, or detached between the listing and this read.
            return java.util.Optional.empty();
        }
    }

    private static void create(Path file, ByteSize size) {
        try {
            Files.createDirectories(file.getParent());
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength((size.bytes() + BLOCK - 1) / BLOCK * BLOCK);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the disk " + file, e);
        }
    }

    private Path attach(Path file) {
        // Where /dev is not kept by the kernel, a device past loop7 exists without its node.
        String free = commands.require(List.of("losetup", "--find"), "").strip();
        if (!Files.exists(Path.of(free))) {
            commands.run(
                    List.of(
                            "mknod",
                            "--mode=0660",
                            free,
                            "b",
                            Integer.toString(LOOP_MAJOR),
                            free.substring("/dev/loop".length())),
                    "");
        }
        return Path.of(commands.require(List.of("losetup", "--find", "--show", file.toString()), "")
                .strip());
    }

    private static void setMedia(Path device, Media media) {
        Path rotational = BLOCK_DEVICES
                .resolve(device.getFileName().toString())
                .resolve("queue")
                .resolve("rotational");
        try {
            Files.write(rotational, (media == Media.HDD ? "1" : "0").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set what " + device + " is made of", e);
        }
    }
}
