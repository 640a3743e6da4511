package io.petaforge.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a driver keeps of each cluster, in {@code ROOT/CLUSTER/DRIVER/}, readable by its owner only: one record, the
 * operator's key and the machines' host keys.
 *
 * @param <R> the record
 */
public abstract class ClusterStore<R> {
    private final Path root;
    private final String driver;
    private final String file;

    /**
     * A place; nothing is read or written yet.
     *
     * @param root the directory of all clusters
     * @param driver name of the directory in each cluster's
     * @param file name of the record's file
     */
    protected ClusterStore(Path root, String driver, String file) {
        this.root = root;
        this.driver = driver;
        this.file = file;
    }

    /** The record's text. */
    protected abstract String text(R found) throws IOException;

    /**
     * The record that a text is.
     *
     * @throws IOException when it is none, with what is wrong as its message
     */
    protected abstract R parse(String text) throws IOException;

    /** What is said of a record that cannot be read. */
    protected abstract Problem unreadable(Path record, String why);

    /**
     * The cluster's record; empty when nothing was ever recorded.
     *
     * @throws PetaforgeException when there is one that cannot be read
     */
    public final Optional<R> read(String cluster) {
        Path path = directory(cluster).resolve(file);
        try {
            return Optional.of(parse(Files.readString(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, unreadable(path, String.valueOf(e.getMessage())), e);
        }
    }

    /** Writes the record; it is on disk when the call returns. */
    public final void write(String cluster, R found) {
        try {
            make(directory(cluster));
            AtomicWrite.replace(directory(cluster).resolve(file), text(found) + "\n", "rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record what " + cluster + " holds", e);
        }
    }

    /** Deletes everything of the cluster, keys too. */
    public final void delete(String cluster) {
        Path directory = directory(cluster);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever recorded.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    /** The file of the operator's private key, which {@link #operatorPublic} makes. */
    public final Path operatorKey(String cluster) {
        return directory(cluster).resolve("operator_ed25519");
    }

    /** The operator's public key in OpenSSH form; the pair is made when it is first needed. */
    public final String operatorPublic(String cluster) {
        return pair(cluster, "operator_ed25519").publicLine();
    }

    /**
     * The host key of one machine: the private file's text, and the public line. Made when it is first asked for.
     *
     * @param token what the machine was asked for under, or is known by: another that takes its place has another key,
     *     since the first may still boot
     */
    public final List<String> hostKey(String cluster, String machine, String token) {
        Ed25519Key key = pair(cluster, "host-" + machine + "-" + token);
        return List.of(key.privateFile(), key.publicLine());
    }

    /** One at a time: machines that are asked for side by side all want the operator's. */
    private synchronized Ed25519Key pair(String cluster, String name) {
        Path path = directory(cluster).resolve(name);
        try {
            make(directory(cluster));
            return Ed25519Key.keptIn(path, "rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the key " + path, e);
        }
    }

    private Path directory(String cluster) {
        return root.resolve(cluster).resolve(driver);
    }

    private static void make(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
