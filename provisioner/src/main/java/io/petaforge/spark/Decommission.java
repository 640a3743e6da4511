package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import java.time.Duration;
import java.util.List;

/** A worker is emptied before it stops: running tasks end, and what was cached or shuffled moves to other executors. */
final class Decommission {
    /** So long a task may still take that runs when its worker is emptied; Spark repeats it elsewhere after that. */
    private static final Duration TASKS = Duration.ofMinutes(10);

    private static final Duration MARGIN = Duration.ofSeconds(60);

    private Decommission() {}

    /** A worker stops for good. */
    static Action leave(MachineId host, String why) {
        return action(host, "decommission the Spark worker", "leave", why);
    }

    /** A worker will be started again; nothing is done where no executor runs. */
    static Action comeBack(MachineId host) {
        return action(host, "let the executors of the Spark worker end", "return", "it is restarted");
    }

    private static Action action(MachineId host, String title, String mode, String why) {
        return new Action(
                host,
                title,
                new Operation.Exec(
                        Scripts.sh(
                                "decommission.sh", List.of(SparkUnits.WORKER, Long.toString(TASKS.toSeconds()), mode)),
                        TASKS.plus(MARGIN)),
                Effect.DRAIN,
                why);
    }
}
