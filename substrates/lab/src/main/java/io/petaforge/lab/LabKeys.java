package io.petaforge.lab;

import io.petaforge.api.Ed25519Key;
import io.petaforge.api.MachineId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The SSH keys of a lab: one for its operator, one per host, made once and then kept. */
final class LabKeys {
    private final LabPaths paths;

    LabKeys(LabPaths paths) {
        this.paths = paths;
    }

    /** Makes what is missing and returns the operator's public key. */
    String need(LabRecord lab) {
        try {
            String operator = pair(paths.operatorKey(lab.cluster()));
            StringBuilder known = new StringBuilder();
            for (LabMachine machine : lab.machines()) {
                String key = pair(paths.host(lab.cluster(), machine.id()).hostKey());
                known.append(machine.address())
                        .append(',')
                        .append(machine.id())
                        .append(' ')
                        .append(key)
                        .append('\n');
            }
            FileWriting.replace(paths.knownHosts(lab.cluster()), known.toString(), FileWriting.READABLE);
            return operator;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the SSH keys of the lab " + lab.cluster(), e);
        }
    }

    /** A host's public key; empty before the host is made. */
    Optional<String> hostKey(String cluster, MachineId machine) {
        try {
            return Optional.of(Files.readString(paths.host(cluster, machine).hostKeyPublic())
                    .strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the host key of " + machine, e);
        }
    }

    /** The public half is written last, so its presence says that both are there. */
    private static String pair(Path file) throws IOException {
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        if (Files.exists(publicFile)) {
            return Files.readString(publicFile).strip();
        }
        Files.createDirectories(file.getParent());
        Ed25519Key key = Ed25519Key.generate();
        FileWriting.replace(file, key.privateFile(), FileWriting.PRIVATE);
        FileWriting.replace(publicFile, key.publicLine() + "\n", FileWriting.READABLE);
        return key.publicLine();
    }
}
