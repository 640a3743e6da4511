package io.petaforge.lab;

import io.petaforge.api.Ed25519Key;
import io.petaforge.api.MachineId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
            String operator =
                    Ed25519Key.keptIn(paths.operatorKey(lab.cluster())).publicLine();
            StringBuilder known = new StringBuilder();
            for (LabMachine machine : lab.machines()) {
                String key = Ed25519Key.keptIn(
                                paths.host(lab.cluster(), machine.id()).hostKey())
                        .publicLine();
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
}
