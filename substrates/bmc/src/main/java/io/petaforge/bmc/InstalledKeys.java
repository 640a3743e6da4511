package io.petaforge.bmc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Ed25519Key;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * SSH host keys that petaforge has made ahead for machines that are installed over the network, so that not even the first
 * connection takes a key on trust. They outlive the cluster, as the systems do that have them.
 */
public final class InstalledKeys {
    private final Path directory;

    private InstalledKeys(Path directory) {
        this.directory = directory;
    }

    /**
     * Those of a cluster's machines.
     *
     * @param stateRoot holds a directory for each cluster; the dot keeps this one from being a cluster's
     */
    public static InstalledKeys of(Path stateRoot, String cluster) {
        return new InstalledKeys(stateRoot.resolve(requireNonNull(cluster, "cluster") + ".host-keys"));
    }

    /** The public keys of a machine, in OpenSSH form: one, or none when none was made. */
    public List<String> publicKeys(MachineId machine) {
        try {
            return List.of(Files.readString(directory.resolve(machine + ".pub")).strip());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** The key of a machine, made now if there is none. */
    public Ed25519Key need(MachineId machine) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return Ed25519Key.keptIn(directory.resolve(machine.value()));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private PetaforgeException unusable(IOException e) {
        return new PetaforgeException(
                ExitCode.PREFLIGHT,
                Problem.of(
                        "PF-BMC-026",
                        "The host keys in " + directory + " cannot be read or made: " + e,
                        "Run as the user who made them, and check the disk's free space."),
                e);
    }
}
