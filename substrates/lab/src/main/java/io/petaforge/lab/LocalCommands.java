package io.petaforge.lab;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Programs as child processes. */
final class LocalCommands implements Commands {
    @Override
    public Result run(List<String> command, String input) {
        StringBuilder output = new StringBuilder();
        return execute(command, input, stdout -> output.append(text(stdout)), output);
    }

    @Override
    public Result follow(List<String> command, Consumer<String> line) {
        return execute(
                command,
                "",
                stdout -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8))) {
                        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                            line.accept(text);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                new StringBuilder());
    }

    private static Result execute(
            List<String> command, String input, Consumer<InputStream> reader, StringBuilder output) {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-LAB-002",
                            "'" + command.get(0) + "' cannot be run: " + e.getMessage(),
                            "Install the Debian package that has it."),
                    e);
        }
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        try {
            feed(process, input);
            reader.accept(process.getInputStream());
            return new Result(process.waitFor(), output.toString(), errors.join());
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new PetaforgeException(
                    ExitCode.INTERRUPTED,
                    Problem.of(
                            "PF-LAB-018", "Stopped while '" + command.get(0) + "' ran.", "Run the same command again."),
                    e);
        }
    }

    private static void feed(Process process, String input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program ended without reading all of it: its status and standard error say why.
            return;
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
