package io.petaforge.lab;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Ed25519Key;
import io.petaforge.api.MachineId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What an installer does to a machine that is off: its root filesystem is as on the first day, its drives are left alone. */
final class LabInstallation {
    private final LabPaths paths;

    LabInstallation(LabPaths paths) {
        this.paths = requireNonNull(paths, "paths");
    }

    /**
     * Forgets what the machine's root filesystem has become, and who it is: the next start writes both anew.
     *
     * @param hostKey its SSH host key from now on; without one it makes another, as a fresh system does
     */
    void renew(String cluster, MachineId machine, Optional<Ed25519Key> hostKey) {
        LabPaths.HostPaths host = paths.host(cluster, machine);
        Path gone = host.directory().resolve("upper.gone");
        try {
            LabRelease.deleteTree(gone);
            if (Files.exists(host.upper())) {
                // At one go: half of a root filesystem would count as a whole one.
                Files.move(host.upper(), gone);
            }
            LabRelease.deleteTree(gone);
            LabRelease.deleteTree(host.work());
            // The public half first: its presence says that both are there.
            Files.deleteIfExists(host.hostKeyPublic());
            Files.deleteIfExists(host.hostKey());
            if (hostKey.isPresent()) {
                FileWriting.replace(host.hostKey(), hostKey.get().privateFile(), FileWriting.PRIVATE);
                FileWriting.replace(host.hostKeyPublic(), hostKey.get().publicLine() + "\n", FileWriting.READABLE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install " + machine + " anew", e);
        }
    }
}
