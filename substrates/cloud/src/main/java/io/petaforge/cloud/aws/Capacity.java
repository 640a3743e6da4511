package io.petaforge.cloud.aws;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for the machines of one group in one rack until all are had: spare capacity first where that is wanted, then at the
 * full price; one type after the other. EC2 may give some of them as one type, and the rest as the next.
 */
final class Capacity {
    /** Between two rounds over all types. */
    private static final Duration ROUND = Duration.ofSeconds(15);

    /** Sends one request, recorded before. */
    @FunctionalInterface
    interface Asking {
        /**
         * How many there are.
         *
         * @param least with fewer there are to be none
         * @throws CloudFailure when EC2 has none
         */
        int ask(String type, boolean spot, List<MachineRequest> machines, int least);
    }

    private final AwsSettings settings;
    private final Pause pause;
    private final Progress progress;
    private final Asking asking;

    Capacity(AwsSettings settings, Pause pause, Progress progress, Asking asking) {
        this.settings = settings;
        this.pause = pause;
        this.progress = progress;
        this.asking = asking;
    }

    /** All of them, or a failure that says what EC2 answered for each type. */
    void all(String group, String rack, List<MachineRequest> machines) {
        AwsSettings.Group wanted = settings.group(group);
        List<MachineRequest> missing = new ArrayList<>(machines);
        Instant until = pause.clock().instant().plus(wanted.spotWait());
        boolean spot = wanted.spot();
        while (true) {
            List<String> answers = new ArrayList<>();
            if (round(wanted.types(), spot, missing, answers)) {
                return;
            }
            if (!spot) {
                throw new PetaforgeException(
                        ExitCode.PREFLIGHT,
                        Problem.of(
                                "PF-AWS-020",
                                "EC2 has no capacity for " + missing.size() + " of " + machines.size()
                                        + " machines of group " + group + " in rack " + rack + " ("
                                        + settings.zone(rack) + "): " + String.join("; ", answers) + ".",
                                "Name further instance types for the group, move the rack to another zone, or try later."
                                        + " Nothing that this run took was kept."));
            }
            if (pause.clock().instant().isBefore(until)) {
                pause.sleep(ROUND);
            } else {
                progress.report(missing.size() + " of group " + group + " cannot be had as spot in "
                        + settings.zone(rack) + ": taken at the full price");
                spot = false;
            }
        }
    }

    private boolean round(List<String> types, boolean spot, List<MachineRequest> missing, List<String> answers) {
        for (String type : types) {
            // All of one type where they can be had, which is one request; else as many as there are of each.
            if (!fill(type, spot, missing, false, answers) && missing.size() > 1) {
                fill(type, spot, missing, true, answers);
            }
        }
        return missing.isEmpty();
    }

    /** Takes machines of a type until all are there or EC2 has no more; whether all are. */
    private boolean fill(String type, boolean spot, List<MachineRequest> missing, boolean fewer, List<String> answers) {
        while (!missing.isEmpty()) {
            List<MachineRequest> some =
                    List.copyOf(missing.subList(0, Math.min(missing.size(), BatchUserData.MACHINES)));
            try {
                int got = asking.ask(type, spot, some, fewer ? 1 : some.size());
                missing.subList(0, Math.min(got, some.size())).clear();
            } catch (CloudFailure e) {
                if (e.kind() != CloudFailure.Kind.CAPACITY) {
                    throw e;
                }
                if (!fewer) {
                    answers.add(type + (spot ? " as spot: " : ": ") + e.detail());
                }
                return false;
            }
        }
        return true;
    }
}
