package io.petaforge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands about the network alone. */
@Command(
        name = "network",
        mixinStandardHelpOptions = true,
        description = "Plan the network of a data centre, or prove that it runs as planned.",
        subcommands = {NetworkPlanCommand.class, NetworkVerifyCommand.class})
final class NetworkCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the network: plan or verify.");
    }
}
