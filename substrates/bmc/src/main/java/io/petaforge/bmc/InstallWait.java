package io.petaforge.bmc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Answer;
import io.petaforge.api.MachineId;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.SshAccess;
import io.petaforge.api.SystemProbe;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.Pauses;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Waits for machines that are installed over the network until each answers with the keys that it is to have and is not the
 * system that it was before.
 */
final class InstallWait {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

    private final Pauses pauses;
    private final SystemProbe probe;
    private final Progress progress;

    InstallWait(Pauses pauses, SystemProbe probe, Progress progress) {
        this.pauses = requireNonNull(pauses, "pauses");
        this.probe = requireNonNull(probe, "probe");
        this.progress = requireNonNull(progress, "progress");
    }

    /**
     * Waits for all of them side by side.
     *
     * @param before the installation that each of them ran, where that is known
     * @param patience for the last of them
     */
    Map<MachineId, Answer<PowerState>> until(
            Map<MachineId, SshAccess> machines, Map<MachineId, String> before, Duration patience) {
        Map<MachineId, SshAccess> pending = new TreeMap<>(machines);
        Map<MachineId, SystemProbe.Found> last = new HashMap<>();
        Map<MachineId, Answer<PowerState>> answers = new TreeMap<>();
        long start = pauses.nanoTime();
        long spoke = start;
        while (true) {
            Duration waited = Duration.ofNanos(pauses.nanoTime() - start);
            probe.look(pending.values()).forEach((machine, found) -> {
                if (found.door() == SystemProbe.Door.OPEN) {
                    pending.remove(machine);
                    answers.put(machine, judge(machine, found, before.getOrDefault(machine, ""), waited));
                } else {
                    SystemProbe.Found earlier = last.put(machine, found);
                    if (found.door() == SystemProbe.Door.STRANGER
                            && (earlier == null || earlier.door() != SystemProbe.Door.STRANGER)) {
                        progress.report(machine + " answers as somebody else: its installer, most likely");
                    }
                }
            });
            if (pending.isEmpty()) {
                return answers;
            }
            if (waited.compareTo(patience) >= 0) {
                pending.forEach((machine, access) ->
                        answers.put(machine, Answer.failed(late(access, last.get(machine), patience))));
                return answers;
            }
            if (pauses.nanoTime() - spoke >= BETWEEN_WORDS.toNanos()) {
                spoke = pauses.nanoTime();
                progress.report(waited.toMinutes() + " min: " + pending.size() + " of " + machines.size()
                        + " machines are not installed yet");
            }
            pauses.sleep(BETWEEN_LOOKS);
        }
    }

    private Answer<PowerState> judge(MachineId machine, SystemProbe.Found found, String before, Duration waited) {
        if (!found.installation().isEmpty() && found.installation().equals(before)) {
            return Answer.failed(BmcFault.SAME_SYSTEM.problem(
                    machine + " runs the same system as before: it did not boot from the network, or was sent on to its"
                            + " disk there",
                    "See that a network boot server answers it ('petaforge power pxe' writes the configuration of one),"
                            + " and that its firmware may boot from the network."));
        }
        progress.report(machine + " is installed, after " + waited.toSeconds() + " s");
        return Answer.of(PowerState.ON);
    }

    private static Problem late(
            SshAccess access, SystemProbe.@org.jspecify.annotations.Nullable Found last, Duration patience) {
        String seen = last == null
                ? "nobody answered"
                : last.problem().map(Problem::what).orElse("nobody answered");
        return BmcFault.NOT_INSTALLED.problem(
                access.machine() + " was switched on to be installed, and is not there after " + patience.toMinutes()
                        + " min; at last: " + seen,
                "Look at its console. It may still be installing: 'petaforge build' goes on when it is done. A server"
                        + " that makes new host keys needs them written into the inventory.");
    }
}
