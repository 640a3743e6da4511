package io.petaforge.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
    /** How results are printed. */
    enum Output {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How the result is printed: text or json (default: text). Progress goes to standard error.")
    private Output output = Output.TEXT;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = ".petaforge",
            description = "Where plans, secrets, journals and reports are kept (default: .petaforge).")
    private Path stateRoot = Path.of(".petaforge");

    @Option(names = "--no-progress", description = "Say nothing on standard error but problems.")
    private boolean silent;

    Output output() {
        return output;
    }

    Path stateRoot() {
        return stateRoot;
    }

    boolean silent() {
        return silent;
    }

    /** The options of the command that ran; the defaults where it has none. */
    static CommonOptions of(CommandLine commandLine) {
        Object command = commandLine.getCommand();
        return command instanceof InventoryCommand inventory ? inventory.common() : new CommonOptions();
    }
}
