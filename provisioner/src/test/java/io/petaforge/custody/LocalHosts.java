package io.petaforge.custody;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.RemoteHost;
import io.petaforge.remote.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** Hosts that are directories of this machine: commands run here, with a path of a host's as one below its directory. */
final class LocalHosts implements Fleet {
    private final Path root;
    private final Set<MachineId> machines = new TreeSet<>();

    /** Hosts that do not answer. */
    final Set<MachineId> down = new ConcurrentSkipListSet<>();

    LocalHosts(Path root, List<MachineId> machines) {
        this.root = root;
        this.machines.addAll(machines);
    }

    @Override
    public Set<MachineId> machines() {
        return machines;
    }

    @Override
    public RemoteHost host(MachineId machine) {
        return new Host(machine);
    }

    /** A file of a host. */
    Path file(MachineId machine, String path) {
        return root.resolve(machine.value() + path);
    }

    @Override
    public void close() {}

    private final class Host implements RemoteHost {
        private final MachineId machine;

        Host(MachineId machine) {
            this.machine = machine;
        }

        @Override
        public MachineId machine() {
            return machine;
        }

        @Override
        public long roundTrips() {
            return 0;
        }

        @Override
        public Reply run(Bundle bundle) {
            if (down.contains(machine)) {
                throw new RemoteFailure(
                        machine,
                        RemoteFailure.Kind.RETRYABLE,
                        Problem.of("PF-SSH-001", machine + " is down", "switch it on"));
            }
            List<Reply.Result> results = new ArrayList<>();
            for (Operation operation : bundle.operations()) {
                Output output = operation instanceof Operation.WriteFile write
                        ? write(write)
                        : output(((Operation.Exec) operation).command());
                results.add(new Reply.Result(operation, true, output, Duration.ZERO));
            }
            return new Reply(results, bundle.probes().stream().map(this::output).toList());
        }

        private Output write(Operation.WriteFile write) {
            try {
                Path file = file(machine, write.path());
                Files.createDirectories(file.getParent());
                Files.writeString(file, write.content().reveal());
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                return new Output(0, "", "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Output output(Command command) {
            try {
                List<String> argv = command.argv().stream()
                        .map(word -> word.startsWith("/var/lib/")
                                ? file(machine, word).toString()
                                : word)
                        .toList();
                Files.createDirectories(root.resolve(machine.value() + "/var/lib"));
                Process process = new ProcessBuilder(argv).start();
                try (var in = process.getOutputStream()) {
                    if (command.stdin().isPresent()) {
                        in.write(command.stdin().get().reveal().getBytes(StandardCharsets.UTF_8));
                    }
                } catch (IOException closed) {
                    // It did not want it.
                }
                String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                // Whoever runs the tests is root there.
                return new Output(process.waitFor(), out.replaceFirst("(?m)^0600 \\S+$", "0600 root:root"), err);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
