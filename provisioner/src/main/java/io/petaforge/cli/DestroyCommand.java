package io.petaforge.cli;

import io.petaforge.api.ExistingMachines;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Released;
import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives every machine back and forgets the cluster. */
@Command(
        name = "destroy",
        mixinStandardHelpOptions = true,
        description = "Remove the cluster: its machines, its data, and what is kept of it here.")
final class DestroyCommand extends InventoryCommand {
    @Option(names = "--yes", description = "Do not ask for the cluster's name.")
    private boolean yes;

    /** What a destroy did, as printed. */
    record Result(String cluster, Released released, double seconds) {}

    @Override
    int call(ClusterSpec spec) {
        StateDir state = StateDir.of(common().stateRoot(), spec.name());
        confirm(spec.name());
        Released released;
        double seconds;
        try (Console console = Console.ofProcess(common());
                Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot());
                var lock = state.lock("destroy");
                HeldCluster held = HeldCluster.forDestroy(spec, state, substrate, console)) {
            console.begin("destroy", spec.name());
            released = substrate.release(spec.name(), console);
            held.gone(substrate.capability(ExistingMachines.class).isEmpty());
            seconds = console.elapsed().toMillis() / 1000.0;
        }
        if (!released.remaining().isEmpty()) {
            print(new Result(spec.name(), released, seconds), text(spec.name(), released, seconds));
            throw new PetaforgeException(
                    ExitCode.DESTROY_INCOMPLETE,
                    released.remaining().stream()
                            .map(left -> Problem.of(
                                    "PF-CLI-013", "left behind: " + left, "end what uses it, then run destroy again"))
                            .toList());
        }
        state.delete();
        print(new Result(spec.name(), released, seconds), text(spec.name(), released, seconds));
        return ExitCode.OK.status();
    }

    private void confirm(String cluster) {
        if (yes) {
            return;
        }
        java.io.Console terminal = System.console();
        if (terminal == null) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-CLI-014",
                            "destroy removes cluster '" + cluster
                                    + "' with all its data, and there is no terminal to ask on",
                            "add --yes if that is what you want"));
        }
        String answer =
                terminal.readLine("This removes cluster '%s' with all its data. Type its name to go on: ", cluster);
        if (!cluster.equals(answer)) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of("PF-CLI-015", "that is not the cluster's name; nothing was removed", "type " + cluster));
        }
    }

    private static String text(String cluster, Released released, double seconds) {
        StringBuilder text = new StringBuilder();
        released.removed().forEach(item -> text.append("removed  ").append(item).append('\n'));
        released.remaining()
                .forEach(item -> text.append("LEFT     ").append(item).append('\n'));
        released.checked().forEach(item -> text.append("checked  ").append(item).append('\n'));
        return text.append(String.format(
                        java.util.Locale.ROOT,
                        "cluster %s: %d removed, %d left, %.1f s%n",
                        cluster,
                        released.removed().size(),
                        released.remaining().size(),
                        seconds))
                .toString();
    }
}
