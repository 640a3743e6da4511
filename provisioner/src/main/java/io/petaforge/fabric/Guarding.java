package io.petaforge.fabric;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Port;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Unconfirmed;
import io.petaforge.step.Action;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a host must be able to undo changes of its network by itself: where they could cut petaforge off. Where
 * they cannot, as on a host with an out-of-band port, they are made like any other, in one round trip.
 *
 * @param name what is changed, such as {@code interfaces}
 * @param paths all files that may change
 * @param undone makes the host take over the old files
 * @param settle how long a mistake may take to show
 * @param window after so long without confirmation the host undoes the changes
 */
record Guarding(String name, List<String> paths, Command undone, Duration settle, Duration window) {
    private static final Duration UNDO = Duration.ofSeconds(90);

    Guarding {
        requireNonNull(name, "name");
        paths = List.copyOf(paths);
        requireNonNull(undone, "undone");
        requireNonNull(settle, "settle");
        requireNonNull(window, "window");
    }

    /** The interfaces that the plan owns on a device: its ports and what is set up on them. */
    static Set<String> owned(Device device, Set<String> more) {
        Set<String> owned = new HashSet<>(more);
        device.ports().stream().map(Port::name).forEach(owned::add);
        return owned;
    }

    /** What has to be done before anything else: nobody will confirm the change of a run that was ended. */
    static Optional<Action> first(MachineId machine, WayIn way) {
        return way.unconfirmed()
                ? Optional.of(new Action(
                        machine,
                        "undo a change that an earlier run did not confirm",
                        new Operation.Exec(Unconfirmed.undo(), UNDO)))
                : Optional.empty();
    }

    /** The same actions, or one that does them all under guard. */
    List<Action> apply(DataCenterPlan plan, Device device, Set<String> owned, WayIn way, List<Action> actions) {
        if (actions.isEmpty()
                || way.isApartFrom(owned(device, owned), plan.request().ranges())) {
            return actions;
        }
        return List.of(new Action(
                device.id(),
                actions.stream().flatMap(action -> action.changes().stream()).toList(),
                new Operation.Guarded(
                        name,
                        paths,
                        actions.stream().<Operation>map(Action::operation).toList(),
                        undone,
                        settle,
                        window)));
    }
}
