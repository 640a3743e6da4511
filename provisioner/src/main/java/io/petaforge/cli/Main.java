package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point. */
@Command(
        name = "petaforge",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {"One inventory file becomes a running, proven data platform: Ceph with S3, and Spark.", ""},
        subcommands = {
            PlanCommand.class,
            BuildCommand.class,
            RebuildCommand.class,
            RotateCommand.class,
            VerifyCommand.class,
            StatusCommand.class,
            MachinesCommand.class,
            SshCommand.class,
            AdoptCommand.class,
            UnlockCommand.class,
            DestroyCommand.class,
            WarmUpCommand.class,
            NetworkCommand.class,
            PowerCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done                          1  a defect of petaforge",
            "  2  the input cannot work         3  something is missing here; nothing was changed",
            "  4  another run holds the cluster 5  a host cannot be reached or is not the right one",
            "  6  a step failed; run it again   7  verification missed a check or a threshold",
            "  8  destroy left something         9  plan --exit-code: there is something to do",
            "130  interrupted"
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: plan, build, rebuild, rotate, verify, status, machines, ssh, adopt, unlock, destroy, power or"
                        + " network plan.");
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs one command and returns its exit code. */
    static int execute(String... args) {
        return commandLine().execute(args);
    }

    /** Every command; prints to the standard streams unless told otherwise. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(Failures::badCommandLine)
                .setExitCodeExceptionMapper(e -> ExitCode.INTERNAL.status());
    }
}
