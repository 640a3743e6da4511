package io.petaforge.maas;

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

/** The record and the keys of a cluster's machines, in {@code DIRECTORY/CLUSTER/maas/}, readable by their owner only. */
final class MaasStore {
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT);

    private final Path root;

    MaasStore(Path root) {
        this.root = root;
    }

    Optional<MaasRecord> read(String cluster) {
        Path file = directory(cluster).resolve("machines.json");
        try {
            MaasRecord found = JSON.readValue(Files.readString(file), MaasRecord.class);
            if (found.format() != MaasRecord.FORMAT) {
                throw unreadable(file, "it is of format " + found.format());
            }
            return Optional.of(found);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e.getClass().getSimpleName());
        }
    }

    void write(MaasRecord found) {
        try {
            replace(directory(found.cluster()).resolve("machines.json"), JSON.writeValueAsString(found) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record the machines of " + found.cluster(), e);
        }
    }

    /** Everything of the cluster, keys too. */
    void delete(String cluster) {
        Path directory = directory(cluster);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever taken.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    Path operatorKey(String cluster) {
        return directory(cluster).resolve("operator_ed25519");
    }

    /** The operator's public key; the pair is made when it is first needed. */
    String operatorPublic(String cluster) {
        return pair(operatorKey(cluster)).get(1);
    }

    /**
     * A host key for one machine of MAAS, private and public: another machine that takes its place gets another key, since
     * the first may still boot.
     */
    List<String> hostKey(Held held, String cluster) {
        return pair(directory(cluster).resolve("host-" + held.machine() + "-" + held.node()));
    }

    /** One at a time: deployments that start side by side all want the operator's. */
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
        return root.resolve(cluster).resolve("maas");
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

    private static PetaforgeException unreadable(Path file, String why) {
        return new PetaforgeException(
                ExitCode.PREFLIGHT,
                Problem.of(
                        "PF-MAAS-031",
                        "The record of the machines that the cluster holds, " + file + ", cannot be read (" + why
                                + ").",
                        "Restore it, or move it away: machines that MAAS holds under the cluster's name are then orphans to adopt or release."));
    }
}
