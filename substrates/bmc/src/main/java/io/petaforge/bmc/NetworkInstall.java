package io.petaforge.bmc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Answer;
import io.petaforge.api.BootDevice;
import io.petaforge.api.BootSetting;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.SshAccess;
import io.petaforge.api.SystemProbe;
import io.petaforge.bmc.device.Bmc;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.bmc.device.Pauses;
import io.petaforge.bmc.device.PowerChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Has machines boot from the network, where somebody's installer answers, and waits for what it installs. */
final class NetworkInstall {
    private final BmcFleet fleet;
    private final PowerChange changes;
    private final Pauses pauses;
    private final SystemProbe probe;
    private final Progress progress;

    NetworkInstall(BmcFleet fleet, PowerChange changes, Pauses pauses, SystemProbe probe, Progress progress) {
        this.fleet = fleet;
        this.changes = changes;
        this.pauses = pauses;
        this.probe = probe;
        this.progress = progress;
    }

    /**
     * Does it.
     *
     * @param access to these machines, by the host keys that they are installed with
     * @param patience how long another system than the present one is waited for; without it nothing is
     */
    Map<MachineId, Answer<PowerState>> run(
            Map<MachineId, SshAccess> access, Set<MachineId> machines, Optional<Duration> patience) {
        Map<MachineId, String> before = new TreeMap<>();
        if (patience.isPresent()) {
            mustHaveKeys(access);
            probe.look(access.values()).forEach((machine, found) -> before.put(machine, found.installation()));
        }
        Map<MachineId, Answer<PowerState>> answers = new TreeMap<>(bootFromNetwork(machines));
        patience.ifPresent(longest -> {
            Map<MachineId, SshAccess> booting = new TreeMap<>(access);
            booting.keySet()
                    .removeIf(machine ->
                            requireNonNull(answers.get(machine)).problem().isPresent());
            answers.putAll(new InstallWait(pauses, probe, progress).until(booting, before, longest));
        });
        return answers;
    }

    private static void mustHaveKeys(Map<MachineId, SshAccess> access) {
        List<Problem> problems = access.values().stream()
                .filter(host -> host.hostKeys().isEmpty())
                .map(host -> BmcFault.NO_HOST_KEY.problem(
                        "No host key of " + host.machine()
                                + " is known: what is installed could not be told from anything else.",
                        "Have keys made ahead for it to be installed with ('petaforge power pxe'), list its host-keys, or"
                                + " do not wait (--no-wait)."))
                .toList();
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
    }

    private Map<MachineId, Answer<PowerState>> bootFromNetwork(Set<MachineId> machines) {
        BootSetting network = new BootSetting(BootDevice.PXE, false, true);
        return fleet.ask(machines, (target, bmc) -> {
            // Off first: some controllers forget a boot device that is set while the machine goes down.
            changes.run(target, bmc, PowerAction.OFF);
            setBoot(target, bmc, network);
            return changes.run(target, bmc, PowerAction.ON, progress);
        });
    }

    /** A machine whose own boot order begins with the network needs no setting: only a refused login ends it here. */
    private void setBoot(BmcTarget target, Bmc bmc, BootSetting setting) {
        try {
            bmc.boot(setting);
        } catch (BmcFailure refused) {
            if (refused.fault().isLogin()) {
                throw refused;
            }
            progress.report(refused.problem().what() + "; " + target.machine() + " boots as its own order says");
        }
    }
}
