package io.petaforge.bmc.ipmi;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs as child processes. */
final class LocalPrograms implements Programs {
    /** What ipmitool would take before what it is given here. */
    private static final List<String> FOREIGN = List.of("IPMI_PASSWORD", "IPMI_KGKEY");

    @Override
    public Ended run(List<String> command, Map<String, String> environment, Duration limit) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(FOREIGN);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new BmcFailure(
                    BmcFault.PROGRAM,
                    "'" + command.get(0) + "' cannot be run on this machine",
                    "Install it: apt-get install " + command.get(0) + ".",
                    e);
        }
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new BmcFailure(
                        BmcFault.NO_ANSWER,
                        "'" + command.get(0) + "' did not end within " + limit.toSeconds() + " s",
                        "Restart the management controller, and try again.");
            }
            return new Ended(process.exitValue(), output.join(), errors.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new PetaforgeException(
                    ExitCode.INTERRUPTED,
                    Problem.of("PF-BMC-018", "Stopped while '" + command.get(0) + "' ran.", "Run the command again."),
                    e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
