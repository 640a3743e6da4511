package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.remote.Quote;
import io.petaforge.spec.ClusterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** A shell on a host, through the system's ssh, with the host keys that petaforge knows and no others. */
@Command(
        name = "ssh",
        mixinStandardHelpOptions = true,
        description = "Open a shell on a host of the cluster, or run a command there.")
final class SshCommand extends InventoryCommand {
    /** The name of the jump host's keys in the file made for the call; no machine of a cluster has it. */
    private static final String JUMP = "jump.host";

    @Parameters(
            index = "1",
            paramLabel = "HOST",
            parameterConsumer = HostAndCommand.class,
            description = "Name of the host, such as storage-1. What follows is the command, its options included.")
    private String host = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "What to run; a login shell without it.")
    private List<String> command = List.of();

    /** Takes the host and all that follows it: options there are the remote command's, not petaforge's. */
    static final class HostAndCommand implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec host, CommandSpec spec) {
            host.setValue(arguments.pop());
            List<String> command = new ArrayList<>();
            while (!arguments.isEmpty()) {
                command.add(arguments.pop());
            }
            // Whoever writes it means to end petaforge's options.
            if (!command.isEmpty() && command.get(0).equals("--")) {
                command.remove(0);
            }
            spec.positionalParameters().stream()
                    .filter(parameter -> parameter.index().contains(2))
                    .forEach(parameter -> parameter.setValue(command));
        }
    }

    @Override
    int call(ClusterSpec spec) throws IOException, InterruptedException {
        Map<MachineId, SshAccess> all;
        try (Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot())) {
            all = substrate.access(spec.name());
        }
        SshAccess access = all.values().stream()
                .filter(candidate -> candidate.machine().value().equals(host))
                .findFirst()
                .orElseThrow(() -> unknown(all));
        Path knownHosts = Files.createTempFile("petaforge-known-hosts", "");
        try {
            List<String> lines = new ArrayList<>();
            access.hostKeys().forEach(key -> lines.add(access.machine() + " " + key));
            access.jump().ifPresent(jump -> jump.hostKeys().forEach(key -> lines.add(JUMP + " " + key)));
            Files.write(knownHosts, lines);
            List<String> argv = new ArrayList<>(List.of(
                    "ssh",
                    "-q",
                    "-i",
                    access.privateKey().toString(),
                    "-p",
                    Integer.toString(access.port()),
                    "-o",
                    "IdentitiesOnly=yes",
                    "-o",
                    "StrictHostKeyChecking=yes",
                    "-o",
                    "HostKeyAlias=" + access.machine(),
                    "-o",
                    "UserKnownHostsFile=" + knownHosts,
                    access.user() + "@" + access.address()));
            access.jump().ifPresent(jump -> argv.addAll(argv.size() - 1, through(jump, knownHosts)));
            if (!command.isEmpty()) {
                // ssh itself would look for options behind the host.
                argv.add("--");
                argv.addAll(command);
            }
            return new ProcessBuilder(argv).inheritIO().start().waitFor();
        } finally {
            Files.deleteIfExists(knownHosts);
        }
    }

    /** ssh would look for the jump host's key and login in files of the user's own: so it is said in full. */
    private static List<String> through(SshAccess.Jump jump, Path knownHosts) {
        return List.of(
                "-o",
                "ProxyCommand="
                        + Quote.words(List.of(
                                "ssh",
                                "-q",
                                "-i",
                                jump.privateKey().toString(),
                                "-p",
                                Integer.toString(jump.port()),
                                "-o",
                                "IdentitiesOnly=yes",
                                "-o",
                                "StrictHostKeyChecking=yes",
                                "-o",
                                "HostKeyAlias=" + JUMP,
                                "-o",
                                "UserKnownHostsFile=" + knownHosts))
                        + " -W '[%h]:%p' "
                        + Quote.word(jump.user() + "@" + jump.address()));
    }

    private PetaforgeException unknown(Map<MachineId, SshAccess> all) {
        String known = all.keySet().stream().sorted().map(MachineId::value).collect(Collectors.joining(", "));
        return new PetaforgeException(
                ExitCode.BAD_INPUT,
                known.isEmpty()
                        ? Problem.of(
                                "PF-CLI-011",
                                "the cluster has no machines yet",
                                "build it first: petaforge build " + file())
                        : Problem.of("PF-CLI-012", "the cluster has no host '" + host + "'", "name one of: " + known));
    }
}
