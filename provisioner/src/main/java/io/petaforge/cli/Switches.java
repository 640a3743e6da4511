package io.petaforge.cli;

import io.petaforge.api.Answer;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerControl;
import io.petaforge.api.PowerState;
import io.petaforge.api.PowerSwitches;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Substrate;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Power of a substrate that can only switch one machine on or off, such as the lab, as if it could do the rest. */
final class Switches implements PowerSwitches {
    private final PowerControl control;
    private final String name;

    private Switches(PowerControl control, String name) {
        this.control = control;
        this.name = name;
    }

    /**
     * The switches of a substrate.
     *
     * @throws PetaforgeException when it has none
     */
    static PowerSwitches of(Substrate substrate) {
        return substrate
                .capability(PowerSwitches.class)
                .orElseGet(() -> new Switches(
                        PowerTask.capability(substrate, PowerControl.class, "power switch"), substrate.name()));
    }

    @Override
    public Map<MachineId, Answer<PowerState>> states(String cluster, Set<MachineId> machines) {
        Map<MachineId, PowerState> known = control.power(cluster);
        Map<MachineId, Answer<PowerState>> states = new TreeMap<>();
        machines.forEach(machine -> states.put(machine, Answer.of(known.getOrDefault(machine, PowerState.ABSENT))));
        return states;
    }

    @Override
    public Map<MachineId, Answer<PowerState>> act(
            String cluster, Set<MachineId> machines, PowerAction action, Progress progress) {
        Map<MachineId, Answer<PowerState>> done = new TreeMap<>();
        for (MachineId machine : machines) {
            done.put(machine, act(cluster, machine, action));
            progress.report(machine + ": " + action.name().toLowerCase(Locale.ROOT));
        }
        return done;
    }

    private Answer<PowerState> act(String cluster, MachineId machine, PowerAction action) {
        try {
            switch (action) {
                case ON -> control.powerOn(cluster, machine);
                case OFF -> control.powerOff(cluster, machine);
                case CYCLE -> {
                    control.powerOff(cluster, machine);
                    control.powerOn(cluster, machine);
                }
                case SOFT, RESET -> {
                    return Answer.failed(Problem.of(
                            "PF-CLI-063",
                            "machines of the substrate '" + name + "' know no '"
                                    + action.name().toLowerCase(Locale.ROOT) + "'",
                            "Use on, off or cycle."));
                }
            }
            return Answer.of(control.power(cluster).getOrDefault(machine, PowerState.ABSENT));
        } catch (PetaforgeException e) {
            return Answer.failed(e.problems().get(0));
        }
    }
}
