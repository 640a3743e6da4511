package io.petaforge.cli;

import io.petaforge.api.ExistingMachines;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Released;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.plan.PlanInForce;
import io.petaforge.remote.Fleet;
import io.petaforge.report.LossText;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.Journal;
import io.petaforge.state.StateDir;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives every machine back and forgets the cluster. */
@Command(
        name = "destroy",
        mixinStandardHelpOptions = true,
        description = "Remove the cluster: its machines, its data, and what is kept of it here.")
final class DestroyCommand extends InventoryCommand {
    /** What becomes of the data on machines that stay. */
    enum Data {
        keep,
        erase
    }

    @Option(names = "--yes", description = "Do not ask for the cluster's name.")
    private boolean yes;

    @Option(
            names = "--data",
            paramLabel = "keep|erase",
            description = {
                "Of machines that stay (fixed, bmc): keep leaves them as they are, running, for 'adopt' to take them over again;"
                        + " erase stops Ceph and Spark, empties their drives and removes configuration and keys.",
                "Default: keep. Other machines go back with all that is on them."
            })
    private Optional<Data> data = Optional.empty();

    /** What a destroy did, as printed. */
    record Result(String cluster, Loss loss, Released released, double seconds) {}

    @Override
    int call(ClusterSpec spec) {
        StateDir state = StateDir.of(common().stateRoot(), spec.name());
        Loss loss;
        Released released;
        double seconds;
        // First, and while somebody reads: what is shown is what goes.
        try (var lock = state.lock("destroy");
                Console console = Console.ofProcess(common());
                Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot())) {
            boolean stays = substrate.capability(ExistingMachines.class).isPresent();
            refuseToKeep(spec, stays);
            loss = Loss.of(spec, state, substrate);
            confirm(spec.name(), loss, stays && data.filter(Data.erase::equals).isEmpty(), console);
            try (HeldCluster held = HeldCluster.forDestroy(spec, state, substrate, console)) {
                console.begin("destroy", spec.name());
                List<String> erased = stays && data.filter(Data.erase::equals).isPresent()
                        ? erase(spec, state, substrate, held, console)
                        : List.of();
                released = with(erased, substrate.release(spec.name(), console));
                held.gone(!stays);
                seconds = console.elapsed().toMillis() / 1000.0;
            }
        }
        Result result = new Result(spec.name(), loss, released, seconds);
        if (!released.remaining().isEmpty()) {
            print(result, text(result));
            throw new PetaforgeException(
                    ExitCode.DESTROY_INCOMPLETE,
                    released.remaining().stream()
                            .map(left -> Problem.of(
                                    "PF-CLI-013", "left behind: " + left, "end what uses it, then run destroy again"))
                            .toList());
        }
        state.delete();
        print(result, text(result));
        return ExitCode.OK.status();
    }

    private void refuseToKeep(ClusterSpec spec, boolean stays) {
        if (!stays && data.filter(Data.keep::equals).isPresent()) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-DAY-037",
                            "nothing can be kept: machines of '"
                                    + spec.substrate().name() + "' are given back with their drives",
                            "copy elsewhere what is still needed, then run this without --data"));
        }
    }

    /** What was taken off the machines. */
    private static List<String> erase(
            ClusterSpec spec, StateDir state, Substrate substrate, HeldCluster held, Console console) {
        Optional<PlanInForce> plan = new AcceptedPlan(state).inForce();
        Map<MachineId, SshAccess> access = substrate.access(spec.name());
        if (plan.isEmpty() || access.isEmpty()) {
            return List.of();
        }
        try (Fleet fleet = Wiring.fleetThatIsUp(access);
                Journal journal = Journal.open(state, Clock.systemUTC())) {
            RunRecorder recorder = new RunRecorder(console, journal, Instant.now());
            new Erasure(plan.get().plan(), fleet, recorder, held.gate()).run();
        }
        return List.of("Ceph and Spark with all that their drives held, on "
                + access.keySet().stream().map(MachineId::value).collect(Collectors.joining(", "))
                + "; system, network and packages stay");
    }

    private static Released with(List<String> erased, Released released) {
        if (erased.isEmpty()) {
            return released;
        }
        List<String> removed = new ArrayList<>(erased);
        removed.addAll(released.removed());
        // What the substrate says of machines that keep all is not true of these.
        return new Released(removed, released.remaining(), List.of());
    }

    private void confirm(String cluster, Loss loss, boolean kept, Console console) {
        LossText.lines(loss.machines(), loss.osds(), loss.volumes(), loss.holdings(), kept)
                .forEach(console::report);
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
        String answer = terminal.readLine(
                kept
                        ? "This forgets cluster '%s', which goes on running. Type its name to go on: "
                        : "This removes cluster '%s' with all its data. Type its name to go on: ",
                cluster);
        if (!cluster.equals(answer)) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of("PF-CLI-015", "that is not the cluster's name; nothing was removed", "type " + cluster));
        }
    }

    private static String text(Result result) {
        Released released = result.released();
        StringBuilder text = new StringBuilder();
        released.removed().forEach(item -> text.append("removed  ").append(item).append('\n'));
        released.remaining()
                .forEach(item -> text.append("LEFT     ").append(item).append('\n'));
        released.checked().forEach(item -> text.append("checked  ").append(item).append('\n'));
        return text.append(String.format(
                        java.util.Locale.ROOT,
                        "cluster %s: %d removed, %d left, %.1f s%n",
                        result.cluster(),
                        released.removed().size(),
                        released.remaining().size(),
                        result.seconds()))
                .toString();
    }
}
