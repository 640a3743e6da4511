package io.petaforge.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The directory {@code .petaforge/<cluster>/}: accepted plan, allocations, secrets, journal, reports. Only the owner may
 * enter it. Every file is replaced whole, so that a killed run leaves the old one or the new one.
 */
public final class StateDir {
    private final Path path;

    private StateDir(Path path) {
        this.path = path;
    }

    /** The state of a cluster under {@code root}; nothing is made until something is kept. */
    public static StateDir of(Path root, String cluster) {
        return new StateDir(requireNonNull(root).resolve(requireNonNull(cluster)));
    }

    /** The directory itself. */
    public Path path() {
        return path;
    }

    /** Whether anything was ever kept for the cluster. */
    public boolean exists() {
        return Files.isDirectory(path);
    }

    /** Makes the directory, closed to others, if it is missing. */
    public void create() {
        try {
            AtomicFiles.createPrivateDirectories(path);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Takes the cluster's lock, or says who holds it. */
    public RunLock lock(String command) {
        create();
        return RunLock.acquire(path.resolve("lock"), command);
    }

    /**
     * The cluster's secrets. One that the cluster depends on is never made a second time: where its file is gone or was
     * changed, asking for it is refused.
     */
    public Secrets secrets() {
        return new FileSecrets(path.resolve("secrets"), StateLedger.read(this).orElse(StateLedger.NONE));
    }

    /** Gives a secret another value. A run that is killed in between leaves the old one or the new one, and both are right. */
    public void replaceSecret(String name, Secret value) {
        StateLedger.read(this).ifPresent(ledger -> ledger.replacing(name, StateFiles.sha256(value))
                .keep(this));
        write(FileSecrets.checked("secrets/" + name), value.reveal().getBytes(StandardCharsets.UTF_8));
    }

    /** Removes the secrets of these names: nobody may depend on them any more. What is not there is left alone. */
    public void forgetSecrets(Predicate<String> names) {
        Path secrets = path.resolve("secrets");
        if (!Files.isDirectory(secrets)) {
            return;
        }
        try (var files = Files.walk(secrets)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (names.test(secrets.relativize(file).toString().replace('\\', '/'))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Whether a file of that name is there. */
    boolean has(String file) {
        return Files.isRegularFile(path.resolve(file));
    }

    /** Keeps a JSON document under a file name, replacing what was there. */
    public void keep(String file, JsonNode document) {
        keep(file, text(document));
    }

    /** A document as it is kept. */
    public static String text(JsonNode document) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a text under a file name, replacing what was there. */
    public void keep(String file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String file, byte[] content) {
        try {
            AtomicFiles.createPrivateDirectories(path);
            AtomicFiles.write(path.resolve(file), content);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The text of that file name; empty when there is none. */
    public Optional<String> readText(String file) {
        try {
            return has(file) ? Optional.of(Files.readString(path.resolve(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON document of that file name; empty when there is none or it is damaged. */
    public Optional<JsonNode> read(String file) {
        Path source = path.resolve(file);
        if (!Files.exists(source)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ObjectMapper().readTree(Files.readAllBytes(source)));
        } catch (com.fasterxml.jackson.core.JacksonException damaged) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The JSON document of that file name; empty only when there is none.
     *
     * @throws IOException when it cannot be read or is damaged, saying where
     */
    public Optional<JsonNode> readWhole(String file) throws IOException {
        Path source = path.resolve(file);
        if (!Files.exists(source)) {
            return Optional.empty();
        }
        return Optional.of(new ObjectMapper().readTree(Files.readAllBytes(source)));
    }

    /** Removes everything that is kept for the cluster. */
    public void delete() {
        if (!exists()) {
            return;
        }
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    PetaforgeException unwritable(IOException e) {
        return new PetaforgeException(
                ExitCode.PREFLIGHT,
                Problem.of(
                        "PF-STATE-001",
                        "the state directory " + path + " cannot be written: " + e.getMessage(),
                        "run from a directory that you may write to, or name another with --state-dir"),
                e);
    }
}
