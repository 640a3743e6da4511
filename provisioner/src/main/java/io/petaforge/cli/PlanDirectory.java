package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.report.WrittenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A directory of configurations that plan after plan is written into. {@value #MANIFEST} in it lists what petaforge wrote,
 * in the form of {@code sha256sum}; nothing else there is ever changed or removed, and neither is a listed file that
 * somebody has edited since.
 */
final class PlanDirectory {
    static final String MANIFEST = "petaforge.sha256";

    private static final int NAMED = 5;

    private final Path directory;
    private final Map<String, String> listed;

    private PlanDirectory(Path directory, Map<String, String> listed) {
        this.directory = directory;
        this.listed = listed;
    }

    /**
     * The directory, which need not exist yet.
     *
     * @throws UncheckedIOException when its manifest cannot be read
     */
    static PlanDirectory of(Path directory) {
        Map<String, String> listed = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(directory.resolve(MANIFEST))) {
                String[] entry = line.split("  ", 2);
                // Whoever writes ../ into the list must not make petaforge delete there.
                if (entry.length == 2 && inside(directory, entry[1])) {
                    listed.put(entry[1], entry[0]);
                }
            }
        } catch (NoSuchFileException e) {
            // The first plan in this directory.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PlanDirectory(directory, listed);
    }

    /**
     * Makes the directory hold what is rendered.
     *
     * @param rendering is called twice and gives every file's path and text: first everything is compared, and only when
     *     nothing stands in the way anything is written
     * @throws PetaforgeException when a file that would be replaced or removed is not as petaforge wrote it
     * @throws UncheckedIOException when the directory cannot be read or written
     */
    WrittenFiles write(Consumer<BiConsumer<String, String>> rendering) {
        return write(rendering, path -> false);
    }

    /**
     * The same where some files hold secrets.
     *
     * @param secret says by its path whether only the owner may read a file
     */
    WrittenFiles write(Consumer<BiConsumer<String, String>> rendering, Predicate<String> secret) {
        Map<String, String> wanted = new TreeMap<>();
        rendering.accept((path, text) -> wanted.put(path, sum(text.getBytes(StandardCharsets.UTF_8))));
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        wanted.forEach((path, sum) -> {
            Optional<String> there = present(path);
            if (there.isEmpty()) {
                added.add(path);
            } else if (!there.get().equals(sum)) {
                (there.get().equals(listed.get(path)) ? changed : foreign).add(path);
            }
        });
        List<String> removed = new ArrayList<>();
        listed.forEach((path, sum) -> {
            Optional<String> there = wanted.containsKey(path) ? Optional.empty() : present(path);
            there.ifPresent(now -> (now.equals(sum) ? removed : foreign).add(path));
        });
        if (!foreign.isEmpty()) {
            throw edited(foreign);
        }
        Set<String> write = new HashSet<>(added);
        write.addAll(changed);
        rendering.accept((path, text) -> {
            if (write.contains(path)) {
                put(path, text, secret.test(path));
            }
        });
        removed.forEach(this::remove);
        StringBuilder manifest = new StringBuilder();
        wanted.forEach(
                (path, sum) -> manifest.append(sum).append("  ").append(path).append('\n'));
        put(MANIFEST, manifest.toString(), false);
        return new WrittenFiles(
                directory.toString(), added, changed, removed, wanted.size() - added.size() - changed.size());
    }

    private PetaforgeException edited(List<String> paths) {
        String named = String.join(", ", paths.subList(0, Math.min(NAMED, paths.size())));
        return new PetaforgeException(
                ExitCode.BAD_INPUT,
                Problem.of(
                        "PF-CLI-032",
                        "in " + directory + (paths.size() == 1 ? " a file is" : " " + paths.size() + " files are")
                                + " not as petaforge wrote " + (paths.size() == 1 ? "it: " : "them: ") + named
                                + (paths.size() > NAMED ? " and more" : ""),
                        "Say in the inventory what you changed there and delete "
                                + (paths.size() == 1 ? "the file" : "the files") + ", or name another directory."));
    }

    private Optional<String> present(String path) {
        try {
            return Optional.of(sum(Files.readAllBytes(directory.resolve(path))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Beside the file first: whoever kills this finds the old text or the new one, and the same command goes on. */
    private void put(String path, String text, boolean secret) {
        Path file = directory.resolve(path);
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(beside);
            if (secret) {
                Files.createFile(
                        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove(String path) {
        try {
            Files.deleteIfExists(directory.resolve(path));
            Path parent = directory.resolve(path).getParent();
            while (parent != null && !parent.equals(directory)) {
                Files.delete(parent);
                parent = parent.getParent();
            }
        } catch (DirectoryNotEmptyException e) {
            // Something else is still there.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean inside(Path directory, String path) {
        return directory.resolve(path).normalize().startsWith(directory.normalize())
                && !Path.of(path).isAbsolute();
    }

    private static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What to say where the directory cannot be written. */
    static PetaforgeException unwritable(Path directory, IOException e) {
        return new PetaforgeException(
                ExitCode.BAD_INPUT,
                Problem.of(
                        "PF-CLI-031",
                        "the configurations cannot be written to " + directory + ": " + words(e),
                        "Name a directory that you may write to."),
                e);
    }

    /** Of a file system's failure the message is often the path alone. */
    static String words(IOException e) {
        return e instanceof FileSystemException
                ? e.getClass().getSimpleName() + ": " + e.getMessage()
                : String.valueOf(e.getMessage());
    }
}
