package io.petaforge.cloud;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.petaforge.api.Ed25519Key;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a driver keeps of each cluster, in {@code DIRECTORY/CLUSTER/DRIVER/}, readable by its owner only: one record as JSON,
 * the operator's key and the machines' host keys.
 *
 * @param <R> the record, of simple types
 */
public final class CloudStore<R> {
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT);

    private final Path root;
    private final String driver;
    private final Class<R> type;

    /**
     * A place; nothing is read or written yet.
     *
     * @param root the directory of all clusters
     * @param driver name of the directory in each cluster's
     */
    public CloudStore(Path root, String driver, Class<R> type) {
        this.root = root;
        this.driver = driver;
        this.type = type;
    }

    /**
     * The cluster's record; empty when nothing was ever recorded.
     *
     * @throws PetaforgeException when there is one that cannot be read
     */
    public Optional<R> read(String cluster) {
        Path file = directory(cluster).resolve("record.json");
        try {
            return Optional.of(JSON.readValue(Files.readString(file), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-CLOUD-001",
                            "The record of what the cluster holds in the cloud, " + file + ", cannot be read ("
                                    + e.getClass().getSimpleName() + ").",
                            "Restore it, or move it away: what the cloud holds under the cluster's name is then found as"
                                    + " orphans to release."),
                    e);
        }
    }

    /** Writes the record; it is on disk when the call returns. */
    public void write(String cluster, R found) {
        try {
            replace(directory(cluster).resolve("record.json"), JSON.writeValueAsString(found) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record what " + cluster + " holds", e);
        }
    }

    /** Everything of the cluster, keys too. */
    public void delete(String cluster) {
        Path directory = directory(cluster);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever recorded.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    /** The file of the operator's private key, which {@link #operatorPublic} makes. */
    public Path operatorKey(String cluster) {
        return directory(cluster).resolve("operator_ed25519");
    }

    /** The operator's public key in OpenSSH form; the pair is made when it is first needed. */
    public String operatorPublic(String cluster) {
        return pair(operatorKey(cluster)).get(1);
    }

    /**
     * The host key of one machine: the private file's text, and the public line. Made when it is first asked for.
     *
     * @param token what the machine was asked for under: another that takes its place has another key, since the first may
     *     still boot
     */
    public List<String> hostKey(String cluster, String machine, String token) {
        return pair(directory(cluster).resolve("host-" + machine + "-" + token));
    }

    /** One at a time: machines that are asked for side by side all want the operator's. */
    private synchronized List<String> pair(Path file) {
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        try {
            if (!Files.exists(publicFile)) {
                Ed25519Key key = Ed25519Key.generate();
                // The private file first: without its public one the pair is made anew.
                replace(file, key.privateFile());
                replace(publicFile, key.publicLine() + "\n");
            }
            return List.of(Files.readString(file), Files.readString(publicFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the key " + file, e);
        }
    }

    private Path directory(String cluster) {
        return root.resolve(cluster).resolve(driver);
    }

    private static void replace(Path file, String content) throws IOException {
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(next, content.getBytes(StandardCharsets.UTF_8));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
