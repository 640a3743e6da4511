package io.petaforge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gives a cluster that serves other keys or certificates. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Give the cluster new keys or certificates while it serves: the new ones are accepted everywhere before they are"
                    + " used, and the old ones refused when nothing uses them any more.",
            "A rotation that was killed is continued by the same command."
        },
        subcommands = {RotateKeysCommand.class, RotateCertificatesCommand.class})
final class RotateCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to rotate: keys or certificates.");
    }
}
